"""The results of a run as records: written, read again, compared, explained.

In: verdicts. Out: records, one JSON line each. Imports `running`, `language` and `judging`.
"""
