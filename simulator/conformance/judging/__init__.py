"""Expectations, and how they are judged.

In: a Then step's expectation, and the evidence of a target. Out: what is missing or different. It knows no target.
"""
