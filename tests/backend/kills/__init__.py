"""Clients and the backend in processes of their own, killed again and again: what was accepted is there, once."""
