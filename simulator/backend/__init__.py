"""The stand-in for Amplitude: what its ingestion makes of requests.

It reads what goes over the wire and knows nothing of the clients' state, so whatever it shows can be shown for a
real SDK too.
"""

from simulator.backend.backend import Backend
from simulator.backend.faults import Fault
from simulator.backend.ingestion import Ingestion
from simulator.backend.store import MemoryStore, Received, Store, Upload, UsermapRequest
from simulator.backend.users import User

__all__ = ["Backend", "Fault", "Ingestion", "MemoryStore", "Received", "Store", "Upload", "User", "UsermapRequest"]
