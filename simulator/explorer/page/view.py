"""One tab's state: the place in the play, what is selected, and which panel is open; and the actions on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

import msgspec

from simulator.errors import DevicemodeError
from simulator.explorer import editing
from simulator.explorer.columns import Cell, Row, StepRow, Table, table
from simulator.explorer.drafts import Draft
from simulator.explorer.opening import EMPTY
from simulator.explorer.page.open_pages import OpenPage
from simulator.explorer.page.parts import complain
from simulator.explorer.playing import Play
from simulator.explorer.timeline import Timeline, timeline


class Place(msgspec.Struct, frozen=True):
    """A cell of the grid."""

    row: str
    client: str


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """The panel beside the grid."""

    kind: Literal["cell", "client", "expect", "step", "differences", "rule", "own"]
    #: Of a client's panel, and of the differences: the second client.
    client: str = ""
    #: Of the differences: the first client. Of a rule: its id.
    other: str = ""
    step: int = 0


class Region(Protocol):
    """A part of the page that shows a part of the view."""

    def update(self) -> None:
        """Show the current view."""


class View:
    """One tab's view of a page. Regions show it and act on it; they don't know one another."""

    def __init__(self, page: OpenPage) -> None:
        self.page = page
        #: The step after which the play is shown; `None` for its end, wherever that is.
        self.step: int | None = None
        self.place: Place | None = None
        self.panel: Panel | None = None
        self.textual = False
        self.amplitude = False
        self.folded = True
        self.numbering = False
        #: Shows the own panel of a page about a port's failure or about arrivals; `None` elsewhere.
        self.own_panel: Callable[[], None] | None = None
        #: The subject of that panel and its contents, as in the line that opens it on a phone.
        self.own_title = ("", "")
        #: Whether the play is of a real SDK or of a port, so that no step can be added.
        self.foreign = False
        self.table: Table | None = None
        self.axis: Timeline | None = None
        self.regions: list[Region] = []
        self._turn = asyncio.Lock()

    @property
    def draft(self) -> Draft:
        """The scenario."""
        return self.page.draft

    @property
    def begun(self) -> bool:
        """Whether the scenario has begun; until then the start page is shown."""
        return self.textual or self.draft.text != EMPTY

    @property
    def play(self) -> Play | None:
        """The latest play of it."""
        return self.page.play

    @property
    def last(self) -> int:
        """The number of steps to step through."""
        return self.play.steps if self.play else 0

    @property
    def now(self) -> int:
        """The step after which the play is shown, 0 for the start."""
        return self.last if self.step is None else min(self.step, self.last)

    # The view

    async def refresh(self) -> None:
        """Read the play again, up to the current step, and show it everywhere."""
        async with self._turn:
            self.table, self.axis = await asyncio.to_thread(self._looked_at)
        if self.place is not None and self.row(self.place.row) is None:
            self.place = None
            if self.panel is not None and self.panel.kind == "cell":
                self.panel = None
        self.show()

    def show(self) -> None:
        """Show the view in all regions, without reading the play again."""
        for region in self.regions:
            region.update()

    def _looked_at(self) -> tuple[Table | None, Timeline | None]:
        play = self.play
        if play is None:
            return None, None
        step = None if self.step is None or self.step >= play.steps else self.step
        grid = table(self.page.player, play, step=step, numbering=self.numbering)
        return grid, timeline(play, grid, step=step, folded=self.folded)

    # Look-ups

    def steps(self) -> tuple[StepRow, ...]:
        """Return the lines of the scenario with their rows."""
        return self.table.steps if self.table else ()

    def row(self, key: str) -> Row | None:
        """Return a row by its key."""
        return next((row for step in self.steps() for row in step.rows if row.key == key), None)

    def cell(self, place: Place) -> tuple[Row, Cell] | None:
        """Return the row and the cell at a place."""
        row = self.row(place.row)
        cell = next((one for one in row.cells if one.client == place.client), None) if row else None
        return (row, cell) if row and cell else None

    def step_row(self, step: int) -> StepRow | None:
        """Return a step with its rows."""
        return next((one for one in self.steps() if one.step == step), None)

    def place_of(self, client: str, event: int) -> Place | None:
        """Return the place of a client's event."""
        for step in self.steps():
            for row in step.rows:
                if any(cell.client == client and cell.kind == "event" and cell.event == event for cell in row.cells):
                    return Place(row.key, client)
        return None

    def title(self, client: str) -> str:
        """Return the heading of a client's column."""
        return (
            next((head.title for head in self.table.heads if head.client == client), client) if self.table else client
        )

    # Actions

    def select(self, place: Place | None) -> None:
        """Select a cell."""
        self.place = place
        self.panel = None if place is None else Panel(kind="cell")
        self.show()

    def open(self, panel: Panel | None) -> None:
        """Open a panel, or close the one that is open."""
        self.panel = panel
        if panel is None or panel.kind != "cell":
            self.place = None
        self.show()

    async def go_to(self, step: int) -> None:
        """Show the play after a step."""
        self.step = None if step >= self.last else max(0, step)
        await self.refresh()

    async def act(self, change: Callable[[Draft], Draft], says: str) -> bool:
        """Change the scenario; `says` goes on after “Undo:”. Tell whether it was changed; if not, the page says why."""
        try:
            draft = change(self.draft)
        except DevicemodeError as error:
            complain(error)
            return False
        self.foreign = False
        await self.page.go(self.page.history.do(draft, says))
        return True

    async def add(self, lines: tuple[str, ...], says: str) -> None:
        """Add steps after the current one, and show the play after them."""
        before = len(self.draft.script.steps) if self.draft.script else 0
        after = None if self.step is None else self.now
        if self.step is not None:
            steps_more = _steps_in(lines)
            self.step = self.now + steps_more
        if not await self.act(lambda draft: editing.add_lines(draft, lines, after=after), f"remove “{says}”"):
            return
        script = self.draft.script
        if script is not None and self.step is not None and self.step >= len(script.steps) >= before:
            self.step = None
            await self.refresh()

    async def keep(self) -> None:
        """Make an own copy of the scenario."""
        self.own_panel = None
        self.panel = None
        self.foreign = False
        self.step = None
        self.page.play = None
        await self.page.go(msgspec.structs.replace(self.page.history))

    async def undo(self) -> None:
        """Undo the latest change."""
        await self.page.go(self.page.history.undo())

    async def redo(self) -> None:
        """Redo the change that was undone last."""
        await self.page.go(self.page.history.redo())


def _steps_in(lines: tuple[str, ...]) -> int:
    """Return the number of steps in lines: those that are neither a row of a table nor in a doc string."""
    count, within = 0, False
    for line in lines:
        text = line.strip()
        if text.startswith('"""'):
            within = not within
        elif not within and text and not text.startswith("|"):
            count += 1
    return count


Handler = Callable[[], Awaitable[None]]
