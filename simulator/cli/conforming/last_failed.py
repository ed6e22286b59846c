"""The cases that failed when something was run last from this folder: `devicemode conform --last-failed`.

They are kept in the user's folder for state, outside of any project. Where that can't be written nothing is kept, and
`--last-failed` says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from simulator.conformance.language.cases import Case
from simulator.conformance.records.stream import BROKEN, CaseRecord
from simulator.errors import UsageError


class Subject(msgspec.Struct, frozen=True):
    """The subject of a run: the port of an adapter, or the reference; on which features, if not ours."""

    adapter: tuple[str, ...]
    features: str

    def chosen(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """Return those of the cases that failed last; raise `UsageError` if no run is remembered."""
        failed = self._read()
        if failed is None:
            raise UsageError("no run of this from here is remembered; run it once without --last-failed")
        return tuple(case for case in cases if case.id in failed)

    def remember(self, records: Sequence[CaseRecord]) -> None:
        """Remember which cases failed; what is known of cases that were not run stays."""
        ran = {record.case for record in records}
        failed = {record.case for record in records if record.outcome in BROKEN}
        kept = sorted(failed | ((self._read() or set()) - ran))
        with suppress(OSError, RuntimeError):
            path = self._path()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(msgspec.json.encode(kept))

    def _read(self) -> set[str] | None:
        try:
            return msgspec.json.decode(self._path().read_bytes(), type=set[str])
        except (OSError, RuntimeError, msgspec.DecodeError):
            return None

    def _path(self) -> Path:
        caches = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
        said = msgspec.json.encode([os.fsencode(os.getcwd()).hex(), self.adapter, self.features])  # noqa: PTH109 — bytes
        return Path(caches) / "devicemode" / "last-failed" / f"{hashlib.sha256(said).hexdigest()[:24]}.json"
