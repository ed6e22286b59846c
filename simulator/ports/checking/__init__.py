"""Whether an adapter speaks the protocol, and can do what it claims.

In: a way to start an adapter. Out: one line for each thing that was looked at. Imports `protocol`, `connections`.
"""
