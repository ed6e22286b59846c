"""The table of events that have come before: each event takes effect once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from simulator.backend.keeping.sqlite_file import SQLiteFile


def claim(
    file: SQLiteFile, project: int, identities: Sequence[tuple[str, str]], *, time: int, since: int | None
) -> list[bool]:
    """Note events by device id and own id, within a transaction; tell for each whether it is new.

    One that was noted before `since` is new again.
    """
    until = _FOREVER if since is None else since
    claims = [(_hash(project, device_id, identity), time, until) for device_id, identity in identities]
    if len(claims) > 1:
        # Nearly always all of them are new, and one statement finds that out faster than one for each.
        file.run("SAVEPOINT claims")
        if file.run_each(_CLAIM, claims) == len(claims):
            file.run("RELEASE claims")
            return [True] * len(claims)
        file.run("ROLLBACK TO claims")
        file.run("RELEASE claims")
    return [file.run(_CLAIM, one) == 1 for one in claims]


def _hash(project: int, device_id: str, identity: str) -> bytes:
    origin = _origin(project, device_id)
    # Hashes that begin alike lie together: the claims of a batch change one page of the table, not one page each.
    return origin[:4] + blake2b(identity.encode(), digest_size=12, key=origin).digest()


@lru_cache(1024)
def _origin(project: int, device_id: str) -> bytes:
    return blake2b(device_id.encode(), digest_size=16, salt=project.to_bytes(8)).digest()


_FOREVER: Final = -(2**63)
"""Nothing was noted before it."""
_CLAIM: Final = """
    INSERT INTO claim VALUES (?1, ?2) ON CONFLICT (hash) DO UPDATE SET time = excluded.time WHERE time < ?3
"""
