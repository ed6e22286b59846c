"""`devicemode fuzz`: make up journeys, play each on two sides, and write what differs as short scenarios."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click
import msgspec
from click.core import ParameterSource

from simulator.cli.conforming.options import Adapter, adapter_options
from simulator.cli.conforming.results import NOT_CONFORM, NOTHING_RAN
from simulator.cli.options import grouped
from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records import known_failures
from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.documentation.rules import rules, wire_rules
from simulator.errors import UsageError
from simulator.model.dialects import DIALECTS

if TYPE_CHECKING:
    from simulator.fuzzing.executors import Workers
    from simulator.fuzzing.run import Budget, Progress, Run
    from simulator.fuzzing.searching import Setup


class _Duration(click.ParamType):  # type: ignore[type-arg]  # it takes a type in later releases only
    """A time: seconds, or a number with s, m or h."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(s|m|h)?", str(value))
        if found is None or not float(found[1]):
            self.fail(f"{value!r} is not a time; one looks like 90, 90s, 10m or 2h", param, ctx)
        return float(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2] or "s"]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The journeys that are played, and for how long."""

    dialect: str
    against: str | None
    platforms: tuple[Platform, ...]
    journeys: int | None
    seconds: float | None
    seed: str


_scope_options: Final = grouped(
    "scope",
    Scope,
    click.option(
        "--dialect",
        type=click.Choice(DIALECTS),
        default="documented",
        show_default=True,
        help="The dialect that a port is held to; with --against, the one that is played in a port's place.",
    ),
    click.option("--against", type=click.Choice(DIALECTS), help="Hold a dialect against this one; no port is needed."),
    click.option(
        "--platform",
        "platforms",
        multiple=True,
        type=click.Choice(PLATFORMS),
        help="Only this platform.",
    ),
    click.option(
        "--journeys", type=click.IntRange(1), metavar="N", help="End after N journeys in all; 1000 if nothing is said."
    ),
    click.option("--for", "seconds", type=_Duration(), metavar="TIME", help="End after a time: 90s, 10m, 2h."),
    click.option("--seed", default="1", show_default=True, help="The same seed makes up the same journeys."),
)


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """The findings that are known, and where new ones are kept."""

    folder: Path | None
    known: Path | None


_keeping_options: Final = grouped(
    "keeping",
    Keeping,
    click.option(
        "--findings",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Write each finding to DIR as a feature; those that are there are not reported again, and a run that was "
        "ended goes on where it stopped.",
    ),
    click.option(
        "--known-failures",
        "known",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The port's list of known failures: what differs in those cases is not reported.",
    ),
)


class Labor(msgspec.Struct, frozen=True, kw_only=True):
    """The processes or the cluster that play."""

    jobs: int
    dask: str | None


_labor_options: Final = grouped(
    "labor",
    Labor,
    click.option(
        "-j",
        "jobs",
        type=click.IntRange(1, 64),
        default=1,
        metavar="N",
        help="Play in N processes.",
    ),
    click.option("--dask", metavar="ADDRESS", help="Play on the Dask cluster whose scheduler is at ADDRESS."),
)


@click.command("fuzz")
@adapter_options
@_scope_options
@_keeping_options
@_labor_options
@click.option(
    "--replay",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FINDING",
    help="Play a finding's journey on both sides and show them side by side.",
)
@click.option(
    "--self",
    "itself",
    is_flag=True,
    help="Check devicemode by itself: play each journey on two ways through it that have to agree, in all dialects.",
)
@click.pass_context
def command(
    context: click.Context,
    adapter: Adapter,
    scope: Scope,
    keeping: Keeping,
    labor: Labor,
    replay: Path | None,
    *,
    itself: bool,
) -> None:
    """Find where a port differs from the reference, beyond what the suite thinks of.

    Journeys are made up of the actions that scenarios have, as far as the port claims to be able to do them, and played
    on the port and on the reference. What differs is shrunk to the shortest journey that shows it, and written as a
    feature that the reference passes and the port fails.

    Exits with 0 if nothing new was found, 1 if something was, 2 for wrong options or adapters, 4 if nothing was played,
    130 if it is interrupted by Ctrl-C; what was found by then is kept.
    """
    if itself:
        sys.exit(_check_itself(context, scope, labor))
    if adapter.url is not None and (labor.jobs > 1 or labor.dask):
        raise click.UsageError(
            "an adapter that is an HTTP server takes one scenario at a time; leave out -j and --dask"
        )
    with _players():
        setup = _setup(adapter, scope)
        if replay is not None:
            _replay(setup, replay)
            return
        code = _run(setup, scope, keeping, labor)
    sys.exit(code)


@contextmanager
def _players() -> Iterator[None]:
    """Close the players when the context ends."""
    _check_extra()
    from simulator.fuzzing.searching import close_players

    try:
        yield
    finally:
        close_players()


def _check_itself(context: click.Context, scope: Scope, labor: Labor) -> int:
    """Check the project by itself; raises `click.UsageError` for options without a meaning here."""
    from simulator.cli import self_check

    given = (name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE)
    if strange := [name for name in given if name not in _OF_SELF_CHECKS]:
        options = {name: one.opts[0] for one in context.command.params for name in [one.name]}
        raise click.UsageError(f"--self plays no port, and takes no {options[strange[0]]}; leave it out")
    _check_extra()
    return self_check.run(_budget(scope), seed=scope.seed, platforms=scope.platforms, workers=_workers(labor))


_OF_SELF_CHECKS: Final = ("itself", "platforms", "journeys", "seconds", "seed", "jobs", "dask")


def _check_extra() -> None:
    """Raise `UsageError` if the fuzzer's extra is not installed."""
    if find_spec("hypothesis") is None:
        raise UsageError("the fuzzer needs the extra fuzz: pip install 'devicemode[fuzz]'")


def _setup(adapter: Adapter, scope: Scope) -> Setup:
    """Return the two sides; raises `click.UsageError` unless both are given."""
    from simulator.fuzzing.searching import Setup, player_of
    from simulator.fuzzing.subjects import DialectSubject, PortSubject

    if adapter.named == (scope.against is not None):
        raise click.UsageError(
            "say what to play: a port, with --adapter or --adapter-url; or a dialect, with --against"
        )
    subject = (
        DialectSubject(scope.dialect)
        if scope.against is not None
        else PortSubject(command=adapter.command, url=adapter.url, timeout=adapter.timeout)
    )
    claimed = player_of(subject).sight.platforms
    platforms = tuple(one for one in scope.platforms or PLATFORMS if one in claimed)
    if not platforms:
        raise UsageError(f"the port claims none of these platforms; it claims {', '.join(claimed) or 'none'}")
    return Setup(subject=subject, dialect=scope.against or scope.dialect, platforms=platforms, seed=scope.seed)


def _run(setup: Setup, scope: Scope, keeping: Keeping, labor: Labor) -> int:
    from simulator.fuzzing.run import Run

    run = Run(setup, workers=_workers(labor), folder=keeping.folder, known=_known(keeping))
    told = _Told(run)
    try:
        progress = run.go(_budget(scope), told.show)
    except KeyboardInterrupt:
        told.end(run.progress)
        raise
    told.end(progress)
    if not progress.counts.journeys:
        return NOTHING_RAN
    return NOT_CONFORM if progress.findings else 0


_JOURNEYS: Final = 1000


def _budget(scope: Scope) -> Budget:
    from simulator.fuzzing.run import Budget

    unsaid = scope.journeys is None and scope.seconds is None
    return Budget(journeys=_JOURNEYS if unsaid else scope.journeys, seconds=scope.seconds)


def _workers(labor: Labor) -> Workers:
    from simulator.fuzzing.executors import cluster, here, processes

    if labor.dask and labor.jobs > 1:
        raise click.UsageError("a Dask cluster has its own workers; leave -j out")
    return cluster(labor.dask) if labor.dask else processes(labor.jobs) if labor.jobs > 1 else here


def _known(keeping: Keeping) -> list[Case]:
    """Return the cases that a list of known failures names."""
    if keeping.known is None:
        return []
    listed = known_failures.read(keeping.known)
    return [case for case in suite.load() if case.id in listed]


class _Told:
    """Prints a run's progress."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._findings: set[str] = set()
        self._line_at = 0.0
        self._wanted = sum(map(len, wanted(run.platforms).values()))

    def show(self, progress: Progress) -> None:
        """Print new findings, and from time to time the progress."""
        for one in progress.findings:
            if one.name not in self._findings:
                self._findings.add(one.name)
                click.echo(f"found  {one.name}")
                click.echo(_wrapped(f"       {one.find.says}", " " * 7))
                steps = f"{len(one.find.actions)} step{'' if len(one.find.actions) == 1 else 's'}"
                why = ", ".join(one.find.divergences or one.find.rules)
                click.echo(_wrapped(f"       {steps}; {why or 'no rule is suspected'}", " " * 7))
        if progress.seconds - self._line_at >= _EVERY:
            self._line_at = progress.seconds
            click.echo(self._line(progress))

    def end(self, progress: Progress) -> None:
        """Print the outcome."""
        click.echo(self._line(progress))
        total = progress.agreed + progress.differed
        if not total:
            click.echo("nothing was played")
            return
        skipped = f", {progress.skipped:,} skipped by the port" if progress.skipped else ""
        click.echo(f"{progress.agreed:,} of {total:,} journeys agree, {progress.agreed / total:.2%}{skipped}")
        for name, times in sorted(progress.shown.items(), key=lambda one: -one[1]):
            click.echo(f"{times:8,}  {name}")
        for platform, names in self._unreached().items():
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            click.echo(_wrapped(f"not reached on {TITLES[platform]}: {', '.join(names[:_MOST_NAMED])}{more}"))
        if progress.findings:
            number = len(progress.findings)
            click.echo(f"{number} new finding{'' if number == 1 else 's'}")

    def _line(self, progress: Progress) -> str:
        counts = progress.counts
        speed = progress.played / progress.seconds if progress.seconds else 0
        return (
            f"{counts.journeys:,} journeys, {speed:,.0f}/s, rules {self._reached()}/{self._wanted}, "
            f"pairs {counts.pairs:,}, found {len(progress.findings)} new, {len(progress.shown)} seen"
        )

    def _reached(self) -> int:
        return self._wanted - sum(1 for _ in self._run.unreached(wanted(self._run.platforms)))

    def _unreached(self) -> dict[Platform, list[str]]:
        by_platform: dict[Platform, list[str]] = {}
        for platform, rule in self._run.unreached(wanted(self._run.platforms)):
            by_platform.setdefault(platform, []).append(rule)
        return by_platform


_EVERY: Final = 5.0
"""Seconds between two lines of progress."""
_WIDTH: Final = 79
_MOST_NAMED: Final = 10
"""The most rules that are named, of those not reached on a platform."""


def _wrapped(text: str, indent: str = "    ") -> str:
    """Return a text in lines, of which all but the first are indented; at most six."""
    return fill(text, _WIDTH, subsequent_indent=indent, max_lines=6, placeholder=" …", break_on_hyphens=False)


def wanted(platforms: Iterable[Platform]) -> Mapping[Platform, tuple[str, ...]]:
    """Return the rules of each platform, of the documentation and of uploads."""
    return {
        platform: (
            *(one.id for one in rules().values() if platform in one.platforms),
            *(one.id for one in wire_rules().values() if platform in one.platforms),
        )
        for platform in platforms
    }


def _replay(setup: Setup, path: Path) -> None:
    """Play a finding on both sides, and show them."""
    from simulator.cli.console import console
    from simulator.conformance.language.cases import compile_file
    from simulator.conformance.running.comparison import Comparison, pairs, render
    from simulator.fuzzing import findings
    from simulator.fuzzing.playing import ReferencePlayer
    from simulator.fuzzing.searching import player_of, reading_of

    subject = player_of(setup.subject)
    reference = ReferencePlayer(reading_of(setup), subject.sight)
    for case in compile_file(path):
        journey = findings.journey_in(case)
        played = subject.play(journey) if journey else None
        if journey is None or played is None:
            raise UsageError(f"{path}: the port can't play this scenario")
        console().print(
            render(
                Comparison(
                    case=case.id,
                    scenario=case.scenario,
                    left=f"the reference, {setup.dialect}",
                    right=setup.subject.title,
                    pairs=tuple(pairs(reference.play(journey).entries, played.entries)),
                    divergences=(),
                )
            )
        )
