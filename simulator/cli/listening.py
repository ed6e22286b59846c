"""Where a server listens and whom it answers: the options that `backend` and `watch` share."""

from __future__ import annotations

import msgspec


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """Where a server listens and whom it answers; the fields are arguments of `simulator.backend.server.Options`."""

    host: str
    port: int
    #: Names, beside its own, that it answers to.
    hosts: tuple[str, ...]
    #: Origins, beside those of loopback, whose pages may send.
    origins: tuple[str, ...]
