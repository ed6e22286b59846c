"""The inspector: whatever is looked at, beside the grid; on a phone a sheet from below, with a line that opens it."""

from __future__ import annotations

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
        self.root = Tag("aside", "side", hidden="hidden", aria_label="Inspector")

    def peek(self) -> None:
        """Make the line that opens the sheet on a phone."""
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
        self.root.clear()
        self._peek.clear()
        if view.panel is None:
            self.root.props["hidden"] = "hidden"
            self._peek.props["hidden"] = "hidden"
            self.root.classes(remove="open")
            return
        self.root.props.pop("hidden", None)
        self._peek.props.pop("hidden", None)
        if view.panel.kind != "cell" or self._sheet:
            self.root.classes("open")
        with self.root:
            _show(view, view.panel, self._expect)
        with self._peek:
            parts.icon("up")
            Tag("b", "cut", _title(view))
            Tag("small", "cut", "Why, its ids and its JSON" if view.panel.kind == "cell" else "Open it")

    def _raise(self) -> None:
        self._sheet = True
        self.root.classes("open")


def _show(view: View, panel: Panel, expect: ExpectPanel) -> None:
    match panel.kind:
        case "cell":
            event_panel.show(view)
        case "client":
            client_panel.show(view, panel.client)
        case "expect":
            expect.show()
        case "step":
            step_panel.show(view, panel.step)
        case "differences":
            differences_panel.show(view, panel.other, panel.client)
        case "rule":
            rule_panel.show(view, panel.other)
        case "own" if view.own_panel is not None:
            view.own_panel()


def _title(view: View) -> str:
    found = view.cell(view.place) if view.place else None
    if found is None:
        return "Inspector"
    row, cell = found
    name = row.name or cell.kind
    return f"{name if cell.kind != 'nothing' else f'No {name}'} · {view.title(cell.client)}"
