"""Ways to reach an adapter: a process on standard input and output, or an HTTP server.

In: requests. Out: replies, or the reason for none. Imports `protocol`.
"""
