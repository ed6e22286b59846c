"""The HTTP side of the stand-in: who may connect, how requests are read and answered, how long anything may take.

In: requests as they come. Out: requests for `ingestion`, and responses. Imports `ingestion` and `keeping`.
"""
