"""The adapter protocol: what is said to an adapter, what it answers, and what it can claim.

In: JSON lines. Out: messages. Imports `conformance`; it knows no way to reach an adapter.
"""
