"""The table of events that have come before: each event takes effect once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from simulator.backend.keeping.sqlite_file import SQLiteFile

_PREFIX: Final = 4
_SIZE: Final = 16
"""Bytes of a hash, and of its beginning that all events of a device share."""


def claim(
    file: SQLiteFile, project: int, identities: Sequence[tuple[str, str]], *, time: int, since: int | None
) -> list[bool]:
    """Note events by device id and own id, within a transaction; tell for each whether it is new.

    One that was noted before `since` is new again.
    """
    of_devices = (_hashes(project, device_id, run) for device_id, run in groupby(identities, _device_id))
    hashes = [*chain.from_iterable(of_devices)]
    until = _FOREVER if since is None else since
    # Nearly always all of them are new, and one statement finds that out faster than one for each.
    if len(hashes) > 1 and file.insert(_CLAIM_ALL, (b"".join(hashes), _SIZE, time, _starts(len(hashes)))):
        return [True] * len(hashes)
    return [file.run(_CLAIM, (one, time, until)) == 1 for one in hashes]


def _hashes(project: int, device_id: str, identities: Iterable[tuple[str, str]]) -> list[bytes]:
    """Return the hashes of a device's events."""
    origin = _origin(project, device_id)
    keyed = blake2b(digest_size=_SIZE - _PREFIX, key=origin)
    # Hashes that begin alike lie together: the claims of a batch change one page of the table, not one page each.
    begin = origin[:_PREFIX]
    hashes = []
    for _, own_id in identities:
        hashed = keyed.copy()
        hashed.update(own_id.encode())
        hashes.append(begin + hashed.digest())
    return hashes


@lru_cache(1024)
def _origin(project: int, device_id: str) -> bytes:
    return blake2b(device_id.encode(), digest_size=16, salt=project.to_bytes(8)).digest()


@lru_cache(64)
def _starts(count: int) -> str:
    """Return, as a JSON list, the offsets at which `count` joined hashes begin; SQLite counts bytes from 1."""
    return str([*range(1, count * _SIZE, _SIZE)])


_device_id: Final = itemgetter(0)
_FOREVER: Final = -(2**63)
"""Nothing was noted before it."""
_CLAIM: Final = """
    INSERT INTO claim VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET time = excluded.time WHERE time < ?
"""
_CLAIM_ALL: Final = "INSERT INTO claim SELECT substr(?, start.value, ?), ? FROM json_each(?) AS start"
