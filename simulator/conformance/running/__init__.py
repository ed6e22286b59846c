"""Cases performed on a target: the reference in the process, over HTTP, or a port.

In: cases and a target. Out: verdicts, or all results of a case. Imports `language`, `judging` and the model.
"""
