"""The Amplitude SDKs: they turn commands into queued events, with all the state that the real SDKs keep.

A client never sees a Segment message. The parts that the SDKs share are in `client` and `mobile`; `web`, `ios` and
`android` list what is particular to each; `http_api` is the stateless server leg.
"""
