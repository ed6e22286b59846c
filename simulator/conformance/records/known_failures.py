"""The list of a port's known failures: its CI starts green and goes red only on a regression.

An entry names one case exactly, says why it fails, where that is tracked and until when it may. A list that is out of
date is itself a failure: a case that passes, and an entry that has expired or names no case, is a complaint.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import msgspec

from simulator.conformance.reading import read_text
from simulator.conformance.records.stream import Begin, CaseRecord, Run, explanation
from simulator.errors import UsageError, nearest, quoted, readable

RECORDED_FOR: Final = timedelta(days=90)
"""The time for which a recorded failure stays known, unless someone decides otherwise."""

FAILED: Final = ("failed", "errored")


class KnownFailure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case that may fail."""

    case: str
    reason: str
    issue: str = ""
    until: date


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    known: tuple[KnownFailure, ...] = ()


def read(path: Path) -> Mapping[str, KnownFailure]:
    """Read a list; raise `UsageError` that names the mistake."""
    text = read_text(path, UsageError)
    try:
        entries = msgspec.convert(tomllib.loads(text), _File).known
    except RecursionError:
        raise UsageError(f"{path}: is not a list of known failures: it nests too deeply") from None
    except msgspec.ValidationError as error:
        raise UsageError(
            f"{path}: {readable(error)}; an entry [[known]] has case, reason and until, and maybe issue"
        ) from None
    except ValueError as error:
        raise UsageError(f"{path}: is not valid TOML: {readable(error)}") from None
    found: dict[str, KnownFailure] = {}
    for entry in entries:
        if entry.case in found:
            raise UsageError(f"{path}: the case {quoted(entry.case)} is listed twice; keep one entry")
        if not entry.reason.strip():
            raise UsageError(f"{path}: the entry for {quoted(entry.case)} has no reason; say why it fails")
        found[entry.case] = entry
    return found


def mark(record: CaseRecord, known: Mapping[str, KnownFailure], *, today: date) -> CaseRecord:
    """Return the record of a case as known: one that passes if the list has it, one that failed until it expires."""
    entry = known.get(record.case)
    if entry is None or record.status not in (*FAILED, "passed"):
        return record
    if record.status in FAILED and entry.until < today:
        return record
    reason = f"{entry.reason} ({record.reason})" if record.reason else entry.reason
    return msgspec.structs.replace(record, known=True, reason=reason, issue=entry.issue or record.issue)


def complaints(
    records: Iterable[CaseRecord], known: Mapping[str, KnownFailure], *, suite: Sequence[str], today: date
) -> tuple[str, ...]:
    """Return the complaints about the list after a run, a sentence each; `suite` has the ids of all cases."""
    by_id = {record.case: record for record in records}
    found = []
    for entry in known.values():
        record = by_id.get(entry.case)
        if entry.case not in suite:
            found.append(f"{quoted(entry.case)} is not a case of the suite.{nearest(entry.case, suite)}")
        elif record is not None and record.status not in FAILED:
            found.append(f"{quoted(entry.case)} is {_shown(record)} now; take it off the list")
        elif record is not None and entry.until < today:
            found.append(f"{quoted(entry.case)} was to fail until {entry.until} at most; repair it, or say why not")
    return tuple(found)


def _shown(record: CaseRecord) -> str:
    return {"passed": "passing"}.get(record.status, record.status)


def recorded(
    run: Run, known: Mapping[str, KnownFailure], *, today: date, errors: bool = False
) -> tuple[KnownFailure, ...]:
    """Return a list of the cases that fail now, in the order of the run, then the entries of cases that were not run.

    A case that errored has no verdict, and may have one in the next run: it is listed only if it was, or if `errors`
    are wanted. An old entry keeps its reason, and its date if that is in the future. A new one names the dialects and
    divergences that do the same, or the first difference.
    """
    ran = {record.case for record in run.cases}
    failed = [
        record
        for record in run.cases
        if record.status == "failed" or (record.status == "errored" and (errors or record.case in known))
    ]
    return (
        *(_entry(run.begin, record, known.get(record.case), today) for record in failed),
        *(entry for entry in known.values() if entry.case not in ran),
    )


def _entry(begin: Begin, record: CaseRecord, before: KnownFailure | None, today: date) -> KnownFailure:
    until = today + RECORDED_FOR
    if before is None:
        return KnownFailure(case=record.case, reason=_reason(begin, record), until=until)
    return msgspec.structs.replace(before, until=before.until if before.until >= today else until)


def _reason(begin: Begin, record: CaseRecord) -> str:
    why = explanation(begin, record)
    if why:
        return why
    for failure in record.failures:
        for one in failure.differences:
            return readable(f"{one.path}: expected {one.expected}, actual {one.actual}")
    return readable(record.reason) or record.status


_HEADING: Final = """\
# Cases that this port is known to fail. The run reports an entry whose case passes, that has expired or that names no
# case, so that the list stays true.
"""


def written(entries: Iterable[KnownFailure]) -> str:
    """Return the text of a list."""
    parts = [_HEADING]
    for entry in entries:
        lines = [f"case = {_toml(entry.case)}", f"reason = {_toml(entry.reason)}"]
        if entry.issue:
            lines.append(f"issue = {_toml(entry.issue)}")
        lines.append(f"until = {entry.until.isoformat()}")
        parts.append("\n[[known]]\n" + "\n".join(lines) + "\n")
    return "".join(parts)


def _toml(text: str) -> str:
    """Write a basic string of TOML: JSON's escapes are valid in it, except DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
