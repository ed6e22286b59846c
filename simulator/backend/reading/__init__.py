"""Amplitude's own views of the data: the read API, the live view, exports.

In: stored data, and arrivals. Out: JSON, rows, pages. Imports `http`, `ingestion` and `keeping`.

    api, routes, queries, answers, openapi    the read API: its endpoints, queries, answers and document
    live, rows, page                          the live view: arrivals as they come
    view                                      everything about a project at once, as expectations read it
    exports                                   a project's events for other tools
"""
