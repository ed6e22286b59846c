"""The stand-ins as today's apps and servers use them: real client libraries, unchanged but for the host."""
