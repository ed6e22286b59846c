"""Sequences of calls that are drawn by lot, played on the real web stack and on the reference: `python -m tests.real.drawn`."""
