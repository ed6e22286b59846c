"""The fuzzer: makes up journeys, plays each on two sides, and hands over each difference as a short scenario.

Takes a subject (a port behind an adapter, or a dialect) and the reference; gives findings as features, and what the
journeys have reached. May import ports and what they import.
"""
