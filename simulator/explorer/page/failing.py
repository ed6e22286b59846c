"""A case that a port fails: the place, expected and actual, the rule, and how to run it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import quote

import msgspec
from nicegui import ui

from simulator.conformance.records.stream import Run, explanation, read
from simulator.explorer.notes import note
from simulator.explorer.opening import Failure, opened_failure
from simulator.explorer.page import event_panel, explaining, parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Place, View
from simulator.explorer.playing import Play, Player


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """A case that failed in a recorded run, and its neighbours that failed as well."""

    failure: Failure
    #: The command that runs the case again.
    again: str
    #: A sentence that names the dialect that the port follows here; empty if it is not known.
    follows: str
    before: str
    after: str
    #: The number of cases that failed.
    count: int


@cache
def _recorded(record: Path) -> Run:
    return read(record)


def failing_cases(record: Path) -> tuple[str, ...]:
    """Return the ids of the cases that failed in a run; raises `UsageError` if it can't be read."""
    return tuple(one.case for one in _recorded(record).cases if one.failures)


def opened(case_id: str, record: Path, player: Player) -> tuple[Play, Failing]:
    """Open a case where it failed in a recorded run; raises `UsageError` if it did not."""
    play, failure = opened_failure(case_id, record, player)
    run = _recorded(record)
    found = run.by_id()[case_id]
    ids = failing_cases(record)
    at = ids.index(case_id)
    again = f"devicemode conform --case {case_id} --dialect {found.dialect} {run.begin.again}".rstrip()
    failing = Failing(
        failure=failure,
        again=again,
        follows=explanation(run.begin, found),
        before=ids[at - 1],
        after=ids[(at + 1) % len(ids)],
        count=len(ids),
    )
    return play, failing


def place(view: View) -> Place | None:
    """Return the cell in which the step fails."""
    for step in view.steps():
        for row in step.rows:
            for cell in row.cells:
                if cell.kind == "fails":
                    return Place(row.key, cell.client)
    return None


def banner(failing: Failing, explain: Callable[[], None]) -> None:
    """Fill the banner above the grid; `explain` opens the panel that says why."""
    failure = failing.failure
    parts.icon("close")
    Tag("b", "", f"Fails at line {failure.line}")
    Tag("code", "", failure.case)
    Tag("span", "desk", f"by {failure.target}")
    with Tag("span", "right choices"):
        parts.button("Why?", explain)
        if failing.count > 1:
            parts.button("Previous failure", lambda: ui.navigate.to(address(failing.before)))
            parts.button(f"Next of {failing.count}", lambda: ui.navigate.to(address(failing.after)))


def address(case_id: str) -> str:
    """Return the address at which a case is opened."""
    return f"/case/{quote(case_id, safe='/')}"


def show(view: View, failing: Failing) -> None:
    """Fill the inspector."""
    failure, play = failing.failure, view.play
    with Tag("header"):
        with Tag("h2"):
            Tag("span", "", "Why this is expected")
            event_panel.close_button(view)
        Tag("p", "", f"Line {failure.line} · {failure.target}")
    for path, expected, actual in failure.differences[:12]:
        with Tag("section"):
            parts.heading(path)
            with Tag("div", "pairs"):
                Tag("span", "faint", "expected")
                Tag("code", "", expected).style("color: var(--good); overflow-wrap: anywhere")
                Tag("span", "faint", "but was")
                Tag("code", "", actual).style("color: var(--bad); overflow-wrap: anywhere")
    if play is not None and play.tracks:
        rules = [tag.removeprefix("@rule:") for tag in play.script.tags if tag.startswith("@rule:")]
        with Tag("section"):
            parts.heading("The rules that it proves")
            track = play.tracks[0]
            explaining.notes(
                view, track.client.key, tuple(note(rule, play, track, failure.step or 1) for rule in rules)
            )
    with Tag("section"):
        parts.heading("Run it again")
        Tag("div", "command", failing.again)
    if failing.follows:
        with Tag("section"), parts.box("What it follows", "calm"):
            Tag("p", "", failing.follows)
    with Tag("div", "acts"):
        parts.button("Copy the command", lambda: explaining.copy(view, failing.again), classes="primary")
        parts.button("Keep as my scenario", view.keep, says="Play it here and change it; the port's run goes")
