"""The inspector beside the grid; on a phone a sheet from below, with a line that opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from nicegui import background_tasks

from simulator.explorer.page import (
    client_panel,
    differences_panel,
    event_panel,
    parts,
    rule_panel,
    step_panel,
)
from simulator.explorer.page.expect_panel import ExpectPanel
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Panel, View


class Side:
    """The inspector, and its peek on a phone."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._expect = ExpectPanel(view)
        self._drawn: object = None
        self._sheet = False
        self._turn = 0
        self.root = Tag("aside", "side", hidden="hidden", aria_label="Inspector")

    def peek(self) -> None:
        """Add the line that opens the sheet on a phone."""
        self._peek = Tag("button", "peek", type="button", hidden="hidden")
        self._peek.on("click", self._raise)

    def update(self) -> None:
        """Draw the panel that is open, if it has changed."""
        view = self._view
        drawn = (view.panel, view.place, view.table, view.draft) if view.panel else None
        expecting = view.panel is not None and view.panel.kind == "expect"
        if drawn == self._drawn and not expecting:
            return
        self._drawn = drawn
        if view.panel is None:
            self.root.clear()
            self._peek.clear()
            self.root.props["hidden"] = "hidden"
            self._peek.props["hidden"] = "hidden"
            self.root.classes(remove="open")
            return
        self._turn += 1
        background_tasks.create(self._draw(self._turn, view.panel), name="inspector")

    async def _draw(self, turn: int, panel: Panel) -> None:
        """Draw the panel once its content is known; the previous one stays until then."""
        view = self._view
        draw = await asyncio.to_thread(_prepared, view, panel, self._expect)
        if turn != self._turn or view.panel is None:
            return
        self.root.clear()
        self._peek.clear()
        self.root.props.pop("hidden", None)
        self._peek.props.pop("hidden", None)
        # On a phone, a panel that was not asked for is only a line.
        if panel.kind not in ("cell", "own") or self._sheet:
            self.root.classes("open")
        with self.root:
            draw()
        with self._peek:
            parts.icon("up")
            title, says = _peeked(view)
            Tag("b", "cut", title)
            Tag("small", "cut", says)

    def _raise(self) -> None:
        self._sheet = True
        self.root.classes("open")


def _prepared(view: View, panel: Panel, expect: ExpectPanel) -> Callable[[], None]:
    """Return a function that draws a panel, after all slow look-ups."""
    match panel.kind:
        case "cell":
            return event_panel.prepared(view)
        case "client":
            return partial(client_panel.show, view, panel.client)
        case "expect":
            return expect.prepared()
        case "step":
            return partial(step_panel.show, view, panel.step)
        case "differences":
            return differences_panel.prepared(view, panel.other, panel.client)
        case "rule":
            return partial(rule_panel.show, view, panel.other)
        case "own":
            return view.own_panel or _nothing


def _nothing() -> None:
    """Draw nothing: the page no longer has a panel of its own."""


def _peeked(view: View) -> tuple[str, str]:
    """Return the subject and the contents in the line that opens the sheet."""
    if view.panel is not None and view.panel.kind == "own":
        return view.own_title
    found = view.cell(view.place) if view.place else None
    if found is None:
        return "Inspector", "Open it"
    row, cell = found
    title = view.title(cell.client)
    match cell.kind:
        case "event":
            return f"{row.name} · {title}", "Why, its ids and its JSON"
        case "nothing" | "waiting":
            return f"No {row.name or 'event'} · {title}", "Why there is none"
        case "fails":
            return f"Does not hold · {title}", "What was expected, and what came"
        case _:
            return f"{_OUTCOMES.get(cell.kind, row.name)} · {title}", "More"


_OUTCOMES: Final = {"refused": "Refused", "crashed": "The app crashes", "holds": "Holds"}
