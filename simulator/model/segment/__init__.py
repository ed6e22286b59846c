"""Segment's side: the client libraries, and the servers, which receive every message as well."""
