"""Ports that are wrong on purpose, each in one thing, to see that the harness notices."""
