"""Driving a port in any language: the suite's cases, performed by a port behind an adapter.

In: cases, and a way to connect to an adapter. Out: a record of each case. `protocol` has the messages, `connections`
the ways to reach an adapter, `target` makes a port a target of the suite, `port_runner` and `running` have ports
perform cases, and `checking` puts an adapter's claims to the test. An adapter is sent actions, never expectations; only
what the harness itself has seen arrive counts. Imports `conformance`.
"""
