"""Generators of documents: `python -m tools.NAME` writes one anew, and a test tells when it is out of date."""
