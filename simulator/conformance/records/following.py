"""Dialects that a port follows: its failures are compared with those of the reference in each of them.

A scenario is written for some of the dialects; in the others the reference fails it in its own way. A port that fails
it in just that way does what that dialect does, because of the divergences without which the dialect would do
otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from simulator.conformance.language.cases import Case
from simulator.conformance.records.stream import CaseRecord
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Failure, perform
from simulator.model.dialects import DIALECTS, Dialect, dialect, dialect_of
from simulator.model.divergences import divergences

Seen = frozenset[tuple[str, str, str]]
"""The differences from what a scenario says: the step, where, and the actual value."""

NONE: Final = "none"
"""The entry of `summary` for cases that match no dialect."""

_OWN_WORDS: Final = ("refusal", "crash")
"""Words in the path of a difference about a refusal or a crash, whose sentence is the port's own."""

_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
"""The form of ids that are made at run time, a new one each time."""


def followed(case: Case, record: CaseRecord) -> CaseRecord:
    """Return a record with the dialects in which the reference does the same; it has passed if there is one."""
    if record.status not in ("passed", "failed"):
        return record
    follows = _follows(case, seen(record.failures))
    judged_in = record.dialect if record.dialect in follows or not follows else follows[0]
    status = "passed" if follows else "failed"
    failures = () if follows else record.failures
    return msgspec.structs.replace(record, follows=follows, dialect=judged_in, status=status, failures=failures)


def explained(case: Case, record: CaseRecord) -> CaseRecord:
    """Return a record of a failure with the dialects in which the reference fails in just this way, and why there."""
    if record.status != "failed":
        return record
    port = seen(record.failures)
    follows = _follows(case, port)
    why = _divergences(case, record.dialect, follows[-1], port) if follows else ()
    return msgspec.structs.replace(record, follows=follows, divergences=why)


def summary(records: Iterable[CaseRecord]) -> str:
    """Write how many cases follow each dialect: `documented 91, printed 89, shipped 74, latest 88, none 2`."""
    counts = dict.fromkeys((*DIALECTS, NONE), 0)
    for record in records:
        if record.status in ("passed", "failed"):
            for name in record.follows or (NONE,):
                counts[name] += 1
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _follows(case: Case, port: Seen) -> tuple[str, ...]:
    return tuple(name for name in DIALECTS if _in(dialect(name), case) == port)


def _divergences(case: Case, judged: str, followed: str, port: Seen) -> tuple[str, ...]:
    """Return the divergences that make one dialect do what the port does, where the case was judged in another.

    One counts if the one dialect does otherwise without it, or the other one with it.
    """
    has, lacks = dialect(followed), dialect(judged)
    without = _in(lacks, case)
    return tuple(
        name
        for name in divergences()
        if name in case.divergences
        and name in has.divergences ^ lacks.divergences
        and (_in(_switched(has, name), case) != port or _in(_switched(lacks, name), case) != without)
    )


def _switched(reading: Dialect, name: str) -> Dialect:
    return dialect_of(reading.name, reading.divergences ^ {name})


def _in(reading: Dialect, case: Case) -> Seen:
    """Return the differences of the reference in a dialect from what a case says."""
    return seen(perform(case, Reference(dialect=reading, seed=case.id), dialect=reading.name).failures)


def seen(failures: Iterable[Failure]) -> Seen:
    """Return the differences in failures, without those that are new in every run."""
    return frozenset(
        (failure.step, one.path, "" if any(word in one.path for word in _OWN_WORDS) else _ID.sub("…", one.actual))
        for failure in failures
        for one in failure.differences
    )
