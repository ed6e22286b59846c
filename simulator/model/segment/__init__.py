"""Segment's side: the client libraries, and the servers that every message also goes to."""
