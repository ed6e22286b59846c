"""`devicemode report`: other forms of the report of a run, or of several runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import click
import msgspec

from simulator.cli import files
from simulator.conformance.reading import read_text
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import Run
from simulator.documentation import resources
from simulator.errors import UsageError, readable

FILE: Final = click.Path(path_type=Path)


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The input of a report."""

    runs: Sequence[Run]
    #: The paths of these streams, as given.
    paths: Sequence[Path]
    #: The folder of features; `None` where they were when they were run.
    features: Path | None


class _Form(msgspec.Struct, frozen=True):
    """A form of the report, which the option of the same name asks for."""

    name: str
    help: str
    of: Callable[[_Asked], str]


def _html(asked: _Asked) -> str:
    from simulator.reports.html import html

    return html(asked.runs, [str(path) for path in asked.paths])


def _junit(asked: _Asked) -> str:
    from simulator.reports.junit import junit

    return junit(asked.runs)


def _markdown(asked: _Asked) -> str:
    from simulator.reports.markdown import markdown

    return markdown(asked.runs)


def _messages(asked: _Asked) -> str:
    from simulator.reports.cucumber import messages

    [run] = asked.runs
    root = _root(run, asked.features)
    texts = {path.relative_to(root).as_posix(): read_text(path, UsageError) for path in _features(root)}
    return messages(run, texts)


def _badge(asked: _Asked) -> str:
    from simulator.reports.badge import badge

    return badge(asked.runs)


_FORMS: Final = (
    _Form("html", "One page, complete in itself, with the runs side by side.", _html),
    _Form("junit", "JUnit XML, for CI systems.", _junit),
    _Form("markdown", "A summary for a CI job's page or a pull request.", _markdown),
    _Form("messages", "Cucumber messages, of one run.", _messages),
    _Form("badge", "A badge, as an SVG image.", _badge),
)

Command = TypeVar("Command", bound=Callable[..., None])


def _forms(command: Command) -> Command:
    """Add an option for each form: a parameter of its name, with the path to write to."""
    for form in reversed(_FORMS):
        command = click.option(f"--{form.name}", type=FILE, metavar="FILE", help=form.help)(command)
    return command


@click.command("report")
@click.argument("paths", metavar="RUN...", type=FILE, nargs=-1, required=True)
@_forms
@click.option(
    "--features",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="For --messages: the features, if they are not where they were when they were run.",
)
@click.option("--all-failures", is_flag=True, help="Print every failure, not one for each cause on a screen.")
def command(paths: Sequence[Path], features: Path | None, all_failures: bool, **wanted: Path | None) -> None:
    """Make reports from RUN, which `devicemode conform --report` wrote, or from several runs.

    A FILE is written whole or not at all; - is standard output. Without any, the report is printed as `devicemode
    conform` prints it.
    """
    if wanted["messages"] and len(paths) > 1:
        raise click.UsageError("Cucumber messages hold one run; make them for each run on its own")
    runs = [records.read(path) for path in paths]
    reads = [*paths, *_features(_root(runs[0], features))] if wanted["messages"] else paths
    files.check_apart({f"--{form.name}": wanted[form.name] for form in _FORMS}, reads=reads)
    asked = _Asked(runs=runs, paths=paths, features=features)
    # All forms are made before the first is written.
    made = [(path, form.of(asked)) for form in _FORMS if (path := wanted[form.name]) is not None]
    for path, text in made:
        files.write(path, text)
    if not made:
        _print(runs, all_failures=all_failures)


def _root(run: Run, features: Path | None) -> Path:
    """Return the folder of a run's features."""
    return features or (Path(run.begin.features) if run.begin.features else resources.features())


def _features(root: Path) -> list[Path]:
    """Return the features below a folder; raise `UsageError` if it can't be one."""
    try:
        return sorted(root.rglob("*.feature"))
    except (OSError, ValueError):
        raise UsageError(f"{readable(root)} is not a folder of features; name it with --features") from None


def _print(runs: Sequence[Run], *, all_failures: bool) -> None:
    from simulator.cli.console import console, screen_height
    from simulator.reports import tally, terminal
    from simulator.reports.text import shown

    out = console()
    for run, label in zip(runs, tally.labels(runs), strict=True):
        if len(runs) > 1:
            out.print(f"\n{shown(label)}", style="bold")
        for one in terminal.report(run, width=out.width, height=None if all_failures else screen_height()):
            out.print(one, crop=False)
