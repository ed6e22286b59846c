"""The model of Segment's libraries and servers, of the destinations and of Amplitude's SDKs.

In: calls, settings, a device and a clock. Out: commands, events and requests. Imports `documentation`, `wire` and, to
make a simulation whole, `backend`.
"""
