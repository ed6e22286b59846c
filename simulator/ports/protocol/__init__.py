"""The adapter protocol: the messages to an adapter, its replies, and what a port can claim.

In: JSON lines. Out: messages. Imports `conformance`; knows nothing about how an adapter is reached.
"""
