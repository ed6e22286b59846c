"""What came of a run, written down: recorded, read again, compared, explained.

In: verdicts. Out: records, one JSON line each. Imports `running`, `language` and `judging`.
"""
