"""The stage: the timeline and the columns below it, or Amplitude's view in their place."""

from __future__ import annotations

from typing import Any

from nicegui import events

from simulator.explorer.page import payload
from simulator.explorer.page.amplitude import Amplitude
from simulator.explorer.page.assets import EventGrid, Timeline
from simulator.explorer.page.view import Panel, Place, View
from simulator.explorer.playing import Play


class Stage:
    """The grid with the timeline above it."""

    def __init__(self, view: View, *, arrivals: bool = False) -> None:
        self._view = view
        self._arrivals = arrivals
        self._patches = payload.GridPatches()
        self._drawn: object = None
        self._looks: dict[str, object] = {}
        self.grid = EventGrid()
        with self.grid:
            self._timeline = Timeline()
            self._timeline.on("select", self._mark)
            self._timeline.on("folded", self._fold)
        self._amplitude = Amplitude(view, self.grid)
        self.grid.on("select", self._select)
        self.grid.on("step", self._step)
        self.grid.on("client", lambda event: view.open(Panel(kind="client", client=_argument(event))))
        self.grid.on("text", self._text)

    def update(self) -> None:
        """Draw the changes."""
        view = self._view
        looks: dict[str, object] = {"view": "amplitude" if view.amplitude else "events", "textual": view.textual}
        if looks != self._looks:
            self._looks = looks
            self.grid.props.update(looks)
        drawn = (view.table, view.axis, view.now)
        if view.table is not None and view.play is not None and drawn != self._drawn:
            self._drawn = drawn
            self.grid.run_method(
                "patch",
                self._patches.patch(
                    view.table, view.play, now=view.now, foot=self._foot(view.play), arrivals=self._arrivals
                ).decode(),
            )
            self._timeline.visible = bool(view.play.steps) or not self._arrivals
            if view.axis is not None:
                playhead = view.step is not None or view.place is not None
                axis = payload.axis(view.axis, view.play, folded=view.folded, playhead=playhead)
                self._timeline.run_method("set", axis.decode())
        self._amplitude.update()
        self._show_selected()

    def _show_selected(self) -> None:
        view = self._view
        place = view.place
        self.grid.run_method("select", None if place is None else {"row": place.row, "client": place.client})
        found = view.cell(place) if place else None
        event = None
        if found is not None and place is not None and found[1].kind == "event":
            event = {"client": place.client, "event": found[1].event}
        self._timeline.run_method("select", event)

    def _select(self, event: events.GenericEventArguments) -> None:
        self._view.select(Place(event.args["row"], event.args["client"]))

    def _mark(self, event: events.GenericEventArguments) -> None:
        self._view.select(self._view.place_of(event.args["client"], event.args["event"]))

    async def _step(self, event: events.GenericEventArguments) -> None:
        step = _argument(event)
        if self._view.foreign:
            return
        self._view.panel = Panel(kind="step", step=step)
        self._view.place = None
        await self._view.go_to(step)

    def _text(self) -> None:
        self._view.textual = True
        self._view.show()

    async def _fold(self, event: events.GenericEventArguments) -> None:
        self._view.folded = bool(_argument(event))
        await self._view.refresh()

    def _foot(self, play: Play) -> str:
        if self._arrivals:
            return "" if play.steps else "Each event appears here as it arrives, in the column of the app that sent it."
        return _foot(self._view)


def _argument(event: events.GenericEventArguments) -> Any:
    return event.args[0] if isinstance(event.args, list) else event.args


def _foot(view: View) -> str:
    """Show the line below the last row."""
    play, script = view.play, view.draft.script
    if play is None or script is None or view.foreign:
        return ""
    if not script.steps:
        return "No steps yet. Add one below, or type it."
    mistake = next((one for one in script.steps if one.mistake), None)
    if mistake is None:
        if (
            view.table is not None
            and view.table.rows
            and all(cell.kind != "event" for step in view.table.steps for row in step.rows for cell in row.cells)
        ):
            return "Nothing has been sent so far."
        return ""
    waiting = len(script.steps) - play.steps - 1
    stopped = f"Stopped after line {script.steps[play.steps - 1].last_line}." if play.steps else "Nothing was played."
    if not waiting:
        return f"{stopped} Line {mistake.line} can’t be read."
    lines = "1 more step waits" if waiting == 1 else f"{waiting} more steps wait"
    return f"{stopped} {lines} until line {mistake.line} is repaired."
