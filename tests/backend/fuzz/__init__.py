"""Any bytes on any endpoint: no 5xx, no growth, and no accepted event is lost."""
