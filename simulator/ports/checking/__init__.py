"""Checks whether an adapter speaks the protocol and does what it claims.

In: a way to connect to an adapter. Out: one finding for each thing checked.
Imports `protocol`, `connections`, `target`.
"""
