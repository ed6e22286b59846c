"""One tab: the top bar, the body, the dock and the keys, tied to the scenario of a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from nicegui import background_tasks, context, events, ui

from simulator.errors import DevicemodeError
from simulator.explorer import sharing
from simulator.explorer.page import amplitude, client_panel, opening_dialogs, parts
from simulator.explorer.page.assets import Shortcuts
from simulator.explorer.page.dock import Dock
from simulator.explorer.page.editor import Editor
from simulator.explorer.page.open_pages import OpenPage
from simulator.explorer.page.palette import Choice, Palette
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.side import Side
from simulator.explorer.page.stage import Stage
from simulator.explorer.page.start import Offers, Start
from simulator.explorer.page.top_bar import TopBar
from simulator.explorer.page.view import Panel, View

KEYS: Final = {
    ",": "back",
    ".": "forward",
    "Home": "first",
    "End": "last",
    "Escape": "close",
    "n": "next difference",
    "p": "previous difference",
    "d": "differences",
    "u": "unfold",
    "a": "add",
    "e": "expect",
    "w": "why",
    "t": "text",
    "v": "view",
    "g": "fold",
    "Ctrl z": "undo",
    "Ctrl Shift z": "redo",
    "Ctrl y": "redo",
    "Ctrl k": "palette",
    "Ctrl s": "save",
    "?": "keys",
}
"""The action of each key, outside fields and the editor."""

KEY_MAP: Final = (
    ("One step back, on", (",", ".")),
    ("To the start, the end", ("Home", "End")),
    ("Event above, below", ("↑", "↓")),
    ("Same row, other client", ("←", "→")),
    ("Close the inspector", ("Esc",)),
    ("Next, previous difference", ("N", "P")),
    ("Differences only", ("D",)),
    ("Unfold all rows", ("U",)),
    ("Add a step", ("A",)),
    ("Expect this", ("E",)),
    ("Why", ("W",)),
    ("Steps or text", ("T",)),
    ("Events or Amplitude", ("V",)),
    ("Fold idle time", ("G",)),
    ("Undo, redo", ("Ctrl Z", "Ctrl Shift Z")),
    ("Save as a feature", ("Ctrl S",)),
    ("Command palette", ("Ctrl K",)),
    ("All keys", ("?",)),
)
"""The keyboard map, as it is shown and as docs/explorer.md has it."""


class Frame:
    """Builds a tab and keeps it up to date."""

    def __init__(self, page: OpenPage, offers: Offers) -> None:
        self._page = page
        self.view = View(page)
        view = self.view
        self._shortcuts = Shortcuts()
        self._shortcuts.props["keys"] = KEYS
        self._shortcuts.on("pressed", self._pressed)
        self._shortcuts.on("hash", self._open_link)
        self._palette = Palette(view, self._commands)
        with Tag("div", "explorer"):
            top = TopBar(view, self._shortcuts, self._palette.open)
            self.banner = Tag("div", hidden="hidden")
            with Tag("div", "body"):
                start = Start(view, offers)
                editor = Editor(view)
                self._stage = Stage(view)
                side = Side(view)
            with Tag("div", "below"):
                side.peek()
                dock = Dock(view, self._palette.open)
        self._start = start
        self._regions = (start, editor, self._stage, side, top, dock)
        view.regions = [start, editor, self._stage, side, top, dock, self]
        self._watch = self._changed
        page.watchers.append(self._watch)
        context.client.on_delete(lambda: page.watchers.remove(self._watch))
        self._client = context.client
        self._address = ""

    def update(self) -> None:
        """Show the grid once the scenario has begun, and have the browser remember the page's address."""
        self._stage.grid.visible = self.view.begun
        name = self.view.draft.document.name or "New scenario"
        changed = bool(self._page.history.done or self._page.history.undone)
        address = f"/p/{self._page.page} {name}" if changed else ""
        if changed and not self.view.foreign:
            self.banner.props["hidden"] = "hidden"
        if address != self._address:
            self._address = address
            if address:
                self._shortcuts.run_method("address", f"/p/{self._page.page}", f"{name} · devicemode")
                self._shortcuts.run_method("remember", self._page.page, name)

    def _changed(self) -> None:
        async def refresh() -> None:
            with self._client:
                await self.view.refresh()

        background_tasks.create(refresh(), name="refresh")

    async def _open_link(self, event: events.GenericEventArguments) -> None:
        try:
            draft = sharing.unpacked(str(event.args["packed"]))
        except DevicemodeError as error:
            parts.complain(error)
            return
        await self.view.act(lambda _: draft, "go back to before the link")

    # Keys

    async def _pressed(self, event: events.GenericEventArguments) -> None:
        act = self._acts().get(event.args["meant"])
        if act is not None:
            done = act()
            if done is not None:
                await done

    def _acts(self) -> dict[str, Callable[[], Awaitable[Any] | None]]:
        view, grid = self.view, self._stage.grid
        return {
            "back": lambda: view.go_to(view.now - 1),
            "forward": lambda: view.go_to(view.now + 1),
            "first": lambda: view.go_to(0),
            "last": lambda: view.go_to(view.last),
            "close": lambda: view.open(None),
            "next difference": lambda: _sent(grid.run_method("difference", 1)),
            "previous difference": lambda: _sent(grid.run_method("difference", -1)),
            "differences": lambda: _sent(grid.run_method("toggleDifferences")),
            "unfold": lambda: _sent(grid.run_method("toggleFolds")),
            "add": lambda: self._palette.open(""),
            "expect": lambda: view.open(Panel(kind="expect")) if view.last else None,
            "why": lambda: _sent(grid.run_method("move", 0, 0)),
            "text": self._text,
            "view": self._view,
            "fold": self._fold,
            "undo": view.undo,
            "redo": view.redo,
            "palette": lambda: self._palette.open(""),
            "save": lambda: opening_dialogs.save(view),
            "keys": self._show_keys,
        }

    def _text(self) -> None:
        self.view.textual = not self.view.textual
        self.view.show()

    def _view(self) -> None:
        self.view.amplitude = not self.view.amplitude
        self.view.show()

    async def _fold(self) -> None:
        self.view.folded = not self.view.folded
        await self.view.refresh()

    def _show_keys(self) -> None:
        with ui.dialog() as dialog, Tag("div", "dialog"):
            Tag("header", "", "All keys")
            with Tag("div", "within"), Tag("div", "keys"):
                for text, keys in KEY_MAP:
                    with Tag("div"):
                        Tag("span", "", text)
                        with Tag("span"):
                            for key in keys:
                                Tag("kbd", "", key)
            with Tag("footer"):
                parts.button("Close", dialog.close)
        dialog.on("hide", dialog.delete)
        dialog.open()

    # The palette's own commands

    def _commands(self) -> list[Choice]:
        view = self.view
        acts = self._acts()
        named = (
            ("Expect this: turn the observations into Then lines", "E", acts["expect"]),
            ("Save as a feature", "Ctrl S", acts["save"]),
            ("Edit as text", "T", acts["text"]),
            ("What Amplitude shows", "V", acts["view"]),
            ("Put all clients into one Amplitude", "", lambda: amplitude.put_into_one(view)),
            ("Only differences", "D", acts["differences"]),
            ("Fold idle time", "G", acts["fold"]),
            ("Undo", "Ctrl Z", acts["undo"]),
            ("Redo", "Ctrl Shift Z", acts["redo"]),
            ("Copy a link that holds the scenario", "", lambda: opening_dialogs.share(view)),
            ("Open a .feature file", "", lambda: opening_dialogs.upload(view)),
            ("Open a case of the suite", "", lambda: opening_dialogs.case(view)),
            ("Light or dark", "", lambda: _sent(self._shortcuts.run_method("theme"))),
            ("All keys", "?", self._show_keys),
        )
        return [
            *(Choice(group="command", title=title, right=key, act=act) for title, key, act in named),
            *(
                Choice(
                    group="command",
                    title=f"Add a client: {title}",
                    act=partial(client_panel.add_platform, view, name),
                )
                for name, title in (("web", "Web"), ("ios", "iOS"), ("android", "Android"), ("server", "Server"))
            ),
            *(
                Choice(
                    group="command",
                    title=f"Settings and device of {view.title(client.key)}",
                    act=partial(view.open, Panel(kind="client", client=client.key)),
                )
                for client in view.draft.clients
            ),
        ]


def _sent(response: object) -> None:
    """Ignore the response: the method runs in the browser, and need not be waited for."""
    del response
