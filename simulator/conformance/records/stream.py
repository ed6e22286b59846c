"""The report of a run as a stream of JSON lines: what is run, each case with its outcome, the totals.

Every other form of a report is made from this one, and needs nothing else: it holds the rules' sentences and the
scenarios' steps. The JSON Schema of a line comes from these classes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, get_args

import msgspec

from simulator import __version__
from simulator.conformance.language.cases import Case
from simulator.conformance.reading import UNREADABLE, read_bytes
from simulator.conformance.records.recording import Observation
from simulator.conformance.running.runner import Failure, Status, Verdict
from simulator.conformance.subject import Level, PortInfo
from simulator.documentation import rules as rules_module
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import UsageError, quoted, readable
from simulator.model.divergences import divergences
from simulator.values import JSONObject, one_line

FORMAT: Final = 1
"""The version of the stream. A later one adds fields and kinds of line, and never changes these."""

Outcome = Literal[
    "passed",
    "failed",
    "errored",
    "known failure",
    "passes although listed",
    "declared deviation",
    "skipped",
    "not applicable",
]
"""A case's status, with the list of known failures taken into account."""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

BROKEN: Final[frozenset[Outcome]] = frozenset({"failed", "errored", "passes although listed"})
"""The outcomes with which a run does not conform: a list that is out of date is a failure too."""


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", omit_defaults=True, rename="camel"):
    """One line."""


class SectionTitle(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the suite."""

    folder: str
    title: str
    #: The platforms that its rules name; on the others nothing of it can apply.
    platforms: tuple[Platform, ...] = ()


class RuleText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that scenarios of the run prove."""

    id: str
    #: The folder of the part that it belongs to.
    section: str
    #: The heading of the documentation page; none for what the SDKs do on the wire.
    heading: str = ""
    says: str


class DivergenceText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A divergence that scenarios of the run are about."""

    id: str
    #: The shipped code's behavior.
    says: str
    #: Its rows in the comparison of documentation and code (`1.3`), and in the findings of the web stack (`W1`).
    rows: tuple[str, ...] = ()


class Begin(Record, frozen=True, kw_only=True, tag="begin"):
    """The first line: the cases, the port and the options of the run."""

    format: int
    #: Name and version of the harness.
    harness: str
    #: The digest of the suite: two runs with the same one ran the same scenarios.
    suite: str
    #: The number of cases, chosen or not.
    discovered: int
    #: The dialect in which the cases were judged; empty for each in its own.
    dialect: str = ""
    port: PortInfo
    platforms: tuple[Platform, ...] = ()
    levels: tuple[Level, ...] = ()
    capabilities: tuple[str, ...] = ()
    #: The options that `devicemode conform` takes to run this port's cases again: `--adapter "node adapter.js"`.
    again: str = ""
    #: The folder of the features, if they are not the packaged ones.
    features: str = ""
    #: The parts of the suite and the rules that it proves, in the order of the documentation.
    sections: tuple[SectionTitle, ...] = ()
    rules: tuple[RuleText, ...] = ()
    divergences: tuple[DivergenceText, ...] = ()


class StepText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a step."""

    keyword: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str | None = None


class CaseRecord(Record, frozen=True, kw_only=True, tag="case"):
    """A case and its outcome."""

    case: str
    scenario: str
    #: The part of the documentation that it belongs to, a folder of features.
    section: str
    #: Its feature, below the folder of the features.
    path: str
    line: int
    #: Of the documentation and of the wire.
    rules: tuple[str, ...] = ()
    #: Its other tags: divergences, findings, `adjudicated`.
    tags: tuple[str, ...] = ()
    #: The dialects in which it holds, and the one that it was judged in.
    dialects: tuple[str, ...] = ()
    dialect: str = ""
    platforms: tuple[Platform, ...] = ()
    steps: tuple[StepText, ...] = ()
    status: Status
    #: Whether the list of known failures has it.
    known: bool = False
    #: The reason why it is not applicable, skipped or errored, or the one in the list of known failures.
    reason: str = ""
    issue: str = ""
    failures: tuple[Failure, ...] = ()
    #: The messages between harness and adapter, each under `sent` or `received`.
    transcript: tuple[JSONObject, ...] = ()
    #: The last lines that the adapter wrote to its standard error.
    stderr: str = ""
    #: The dialects in which the reference does the same as the port, if that was asked for or the case failed.
    follows: tuple[str, ...] = ()
    #: The divergences that make these dialects do so.
    divergences: tuple[str, ...] = ()
    #: The settings, other than the scenario's, with which the reference does the same: `Log Revenue V2 were always on`.
    settings: tuple[str, ...] = ()
    #: The port's declared deviations that excuse a failure, each with its reason.
    deviations: tuple[str, ...] = ()
    #: Everything that was observed, to judge it again.
    observations: tuple[Observation, ...] = msgspec.field(default=(), name="looks")

    @property
    def outcome(self) -> Outcome:
        """Its status, with the list of known failures taken into account."""
        if self.known and self.status in ("failed", "errored"):
            return "known failure"
        if self.known and self.status == "passed":
            return "passes although listed"
        if self.deviations and self.status == "passed":
            return "declared deviation"
        return self.status


class End(Record, frozen=True, kw_only=True, tag="end"):
    """The last line. A stream without one was interrupted."""

    #: By outcome; with `not_run` they add up to the cases discovered.
    totals: dict[str, int]
    not_run: int


AnyRecord = Begin | CaseRecord | End


class Run(msgspec.Struct, frozen=True):
    """A whole stream."""

    begin: Begin
    cases: tuple[CaseRecord, ...]
    end: End | None

    def by_id(self) -> Mapping[str, CaseRecord]:
        """Return the cases by their ids."""
        return {record.case: record for record in self.cases}


REFERENCE: Final = PortInfo(name="the reference", version=__version__, language="python")


def begin_of(
    cases: Iterable[Case],
    *,
    port: PortInfo = REFERENCE,
    platforms: tuple[Platform, ...] = PLATFORMS,
    levels: tuple[Level, ...] = (),
    capabilities: tuple[str, ...] = (),
    dialect: str = "",
    again: str = "",
    features: str = "",
) -> Begin:
    """Return the first line of a run of these cases; without a port it is the reference's."""
    cases = tuple(cases)
    proven = {rule for case in cases for rule in case.proves}
    shown = {name for case in cases for name in case.divergences}
    return Begin(
        format=FORMAT,
        harness=f"devicemode {__version__}",
        suite=digest_of(cases),
        discovered=len(cases),
        dialect=dialect,
        port=port,
        platforms=platforms,
        levels=levels,
        capabilities=capabilities,
        again=again,
        features=features,
        sections=tuple(
            SectionTitle(
                folder=one.folder,
                title=one.title,
                platforms=tuple(platform for platform in PLATFORMS if platform in one.platforms),
            )
            for one in rules_module.sections()
        ),
        rules=tuple(one for one in _rule_texts() if one.id in proven),
        divergences=tuple(
            DivergenceText(id=one.id, says=one.ships, rows=one.rows)
            for one in divergences().values()
            if one.id in shown
        ),
    )


def _rule_texts() -> Iterator[RuleText]:
    """Yield every rule, in the order of the parts that they belong to."""
    for section in rules_module.sections():
        for rule in section.rules:
            heading = rule.section if isinstance(rule, rules_module.Rule) else ""
            yield RuleText(id=rule.id, section=section.folder, heading=heading, says=rule.says)


def digest_of(cases: Iterable[Case]) -> str:
    """Return the digest of all that cases say, whatever their order and files.

    Divergences are left out: those of the packaged suite are not all in the text of its features.
    """
    said = sorted(
        (case.id, case.scenario, _proved(case), [(one.text, one.argument) for one in case.steps]) for case in cases
    )
    return f"sha256:{hashlib.sha256(msgspec.json.encode(said)).hexdigest()}"


def _proved(case: Case) -> list[str]:
    return [tag for tag in case.tags if not tag.startswith(("divergence:", "finding:"))]


def record_of(case: Case, *, status: Status, dialect: str) -> CaseRecord:
    """Return the record of a case before it is run."""
    return CaseRecord(
        case=case.id,
        scenario=case.scenario,
        section=case.folder,
        path=f"{case.id.partition('#')[0]}.feature",
        line=case.line,
        rules=case.proves,
        tags=tuple(tag for tag in case.tags if not tag.startswith(("rule:", "wire:", "api:", "dialect:"))),
        dialects=case.dialects,
        dialect=dialect,
        platforms=case.platforms,
        status=status,
        steps=tuple(
            StepText(
                keyword=one.keyword,
                text=one.text,
                line=one.line,
                docstring=one.argument.docstring,
                table=tuple(map(tuple, one.argument.table or ())),
            )
            for one in case.steps
        ),
    )


def record_of_verdict(case: Case, verdict: Verdict, observations: Iterable[Observation] = ()) -> CaseRecord:
    """Return the record of a case that was judged."""
    return msgspec.structs.replace(
        record_of(case, status=verdict.status, dialect=verdict.dialect),
        reason=verdict.reason,
        failures=verdict.failures,
        observations=tuple(observations),
    )


def explanation(begin: Begin, record: CaseRecord) -> str:
    """Return the explanation of a failure by a dialect or setting that does just the same; empty if there is none.

    `it does what shipped, latest do: pages.web.verb (1.3, W1)`
    """
    if record.status != "failed":
        return ""
    if not record.follows:
        return f"it does as if {', or '.join(record.settings)}" if record.settings else ""
    rows = {one.id: ", ".join(one.rows) for one in begin.divergences}
    named = [f"{name} ({rows[name]})" if rows.get(name) else name for name in record.divergences]
    return f"{following(record)}: {'; '.join(named)}" if named else following(record)


def following(record: CaseRecord) -> str:
    """Return the dialects that a port follows in a case: `it does what shipped, latest do`; empty if none is known."""
    if not record.follows:
        return ""
    return f"it does what {', '.join(record.follows)} {'does' if len(record.follows) == 1 else 'do'}"


def end_of(records: Iterable[CaseRecord], *, discovered: int) -> End:
    """Return the last line for these records."""
    counts = Counter(record.outcome for record in records)
    totals = {str(outcome): counts[outcome] for outcome in OUTCOMES if counts[outcome]}
    return End(totals=totals, not_run=discovered - counts.total())


def written(records: Iterable[AnyRecord]) -> Iterator[bytes]:
    """Return the stream's lines; raise `UsageError` for text that is not Unicode, as a folder's name may be."""
    encoder = msgspec.json.Encoder(order="deterministic")
    for record in records:
        try:
            yield one_line(encoder.encode(record))
        except UnicodeEncodeError as error:
            raise UsageError(
                f"a report is UTF-8 text, and {quoted(error.object)} has bytes that are not; rename what it names"
            ) from None


def read(path: Path) -> Run:
    """Read a stream; raise `UsageError` that names the line that is not a record, or is out of place."""
    return parse(read_bytes(path, UsageError), str(path))


def parse(text: bytes, name: str) -> Run:
    """Read the text of a stream, as `read` does; `name` is what the errors call it.

    A last line that is not whole is left out: the run was interrupted while it was written.
    """
    decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)
    lines = text.removesuffix(b"\n").split(b"\n") if text else []
    begin: Begin | None = None
    cases: dict[str, CaseRecord] = {}
    end: End | None = None
    for number, line in enumerate(lines, 1):
        where = f"{name}:{number}"
        try:
            record = decoder.decode(line)
        except UNREADABLE as error:
            if begin is not None and number == len(lines) and not text.endswith(b"\n"):
                break
            raise UsageError(f"{where}: this is not a line of a run's report: {readable(error)}") from None
        if isinstance(record, Begin) != (begin is None):
            raise UsageError(f"{where}: a run's report begins with a line whose record is begin, and has one of them")
        if end is not None:
            raise UsageError(f"{where}: a run's report ends with the line whose record is end; keep each in its file")
        if isinstance(record, Begin):
            if record.format > FORMAT:
                raise UsageError(f"{where}: the report has format {record.format}; this version reads up to {FORMAT}")
            begin = record
        elif isinstance(record, End):
            end = record
            if begin is not None and end != end_of(cases.values(), discovered=begin.discovered):
                raise UsageError(f"{where}: the totals are not those of the cases; lines were added or taken out")
        elif record.case in cases:
            raise UsageError(f"{where}: the case {quoted(record.case)} is in this report twice")
        else:
            cases[record.case] = record
    if begin is None:
        raise UsageError(f"{name}: the file is empty; a run's report begins with a line whose record is begin")
    return Run(begin, tuple(cases.values()), end)
