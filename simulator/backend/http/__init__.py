"""What is HTTP about the stand-in: who may talk to it, what is read off a request, what is answered, for how long.

In: requests as they come. Out: what `ingestion` and `reading` are asked, and responses. Imports `ingestion`, `keeping`.
"""
