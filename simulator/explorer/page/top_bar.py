"""The top bar: the scenario's name, stepping and the clock, the view, undo, saving and sharing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from simulator.explorer import editing
from simulator.explorer.facts import day_text
from simulator.explorer.page import opening_dialogs, parts, payload
from simulator.explorer.page.assets import Shortcuts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Panel, View


class TopBar:
    """The bar above everything."""

    def __init__(self, view: View, shortcuts: Shortcuts, open_palette: Callable[[str], None]) -> None:
        self._view = view
        with Tag("header", "top"):
            parts.brand()
            with Tag("span", "name"):
                self._name = Tag("button", "cut", type="button", title="Rename").on("click", self._rename)
                self._kept = Tag("span", "faint cut desk wide")
            with Tag("span", "stepping desk", role="group", aria_label="Step through the scenario") as self._stepping:
                parts.icon_button("first", "Back to the start (Home)", lambda: view.go_to(0))
                self._back = parts.icon_button("back", "One step back (,)", lambda: view.go_to(view.now - 1))
                self._forward = parts.icon_button("forward", "One step on (.)", lambda: view.go_to(view.now + 1))
                parts.icon_button("last", "To the end (End)", lambda: view.go_to(view.last))
                with Tag("span", "clock number", aria_live="polite"):
                    self._at = Tag("span", "faint at roomy")
                    self._clock = Tag("b")
                    self._day = Tag("span", "faint wide")
            self._partings = [Tag("span", "parting desk")]
            self._views = Tag("span", "segments desk", role="group", aria_label="View")
            with self._views:
                self._events = Tag("button", "", "Events", type="button", title="Events by step and client (V)")
                self._events.on("click", lambda: self._look(False))
                self._amplitude = Tag("button", "", type="button", title="Users, properties, sessions, revenue (V)")
                with self._amplitude:
                    Tag("span", "roomy", "What Amplitude shows")
                    Tag("span", "tight", "Amplitude")
                self._amplitude.on("click", lambda: self._look(True))
            self._partings.append(Tag("span", "parting desk"))
            with Tag("span", "tools"):
                self._undo = parts.icon_button("undo", "Undo (Ctrl Z)", view.undo, classes="desk")
                self._redo = parts.icon_button("redo", "Redo (Ctrl Shift Z)", view.redo, classes="desk")
                self._expect = parts.button(
                    "Expect this",
                    lambda: view.open(Panel(kind="expect")),
                    classes="desk",
                    says="Turn the observations into Then lines (E)",
                )
                self._save = parts.icon_button(
                    "save", "Save as a feature (Ctrl S)", lambda: opening_dialogs.save(view), classes="desk"
                )
                self._share = parts.icon_button(
                    "link", "Copy a link that holds the scenario", lambda: opening_dialogs.share(view)
                )
                parts.icon_button("theme", "Light or dark", lambda: shortcuts.run_method("theme"), classes="desk roomy")
                with Tag(
                    "button", "search desk", type="button", title="Find or do anything", aria_label="Command palette"
                ).on("click", lambda: open_palette("")):
                    parts.icon("find")
                    Tag("kbd", "roomy", "Ctrl K")
                with (
                    parts.icon_button("more", "More", lambda: None, classes="phone"),
                    ui.menu().props("auto-close"),
                    Tag("div", "menu"),
                ):
                    for text, act in (
                        ("Events, or what Amplitude shows", lambda: self._look(not view.amplitude)),
                        ("Steps, or text", self._text),
                        ("Expect this", lambda: view.open(Panel(kind="expect"))),
                        ("Undo", view.undo),
                        ("Redo", view.redo),
                        ("Save as a feature", lambda: opening_dialogs.save(view)),
                        ("Find or do anything", lambda: open_palette("")),
                        ("Light or dark", lambda: shortcuts.run_method("theme")),
                    ):
                        Tag("button", "", text, type="button").on("click", act)

    def update(self) -> None:
        """Show the position, and the changes that can be undone."""
        view, play = self._view, self._view.play
        history = view.page.history
        name = view.draft.document.name or "New scenario"
        self._name.text = name
        self._name.props["title"] = f"{name}: rename it"
        saved = Path(view.draft.path).name if view.draft.path else ""
        self._kept.text = f"not kept: {view.page.unkept}" if view.page.unkept else saved
        self._at.text = f"step {view.now} of {view.last}"
        at = play.clock(view.now) if play else 0
        self._clock.text = payload.clock(at) if play else ""
        self._day.text = day_text(at) if play else ""
        for button, enabled in (
            (self._back, view.now > 0),
            (self._forward, view.now < view.last),
            (self._undo, bool(history.done)),
            (self._redo, bool(history.undone)),
            (self._expect, bool(view.last)),
        ):
            button.props.set_optional("disabled", None if enabled else True)
        self._undo.props["title"] = f"Undo: {history.done[-1].says} (Ctrl Z)" if history.done else "Nothing to undo"
        self._redo.props["title"] = (
            f"Redo: {history.undone[-1].says} (Ctrl Shift Z)" if history.undone else "Nothing to redo"
        )
        self._events.props["aria-pressed"] = str(not view.amplitude).lower()
        self._amplitude.props["aria-pressed"] = str(view.amplitude).lower()
        for element in (
            *self._partings,
            self._stepping,
            self._views,
            self._expect,
            self._save,
            self._share,
        ):
            element.visible = view.begun
        for element in (self._undo, self._redo):
            # Also on a page that is empty after an undo.
            element.visible = view.begun or bool(history.done or history.undone)

    def _look(self, amplitude: bool) -> None:
        self._view.amplitude = amplitude
        if amplitude:
            self._view.textual = False
        self._view.show()

    def _text(self) -> None:
        self._view.textual = not self._view.textual
        self._view.show()

    def _rename(self) -> None:
        view = self._view
        parts.ask(
            "Rename the feature",
            "Its name",
            view.draft.document.name,
            lambda name: view.act(lambda draft: editing.rename(draft, name), "take the old name"),
        )
