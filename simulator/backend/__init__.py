"""The stand-in for Amplitude: what its ingestion makes of requests.

It reads what goes over the wire and knows nothing of the clients' state, so whatever it shows can be shown for a
real SDK too.
"""

from simulator.backend.ingestion.backend import Backend
from simulator.backend.ingestion.endpoints import Ingestion
from simulator.backend.ingestion.faults import Fault
from simulator.backend.ingestion.users import User
from simulator.backend.keeping.store import MemoryStore, Received, Store, Upload, UsermapRequest

__all__ = ["Backend", "Fault", "Ingestion", "MemoryStore", "Received", "Store", "Upload", "User", "UsermapRequest"]
