"""Probes: each puts a claim of a port to the test by something that can't come out right if the claim is false.

In: a port under test. Out: the mistake, in a sentence. A probe looks at the adapter, not at how well the port conforms,
so it relies on as little of the documentation as it can. `basics` is about every port's duties, `claims` finds the
probe of a claim, and the others hold the probes by their subject. Imports `target`.
"""
