"""The records of runs on real ports, small enough to keep: `docs/reports/records`.

A record keeps only the findings of a run: each case's status, the differences, the last messages. The text of features,
rules and lists of known failures is looked up when a record is read, so that rewording a step makes no record stale. An
unexpected step is kept by its position in the scenario.

`python -m tools.port_records NAME…` adds new cases to the records of ports that have no part in them.
"""

from __future__ import annotations

import lzma
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from simulator.conformance import suite
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language.cases import Case
from simulator.conformance.records import stream
from simulator.conformance.records.stream import CaseRecord, Run
from simulator.conformance.running.runner import Failure, Status
from simulator.conformance.subject import Level, PortInfo
from simulator.documentation.platforms import Platform
from simulator.ports.protocol.claims import lacking_for
from simulator.ports.protocol.messages import PROTOCOL, Welcome
from simulator.values import JSONObject, one_line
from tools.readme import ROOT

FOLDER: Final = ROOT / "docs" / "reports" / "records"

LAST_MESSAGES: Final = 8
"""The number of a case's messages that a report shows."""


class Ran(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first line of a file: the port, and the dialect by which it was judged."""

    dialect: str
    port: PortInfo
    platforms: tuple[Platform, ...] = ()
    levels: tuple[Level, ...] = ()
    capabilities: tuple[str, ...] = ()
    again: str = ""


class Unexpected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step that was not as expected: its position in the scenario, or its text if it is not one of its steps."""

    step: int | None = None
    says: str = ""
    line: int = 0
    differences: tuple[Difference, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one case."""

    case: str
    status: Status
    reason: str = ""
    failures: tuple[Unexpected, ...] = ()
    transcript: tuple[JSONObject, ...] = ()
    stderr: str = ""
    follows: tuple[str, ...] = ()
    divergences: tuple[str, ...] = ()


def path(port: str, dialect: str) -> Path:
    """Return the file that has the record of a port's run."""
    return FOLDER / f"{port}-{dialect}.jsonl.xz"


def condensed(run: Run) -> bytes:
    """Return the record of a run, a JSON object per line."""
    begin = run.begin
    first = Ran(
        dialect=begin.dialect,
        port=begin.port,
        platforms=begin.platforms,
        levels=begin.levels,
        capabilities=begin.capabilities,
        again=begin.again,
    )
    encoder = msgspec.json.Encoder(order="deterministic")
    return b"".join(one_line(encoder.encode(line)) for line in (first, *map(_result, run.cases)))


def _result(record: CaseRecord) -> Result:
    broken = record.status in ("failed", "errored")
    return Result(
        case=record.case,
        status=record.status,
        reason=record.reason,
        failures=tuple(_unexpected(record, failure) for failure in record.failures),
        transcript=record.transcript[-LAST_MESSAGES:] if broken else (),
        stderr=record.stderr if broken else "",
        follows=record.follows,
        divergences=record.divergences,
    )


def _unexpected(record: CaseRecord, failure: Failure) -> Unexpected:
    for place, step in enumerate(record.steps):
        if (step.text, step.line) == (failure.step, failure.line):
            return Unexpected(step=place, differences=failure.differences)
    return Unexpected(says=failure.step, line=failure.line, differences=failure.differences)


def expanded(text: bytes) -> Run:
    """Return the run of a record, with the texts of today's suite."""
    first, *results = text.splitlines()
    begin = msgspec.json.decode(first, type=Ran)
    known = _suite()
    records = tuple(_record(known, msgspec.json.decode(line, type=Result), begin.dialect) for line in results)
    return Run(
        stream.begin_of(
            known.values(),
            port=begin.port,
            platforms=begin.platforms,
            levels=begin.levels,
            capabilities=begin.capabilities,
            dialect=begin.dialect,
            again=begin.again,
        ),
        records,
        stream.end_of(records, discovered=len(known)),
    )


@cache
def _suite() -> Mapping[str, Case]:
    return {case.id: case for case in suite.load()}


def _record(known: Mapping[str, Case], result: Result, dialect: str) -> CaseRecord:
    assert result.case in known, f"{result.case} is no longer in the suite: python -m tools.port_reports"
    case = known[result.case]
    judged_in = dialect if dialect != "auto" else case.home_dialect
    return msgspec.structs.replace(
        stream.record_of(case, status=result.status, dialect=judged_in),
        reason=result.reason,
        failures=tuple(_failures(case, result)),
        transcript=result.transcript,
        stderr=result.stderr,
        follows=result.follows,
        divergences=result.divergences,
    )


def _failures(case: Case, result: Result) -> Iterator[Failure]:
    for one in result.failures:
        if one.step is None:
            yield Failure(one.says, one.line, one.differences)
        else:
            step = case.steps[one.step]
            yield Failure(step.text, step.line, one.differences)


def write(file: Path, text: bytes) -> None:
    """Write a record."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(lzma.compress(text, preset=9 | lzma.PRESET_EXTREME))


@cache
def recorded(file: Path) -> Run:
    """Return the run of a record, as `expanded` does, cached."""
    return expanded(read(file))


def read(file: Path) -> bytes:
    """Return the text of a record."""
    return lzma.decompress(file.read_bytes())


def completed(text: bytes) -> bytes:
    """Return the text of a record with newer cases in which the port has no part.

    These are known without the port. Raises `LookupError` with the others, which need a run.
    """
    first, *lines = text.splitlines(keepends=True)
    begin = msgspec.json.decode(first, type=Ran)
    there = {msgspec.json.decode(line, type=Result).case: line for line in lines}
    encoder = msgspec.json.Encoder(order="deterministic")
    missing = []
    for case in suite.load():
        if case.id not in there:
            reason = _no_part(case, begin)
            there[case.id] = one_line(encoder.encode(Result(case=case.id, status="not applicable", reason=reason)))
            missing += [] if reason else [case.id]
    if missing:
        raise LookupError(f"these take a run of {begin.port.name}: {', '.join(missing)}")
    return b"".join((first, *(there[case.id] for case in suite.load())))


def _no_part(case: Case, begin: Ran) -> str:
    """Return the reason why a port has no part in a case, in the words of a run; empty if it has one."""
    if begin.dialect not in case.dialects:
        return f"holds in {', '.join(case.dialects)} only"
    welcome = Welcome(
        protocol=PROTOCOL,
        port=begin.port,
        platforms=begin.platforms,
        levels=begin.levels,
        capabilities=begin.capabilities,
    )
    lacking = lacking_for(case, welcome)
    return f"the port has no {lacking}" if lacking else ""


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for file in sorted(FOLDER.glob(f"{name}-*.xz")):
            write(file, completed(read(file)))
