"""Expectations, and how they are judged.

In: what a Then step says, and what a target has shown. Out: what is missing or different. It knows no target.
"""
