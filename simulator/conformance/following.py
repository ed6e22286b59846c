"""Which dialects a port follows: what came of a case is held against what the reference does in each of them.

A scenario looks at some of what is done, and is written for some of the dialects. In the others the reference fails it
in its own way; a port that fails it in just that way does what that dialect does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from simulator.conformance.cases import Case
from simulator.conformance.records import CaseRecord
from simulator.conformance.reference import Reference
from simulator.conformance.runner import Failure, perform
from simulator.dialects import DIALECTS

_REFUSAL: Final = "refusal"
"""Where a difference is about a refusal: its sentence is the port's own."""

_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
"""An id made at run time: another one each time, of the same form."""


def followed(case: Case, record: CaseRecord) -> CaseRecord:
    """Return a record with the dialects in which the reference does the same; it has passed if there is one."""
    if record.status not in ("passed", "failed"):
        return record
    port = _seen(record.failures)
    follows = tuple(name for name, seen in _in_each(case).items() if seen == port)
    judged_in = record.dialect if record.dialect in follows or not follows else follows[0]
    status = "passed" if follows else "failed"
    failures = () if follows else record.failures
    return msgspec.structs.replace(record, follows=follows, dialect=judged_in, status=status, failures=failures)


def summary(records: Iterable[CaseRecord]) -> str:
    """Write how many cases follow each dialect: `documented 91, printed 89, shipped 74, latest 88, none 2`."""
    counts = dict.fromkeys((*DIALECTS, "none"), 0)
    for record in records:
        if record.status in ("passed", "failed"):
            for name in record.follows or ("none",):
                counts[name] += 1
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _in_each(case: Case) -> Mapping[str, frozenset[tuple[str, str, str]]]:
    return {
        name: _seen(perform(case, Reference(dialect=name, seed=case.id), dialect=name).failures) for name in DIALECTS
    }


def _seen(failures: Iterable[Failure]) -> frozenset[tuple[str, str, str]]:
    """Return what was not as the scenario says: the step, where, and what was there."""
    return frozenset(
        (failure.step, one.path, "" if _REFUSAL in one.path else _ID.sub("…", one.actual))
        for failure in failures
        for one in failure.differences
    )
