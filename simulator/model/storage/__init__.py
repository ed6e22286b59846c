"""Storage: a device's data between processes of its app, in memory or in a file that outlives the simulation.

A phone has the SDK's database and the app's preferences, a browser a cookie and the site's local storage (sdk-facts,
section 1.6). Here both are one `Storage` of named stores, each described by a `Schema`.
"""

from __future__ import annotations

from simulator.model.storage.memory import MemoryStorage, Storage
from simulator.model.storage.schema import Schema, reader
from simulator.model.storage.sqlite import SQLiteStorage

__all__ = ["MemoryStorage", "SQLiteStorage", "Schema", "Storage", "reader"]
