"""What is kept of each project: in memory, or in a file that survives its process.

In: what was accepted. Out: the same again, by number, by user, by time. Imports `wire`, `values` and `errors`.
"""
