"""Amplitude's own clients, unchanged but for the host: the events that their documentation promises arrive."""
