"""The backend and a real browser: pages that send to it, and its live view."""
