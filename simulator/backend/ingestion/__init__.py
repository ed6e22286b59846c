"""Ingestion: requests in, users with properties, groups, sessions and revenue out.

In: requests that were read off the wire. Out: answers, and stored data. Imports `keeping`; knows nothing of HTTP
servers. `answering` has the path of a request from top to bottom, `project` the effects of its events.
"""
