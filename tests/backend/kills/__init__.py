"""Clients and the backend in processes of their own, killed again and again: accepted events are there, once."""
