"""Generators of documents: `python -m tools.NAME` rewrites one, and a test fails if it is out of date."""
