"""The stand-in for Amplitude: it takes requests, turns them into users, sessions, groups and revenue, and shows these.

In: requests over the wire, from the simulator, a port or anything else that sends to Amplitude; it knows nothing of the
clients' state, so whatever it shows can be shown for a real SDK too. Out: answers, and the data of a project. It
imports `wire`, `documentation`, `values` and `errors`. A request goes through its rooms in this order:

    http        reads it, and sends the answer             without a server, `wire_of` has the answers
    ingestion   takes or refuses it, and applies it
    keeping     keeps it, and its outcome                  in memory, or in a file
    reading     shows it                                   as JSON, as a page, as an export

`app` joins them behind HTTP, and `server` runs that.
"""

from simulator.backend.ingestion.answering import Ingestion, wire_of
from simulator.backend.ingestion.faults import Fault
from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.entities import Received, Upload, User, UsermapRequest
from simulator.backend.keeping.in_memory import MemoryStore
from simulator.backend.keeping.stores import Store

__all__ = [
    "Backend",
    "Fault",
    "Ingestion",
    "MemoryStore",
    "Received",
    "Store",
    "Upload",
    "User",
    "UsermapRequest",
    "wire_of",
]
