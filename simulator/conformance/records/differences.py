"""Two runs compared case by case."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.conformance.records.stream import CaseRecord, Run

BROKEN: Final = ("failed", "errored")


class Changed(msgspec.Struct, frozen=True):
    """The differences between two runs; every case of either is in one of these or passes in both."""

    #: Fails now and did not before.
    new: tuple[CaseRecord, ...]
    #: Failed before and passes now.
    fixed: tuple[CaseRecord, ...]
    #: Fails in both.
    still: tuple[CaseRecord, ...]
    #: Is only in the second run, or was not applicable, skipped or not run in the first.
    added: tuple[CaseRecord, ...]
    #: Was judged in the first run and is not any more: gone, not applicable or skipped. That is not a fix.
    removed: tuple[CaseRecord, ...]

    @property
    def worse(self) -> bool:
        """Whether something fails that did not before."""
        return bool(self.new) or any(record.status in BROKEN for record in self.added)


def compare(before: Run, after: Run) -> Changed:
    """Return the differences of the second run from the first."""
    old, new = before.by_id(), after.by_id()
    groups: dict[str, list[CaseRecord]] = {name: [] for name in Changed.__struct_fields__}
    for case in dict.fromkeys((*old, *new)):
        group = _group(old.get(case), new.get(case))
        if group is not None:
            groups[group].append(new.get(case) or old[case])
    return Changed(**{name: tuple(records) for name, records in groups.items()})


def _group(old: CaseRecord | None, new: CaseRecord | None) -> str | None:
    was, is_now = _judged(old), _judged(new)
    if was is None:
        return None if is_now is None else "added"
    if is_now is None:
        return "removed"
    return {(True, True): None, (True, False): "new", (False, True): "fixed", (False, False): "still"}[was, is_now]


def _judged(record: CaseRecord | None) -> bool | None:
    """Tell whether a case passed; `None` if it was not judged."""
    if record is None or record.status not in ("passed", *BROKEN):
        return None
    return record.status == "passed"
