"""Driving a port in any language: the protocol, the ways to reach an adapter, and a port as a target of the suite.

What an adapter is told are actions, never expectations; what counts is what the harness itself saw arrive.
"""
