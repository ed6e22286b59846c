"""`devicemode fuzz --self`: its progress, its flaws, and its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.conforming.results import NOT_CONFORM, NOTHING_RAN
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import printable
from simulator.model.dialects import DIALECTS

if TYPE_CHECKING:
    from simulator.fuzzing.executors import Workers
    from simulator.fuzzing.run import Budget
    from simulator.fuzzing.self_check.run import Summary

_EVERY: Final = 5.0
"""Seconds between two lines of progress."""


def run(budget: Budget, *, seed: str, platforms: Sequence[Platform], workers: Workers) -> int:
    """Check this project by itself, print the outcome, and return the exit code."""
    from simulator.fuzzing.self_check.run import run as checked

    told = _Told()
    try:
        summary = checked(budget, seed=seed, platforms=platforms or PLATFORMS, workers=workers, show=told.show)
    except KeyboardInterrupt:
        told.end()
        raise
    told.show(summary)
    told.end()
    if not summary.journeys:
        return NOTHING_RAN
    return NOT_CONFORM if summary.broken else 0


class _Told:
    """Prints a check's progress."""

    def __init__(self) -> None:
        self._summary: Summary | None = None
        self._flaws = 0
        self._line_at = 0.0

    def show(self, summary: Summary) -> None:
        """Print new findings, and from time to time the progress."""
        self._summary = summary
        for flaw in summary.flaws[self._flaws :]:
            click.echo()
            for line in flaw.lines():
                click.echo(printable(line))
        self._flaws = len(summary.flaws)
        if summary.seconds - self._line_at >= _EVERY:
            self._line_at = summary.seconds
            differing = sum(summary.broken.values())
            click.echo(
                f"{summary.journeys:,} journeys, {summary.journeys / summary.seconds:,.0f}/s, "
                f"{f'{differing:,} of them show a flaw' if differing else 'all agree'}"
            )

    def end(self) -> None:
        """Print the outcome."""
        from simulator.fuzzing.self_check.invariants import INVARIANTS

        summary = self._summary
        if summary is None or not summary.journeys:
            click.echo("nothing was played")
            return
        click.echo()
        for name, times in sorted(summary.taken.items(), key=lambda one: -one[1]):
            click.echo(f"{times:9,}  {name}{_broken(summary, name)}")
        for one in INVARIANTS:
            if one.name in summary.broken:
                click.echo(f"{summary.journeys:9,}  {one.says}{_broken(summary, one.name)}")
        differing = sum(summary.broken.values())
        found = f"{differing:,} show a flaw" if differing else "no difference"
        click.echo(f"{summary.journeys:,} journeys in {len(DIALECTS)} dialects on {len(summary.taken)} ways, each held")
        click.echo(f"to the usual one and to {len(INVARIANTS)} invariants: {found}, in {summary.seconds:,.0f} s")


def _broken(summary: Summary, name: str) -> str:
    times = summary.broken.get(name, 0)
    return f": {times:,} differ" if times else ""
