"""`devicemode conform`, by subject: its options, a run on the reference, a run on a port, and the results of either.

In: options, and cases of the suite. Out: text on the terminal, files, an exit code. `reference` and `port` share
`results` and know nothing of each other.
"""
