"""Scenarios by the page they are on: each with its own undo, played when it changes, and kept on disk."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

import msgspec

from simulator.errors import StoreError
from simulator.explorer.columns import detail_of
from simulator.explorer.drafts import Draft, History
from simulator.explorer.keeping import DraftStore
from simulator.explorer.opening import EMPTY, UNNAMED
from simulator.explorer.page.parts import sentence
from simulator.explorer.playing import Play, Player

PAGE: Final = re.compile(r"[A-Za-z0-9_-]{12,40}")
"""The form of a page's id. It can't be guessed: whoever has it may see the scenario."""
MOST_RECENT: Final = 8
"""The most recent scenarios that are offered to go on with."""
MOST_OPEN: Final = 200
"""The most pages that stay in memory while nobody looks at them; what is on disk is read again."""


class OpenPage:
    """A scenario, its undo and redo, and the latest play of it. All tabs of one address share it."""

    def __init__(self, page: str, history: History, player: Player, keep: Callable[[str, History], None]) -> None:
        self.page = page
        self.history = history
        self.player = player
        self.play: Play | None = None
        #: Called when the scenario has changed and has been played.
        self.watchers: list[Callable[[], None]] = []
        #: The reason why it could not be kept; empty as long as it could.
        self.unkept = ""
        self._keep = keep
        self._turn = asyncio.Lock()

    @property
    def draft(self) -> Draft:
        """The scenario as it is now."""
        return self.history.draft

    async def go(self, history: History) -> None:
        """Replace the history: play it, keep it, and notify the watchers."""
        changed = history is not self.history
        self.history = history
        async with self._turn:
            if changed and history is not self.history:
                return  # Something newer has come meanwhile, and is played next.
            self.play = await asyncio.to_thread(self.player.play, history.draft)
            if changed:
                await asyncio.to_thread(self._kept, history)
        for watcher in tuple(self.watchers):
            watcher()

    def _kept(self, history: History) -> None:
        self.unkept = ""
        try:
            self._keep(self.page, history)
        except StoreError as error:
            self.unkept = str(error)


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario that was opened before."""

    page: str
    title: str
    #: `9 steps on 4 clients`
    says: str
    #: The time at which it was last kept, in milliseconds since 1970.
    at: int


class OpenPages:
    """All pages of a server."""

    def __init__(self, folder: Path, player: Player | None = None) -> None:
        """Keep scenarios in a folder; raises `StoreError` if it can't be used."""
        self.player = player or Player()
        self._store = DraftStore(folder)
        self._open: OrderedDict[str, OpenPage] = OrderedDict()

    def new(self, draft: Draft) -> OpenPage:
        """Open a page of its own for a scenario; it is kept after its first change."""
        return self._opened(OpenPage(token_urlsafe(12), History(draft=draft), self.player, self._store.keep))

    def find(self, page: str) -> OpenPage | None:
        """Return a page that is open or was kept; `None` if there is none."""
        if not PAGE.fullmatch(page):
            return None
        if page in self._open:
            self._open.move_to_end(page)
            return self._open[page]
        history = self._store.kept(page)
        return None if history is None else self._opened(OpenPage(page, history, self.player, self._store.keep))

    def recent(self, pages: Sequence[str]) -> tuple[Recent, ...]:
        """Return those of some pages that are kept, in their order; only visitors of a page know its id."""
        found = [(page, self._store.kept(page)) for page in pages[:MOST_RECENT] if PAGE.fullmatch(page)]
        return tuple(
            Recent(page=page, title=_title(kept.draft), says=_size(kept.draft), at=self._store.kept_at(page))
            for page, kept in found
            if kept is not None and kept.draft.text != EMPTY
        )

    def keep(self, page: OpenPage) -> None:
        """Keep a page that has no changes yet; raises `StoreError` if that can't be done."""
        self._store.keep(page.page, page.history)

    def _opened(self, page: OpenPage) -> OpenPage:
        self._open[page.page] = page
        idle = [name for name, one in self._open.items() if not one.watchers and one is not page]
        for name in idle[: max(0, len(self._open) - MOST_OPEN)]:
            del self._open[name]
        return page


def _title(draft: Draft) -> str:
    """Return the title of a scenario: its feature's name or, as long as it has none, its first step."""
    name = draft.document.name
    if name and name != UNNAMED:
        return name
    steps = draft.script.steps if draft.script else ()
    first = next((one for one in steps if one.type != "given"), None)
    return sentence(f"{first.text} {detail_of(first)}".strip()) if first else UNNAMED


def _size(draft: Draft) -> str:
    steps = len(draft.script.steps) if draft.script else 0
    clients = len(draft.clients)
    return f"{'1 step' if steps == 1 else f'{steps} steps'} on {'1 client' if clients == 1 else f'{clients} clients'}"
