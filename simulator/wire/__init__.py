"""What goes over the wire: events, the requests that carry them and their answers, and how those are carried.

In: events. Out: bytes, and the answers to them. Both ends go by it, so it knows neither.
"""
