"""What Amplitude shows: the read API, the live view, exports.

In: what is kept. Out: JSON, rows, pages. Imports `http`, `ingestion` and `keeping`.
"""
