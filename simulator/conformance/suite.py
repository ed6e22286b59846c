"""The suite as a whole: which cases there are, which are chosen, and what they prove."""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec

from simulator.conformance.language.cases import Case, compile_folder
from simulator.conformance.records.recording import Recording
from simulator.conformance.records.stream import CaseRecord, record_of_verdict
from simulator.conformance.running.amplitude import Project
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Verdict, run, unjudged
from simulator.conformance.running.runner import perform as judge
from simulator.documentation import resources
from simulator.documentation import rules as rules_module
from simulator.documentation.platforms import Platform
from simulator.errors import DevicemodeError, UsageError, nearest, printable, quoted


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The choice of cases to run; every part that is given must hold."""

    #: Texts of which one must be in the case's id or name, in any letter case.
    keywords: tuple[str, ...] = ()
    #: Tags, with or without @, of which the case must have one.
    tags: tuple[str, ...] = ()
    #: Exact ids.
    ids: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()


@cache
def load(root: Path | None = None) -> tuple[Case, ...]:
    """Compile the packaged suite, or the features below `root`."""
    folder = root or resources.features()
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder of features")
    return compile_folder(folder)


def files_of(cases: Iterable[Case]) -> tuple[Path, ...]:
    """Return the files that cases were read from."""
    return tuple(map(Path, dict.fromkeys(case.path for case in cases)))


def select(cases: Sequence[Case], selection: Selection) -> tuple[Case, ...]:
    """Return the chosen cases in their order; raise `UsageError` for an id or a tag that no case has."""
    keywords = [keyword.casefold() for keyword in selection.keywords]
    tags = {tag.removeprefix("@") for tag in selection.tags}
    _check_known("id", selection.ids, {case.id for case in cases})
    _check_known("tag", tags, {tag for case in cases for tag in case.tags})
    return tuple(
        case
        for case in cases
        if (not selection.ids or case.id in selection.ids)
        and (not keywords or any(keyword in f"{case.id} {case.scenario}".casefold() for keyword in keywords))
        and (not tags or tags & set(case.tags))
        and (not selection.platforms or set(selection.platforms) & set(case.platforms))
    )


def _check_known(what: str, wanted: Iterable[str], known: Collection[str]) -> None:
    for one in wanted:
        if one not in known:
            raise UsageError(f"no case has the {what} {quoted(one)}.{nearest(one, known)} --list shows the cases")


def shuffled(cases: Sequence[Case], seed: str) -> tuple[Case, ...]:
    """Return the cases in another order; the same seed gives the same one."""
    mixed = list(cases)
    # A seed in other bytes is not Unicode.
    Random(printable(seed)).shuffle(mixed)
    return tuple(mixed)


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """The way in which cases are run on the reference."""

    #: Each case's own dialect unless one is asked for.
    dialect: str | None = None
    #: In how many processes.
    jobs: int = 1
    #: The folder of the features, if they are not the packaged ones.
    root: Path | None = None
    #: All uploads go over a socket to a backend server, and its data is read back.
    through_backend: bool = False


def perform(cases: Sequence[Case], manner: Manner = Manner()) -> Iterator[Verdict]:  # noqa: B008 — it is frozen
    """Run cases and yield their verdicts in order, as they come."""
    yield from _each(_judge, Verdict, cases, manner)


def records_of_reference(
    cases: Sequence[Case],
    manner: Manner = Manner(),  # noqa: B008 — it is frozen
    *,
    observations: bool = False,
) -> Iterator[CaseRecord]:
    """Run cases on the reference and yield their records, as `perform` does.

    With `observations` a record holds all that was observed, so that it can be judged again; that takes 50 % longer.
    """
    if observations:
        yield from _each(_record, CaseRecord, cases, manner)
        return
    by_id = {case.id: case for case in cases}
    for verdict in perform(cases, manner):
        yield record_of_verdict(by_id[verdict.case], verdict)


def _judge(case: Case, dialect: str | None, project: Project | None) -> Verdict:
    try:
        return run(case, dialect=dialect, project=project)
    except DevicemodeError:
        raise
    except Exception as error:  # noqa: BLE001 — a defect costs its case
        return unjudged(case, error, dialect=dialect or case.home_dialect)


def _record(case: Case, dialect: str | None, project: Project | None) -> CaseRecord:
    chosen = dialect or case.home_dialect
    if chosen not in case.dialects:
        return record_of_verdict(case, run(case, dialect=chosen))
    try:
        recording = Recording(Reference(dialect=chosen, seed=case.id, project=project))
        return record_of_verdict(case, judge(case, recording, dialect=chosen), recording.observations)
    except DevicemodeError:
        raise
    except Exception as error:  # noqa: BLE001 — a defect costs its case
        return record_of_verdict(case, unjudged(case, error, dialect=chosen))


Made = TypeVar("Made", Verdict, CaseRecord)
Making = Callable[[Case, str | None, Project | None], Made]


def _each(make: Making[Made], kind: type[Made], cases: Sequence[Case], manner: Manner) -> Iterator[Made]:
    """Yield the result for each case, in order; with `jobs`, from that many processes."""
    jobs = manner.jobs
    if jobs <= 1 or len(cases) < 2:
        with _projects(through_backend=manner.through_backend) as new_project:
            for case in cases:
                yield make(case, manner.dialect, new_project())
        return
    from concurrent.futures import BrokenExecutor

    from simulator.conformance.processes import Processes

    size = max(1, min(32, len(cases) // (jobs * 2)))
    chunks = [tuple(case.id for case in cases[at : at + size]) for at in range(0, len(cases), size)]
    with Processes(jobs, initializer=_leave_interruptions) as pool:
        futures = [pool.submit(_make_chunk, make, chunk, manner) for chunk in chunks]
        try:
            for future in futures:
                yield from msgspec.json.decode(future.result(), type=list[kind])  # type: ignore[valid-type]  # the kind is known at run time
        except BrokenExecutor:
            raise UsageError(
                "one of the processes has been ended from outside, so the run is not whole; run fewer with -j"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _leave_interruptions() -> None:
    """Leave what a terminal sends to all processes, Ctrl-C and its end, to the one that has started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _make_chunk(make: Making[Made], ids: tuple[str, ...], manner: Manner) -> bytes:
    by_id = {case.id: case for case in load(manner.root)}
    with _projects(through_backend=manner.through_backend) as new_project:
        return msgspec.json.encode([make(by_id[one], manner.dialect, new_project()) for one in ids])


@contextmanager
def _projects(*, through_backend: bool) -> Iterator[Callable[[], Project | None]]:
    """Return what makes the project of each case: none, or a run at a server that lasts as long as the context."""
    if not through_backend:
        yield lambda: None
        return
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.keeping.database import Database
    from simulator.backend.server import serving
    from simulator.conformance.running.over_http import Server

    with (
        TemporaryDirectory() as folder,
        Database(Path(folder) / "backend.db") as database,
        serving(Projects(database)) as listening,
        Server(listening.url) as server,
    ):
        yield server.run


Pair = tuple[str, Platform]
"""A rule on one platform that it names."""


class Coverage(msgspec.Struct, frozen=True):
    """The cases that prove each rule on each platform."""

    cases: Mapping[Pair, tuple[Case, ...]]

    def missing(self) -> tuple[Pair, ...]:
        """Return the pairs that no case proves."""
        return tuple(
            (rule.id, platform)
            for rule in rules_module.all_rules()
            for platform in rule.platforms
            if not self.cases.get((rule.id, platform))
        )


def coverage(cases: Iterable[Case]) -> Coverage:
    """Collect what cases prove, by their tags and their sources' platforms.

    The page's readings alone prove a rule of the page; any other holds in every dialect, and any proves it.
    """
    found: dict[Pair, list[Case]] = {}
    for case in cases:
        of_the_page = case.rules if {"documented", "printed"} & set(case.dialects) else ()
        for rule in (*of_the_page, *case.wire_rules, *case.api_rules):
            for platform in case.platforms:
                found.setdefault((rule, platform), []).append(case)
    return Coverage({pair: tuple(proving) for pair, proving in found.items()})
