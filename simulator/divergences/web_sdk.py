"""What ships on web, the SDK and its sessions, properties and queues: the code of each divergence."""

from __future__ import annotations
