"""What Amplitude makes of what arrives: events in, users with properties, groups, sessions and revenue out.

In: requests that were read. Out: answers, and what is kept. Imports `keeping`; it knows nothing of HTTP servers.
"""
