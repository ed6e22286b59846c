"""Segment's stand-in: real client libraries send their calls here in place of api.segment.io.

In: requests to the tracking API, and the sources that a workspace has. Out: Segment's answers, the requests that the
model makes of each message for Amplitude, and why. It uses `backend` for everything that any server needs, and `model`
for the behavior of Segment's servers. A request goes through its modules in this order:

    endpoints   reads it, and sends the answer
    requests    finds the write key and the messages in it      or refuses it, in Segment's words
    messages    completes each message, as Segment's servers do
    forwarding  passes each to Amplitude, or says why not       by the rules of `model/segment/servers.py`
    journal     keeps each with its outcome                     in the store of the backend

`stand_in` joins them; `sources` and `cdn` answer the first requests of client libraries; `api` and `rows` show it all;
`proofs` finds the scenarios of the rules.
"""
