"""The model of Segment's libraries and servers, the destinations and Amplitude's SDKs: what they do with an app's calls.

In: calls, settings, a device and a clock. Out: commands, events and requests. Imports `documentation`, `wire` and, to
make a simulation whole, `backend`.
"""
