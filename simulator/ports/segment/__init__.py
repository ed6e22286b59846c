"""Segment's stand-in: real client libraries send their calls here in place of api.segment.io.

In: requests to the tracking API, and the sources that a workspace has. Out: Segment's answers, what the model makes of
each message for Amplitude, and why. It uses `backend` for everything that any server needs, and `model` for what
Segment's servers do. A request goes through its modules in this order:

    endpoints   reads it, and sends the answer
    requests    finds the write key and the messages in it      or refuses it, in Segment's words
    messages    completes each message, as Segment's servers do
    forwarding  hands each to Amplitude, or says why not        by the rules of `model/segment/servers.py`
    journal     keeps what came and what came of it             in the store of the backend

`stand_in` joins them; `sources` and `cdn` are what client libraries ask for first; `api` and `rows` show it all;
`proofs` finds the scenarios of the rules.
"""
