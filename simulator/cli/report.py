"""`devicemode report`: other forms of the report of a run, or of several runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from simulator.cli import files
from simulator.conformance.reading import read_text
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import Run
from simulator.documentation import resources
from simulator.errors import UsageError, readable

FILE = click.Path(path_type=Path)


@click.command("report")
@click.argument("paths", metavar="RUN...", type=FILE, nargs=-1, required=True)
@click.option("--html", type=FILE, metavar="FILE", help="One page, complete in itself, with the runs side by side.")
@click.option("--junit", type=FILE, metavar="FILE", help="JUnit XML, for CI systems.")
@click.option("--markdown", type=FILE, metavar="FILE", help="A summary for a CI job's page or a pull request.")
@click.option("--messages", type=FILE, metavar="FILE", help="Cucumber messages, of one run.")
@click.option("--badge", type=FILE, metavar="FILE", help="A badge, as an SVG image.")
@click.option(
    "--features",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="For --messages: the features, if they are not where they were when they were run.",
)
def command(
    paths: Sequence[Path],
    html: Path | None,
    junit: Path | None,
    markdown: Path | None,
    messages: Path | None,
    badge: Path | None,
    features: Path | None,
) -> None:
    """Make reports from RUN, what `devicemode conform --report` wrote, or from several of them.

    A FILE is written whole or not at all; - is standard output. Without any, the report is printed as `devicemode
    conform` prints it.
    """
    if messages and len(paths) > 1:
        raise click.UsageError("Cucumber messages hold one run; make them for each run on its own")
    wanted = {"html": html, "junit": junit, "markdown": markdown, "messages": messages, "badge": badge}
    runs = [records.read(path) for path in paths]
    reads = [*paths, *_features(_root(runs[0], features))] if messages else paths
    files.check_apart({f"--{form}": path for form, path in wanted.items()}, reads=reads)
    # All are made before the first is written.
    made = [(path, _FORMS[form](runs, features)) for form, path in wanted.items() if path is not None]
    for path, text in made:
        files.write(path, text)
    if not made:
        _print(runs)


def _html(runs: Sequence[Run], features: Path | None) -> str:
    from simulator.reports.html import html

    del features
    return html(runs)


def _junit(runs: Sequence[Run], features: Path | None) -> str:
    from simulator.reports.junit import junit

    del features
    return junit(runs)


def _markdown(runs: Sequence[Run], features: Path | None) -> str:
    from simulator.reports.markdown import markdown

    del features
    return markdown(runs)


def _messages(runs: Sequence[Run], features: Path | None) -> str:
    from simulator.reports.messages import messages

    [run] = runs
    root = _root(run, features)
    texts = {path.relative_to(root).as_posix(): read_text(path, UsageError) for path in _features(root)}
    return messages(run, texts)


def _root(run: Run, features: Path | None) -> Path:
    """Return the folder of a run's features."""
    return features or (Path(run.begin.features) if run.begin.features else resources.features())


def _features(root: Path) -> list[Path]:
    """Return the features below a folder; raise `UsageError` if it can't be one."""
    try:
        return sorted(root.rglob("*.feature"))
    except (OSError, ValueError):
        raise UsageError(f"{readable(root)} is not a folder of features; name it with --features") from None


def _badge(runs: Sequence[Run], features: Path | None) -> str:
    from simulator.reports.badge import badge

    del features
    return badge(runs)


_FORMS: Mapping[str, Callable[[Sequence[Run], Path | None], str]] = {
    "html": _html,
    "junit": _junit,
    "markdown": _markdown,
    "messages": _messages,
    "badge": _badge,
}


def _print(runs: Sequence[Run]) -> None:
    from simulator.cli.console import console
    from simulator.reports import tally, terminal
    from simulator.reports.text import shown

    out = console()
    for run, label in zip(runs, tally.labels(runs), strict=True):
        if len(runs) > 1:
            out.print(f"\n{shown(label)}", style="bold")
        for one in terminal.report(run):
            out.print(one, crop=False)
