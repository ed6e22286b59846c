"""Amplitude's own clients, unchanged but for the host: what arrives is what their documentation promises."""
