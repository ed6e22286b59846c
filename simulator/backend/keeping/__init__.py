"""The stores of projects: in memory, or in a file that survives its process.

In: what was accepted, and what became of each request. Out: the same again, by number, by user, in order of arrival.
Imports nothing else of the backend.

    entities    the data: events, bundles of them, users, requests
    stores      the interface that every store has
    in_memory   projects for as long as the process lives
    database    projects in an SQLite file; the `sqlite_` modules and `caches` are its parts
"""
