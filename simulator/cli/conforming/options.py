"""The options of `devicemode conform`, in groups of one subject."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import msgspec

from simulator.cli.options import grouped
from simulator.cli.seconds import SECONDS
from simulator.conformance.suite import Selection
from simulator.documentation.platforms import PLATFORMS
from simulator.model.dialects import DIALECTS

selection_options: Final = grouped(
    "selection",
    Selection,
    click.option("-k", "keywords", multiple=True, metavar="TEXT", help="Only cases with this in their id or name."),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only cases with this tag, e.g. rule:page.named."),
    click.option("--case", "ids", multiple=True, metavar="ID", help="Only the case with this id."),
    click.option("--platform", "platforms", multiple=True, type=click.Choice(PLATFORMS), help="Only this platform."),
)
"""Options that choose the cases to run, as `selection`."""


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Options of a run, whoever performs the cases."""

    #: A dialect, `all`, `auto`, or none.
    dialect: str | None
    #: Stop at the first failure.
    stop: bool
    #: Processes, or adapters.
    jobs: int
    #: The seed of another order.
    shuffle: str | None
    #: List the cases in place of running them.
    only_list: bool
    #: The folder of the features, if they are not the packaged ones.
    features: Path | None
    #: The path to write the run to, as JSON lines.
    report: Path | None
    #: The reference sends its uploads over a socket.
    through_backend: bool
    #: Show every failure in place of one for each cause.
    all_failures: bool
    #: Only the cases that failed when this was run last from here.
    last_failed: bool
    #: The folder to wait for a change in, before everything is run again.
    watched: Path | None


course_options: Final = grouped(
    "course",
    Course,
    click.option(
        "--dialect",
        type=click.Choice((*DIALECTS, "all", "auto")),
        help="Judge by one dialect; by all of them, one after the other; or, for a port, find out which it follows "
        "(auto). By default the reference is judged by each case's own, a port by documented.",
    ),
    click.option("-x", "stop", is_flag=True, help="Stop at the first failure."),
    click.option(
        "-j", "jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Run in N processes, or with N adapters."
    ),
    click.option("--shuffle", metavar="SEED", help="Shuffle the cases; the same SEED gives the same order."),
    click.option("--list", "only_list", is_flag=True, help="List the cases without running them."),
    click.option(
        "--features",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Features to run in place of the packaged suite.",
    ),
    click.option(
        "--report",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write the run as JSON lines, from which `devicemode report` makes all other forms.",
    ),
    click.option(
        "--through-backend", is_flag=True, help="Send the reference's uploads over a socket to a backend with a store."
    ),
    click.option("--last-failed", is_flag=True, help="Only the cases that failed when this was run last from here."),
    click.option(
        "--watch",
        "watched",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Run again whenever a file below DIR, your port's code, changes; until Ctrl-C.",
    ),
    click.option("--all-failures", is_flag=True, help="Show every failure, not one for each cause on a screen."),
)
"""Options of a run, as `course`."""


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """The way to a port's adapter: its command or its address."""

    command: str | None
    url: str | None
    #: Seconds for each reply.
    timeout: float

    @property
    def named(self) -> bool:
        """Whether there is a port to run at all."""
        return self.command is not None or self.url is not None

    def options(self) -> list[str]:
        """Return the options that name the adapter, for whoever runs this again."""
        return ["--adapter", self.command] if self.command is not None else ["--adapter-url", str(self.url)]


adapter_options: Final = grouped(
    "adapter",
    Adapter,
    click.option("--adapter", "command", metavar="COMMAND", help="Run a port: the command that starts its adapter."),
    click.option("--adapter-url", "url", metavar="URL", help="Run a port whose adapter is an HTTP server."),
    click.option(
        "--timeout",
        type=SECONDS,
        default=5.0,
        show_default=True,
        metavar="SECONDS",
        help="How long an adapter may take for each reply.",
    ),
)
"""The port, as `adapter`."""


class KnownFailures(msgspec.Struct, frozen=True, kw_only=True):
    """A port's lists of known failures, the one that is read and the one that is written, and its deviations."""

    known: Path | None
    #: The file in which the port declares where it differs on purpose.
    deviations: Path | None
    record: Path | None
    #: Whether cases that errored go into the list, too.
    errors: bool


known_failures_options: Final = grouped(
    "failures",
    KnownFailures,
    click.option(
        "--known-failures",
        "known",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The port's list of known failures.",
    ),
    click.option(
        "--deviations",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The port's declared deviations: ids of another form, its name for a brand, another order of form fields.",
    ),
    click.option(
        "--record-failures",
        "record",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write the failures as a list of known failures; reasons already in the file are kept.",
    ),
    click.option(
        "--record-errors",
        "errors",
        is_flag=True,
        help="With --record-failures: list also cases without a verdict, because of a time-out or a broken adapter.",
    ),
)
"""The port's known failures, as `failures`."""
