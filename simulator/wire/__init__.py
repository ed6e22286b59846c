"""The wire: events, the requests that carry them, the answers, and the HTTP transport.

In: events. Out: bytes, and the answers to them. Both ends use it, so it knows neither. Imports `documentation`.
"""
