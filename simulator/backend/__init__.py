"""The stand-in for Amplitude: what its ingestion makes of events, in memory.

It reads the JSON that goes over the wire and knows nothing of the clients' state, so whatever it shows can be
shown for a real SDK too.
"""

from simulator.backend.backend import Backend, Received, UsermapRequest
from simulator.backend.users import User

__all__ = ["Backend", "Received", "User", "UsermapRequest"]
