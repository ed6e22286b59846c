"""The command palette: steps, events, rules, settings and commands, by a few letters of them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import msgspec
from nicegui import ui

from simulator.explorer.completion import palette
from simulator.explorer.page import parts, payload
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Panel, Place, View

_GROUPS: Final = {
    "command": "Commands",
    "step": "Add a step",
    "event": "Go to an event",
    "rule": "Rules and settings",
    "setting": "Rules and settings",
}
_ICONS: Final = {"command": "bolt", "step": "plus", "event": "track", "rule": "rule", "setting": "settings"}
MOST_EVENTS: Final = 8
_TYPED: Final = "(event) => emit(event.target.value)"
_PRESSED: Final = (
    "(event) => { if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) { event.preventDefault(); "
    "emit(event.key); } }"
)
_FOCUS: Final = (
    "{{ const field = document.getElementById('c{id}'); if (field) {{ field.value ||= {value}; field.focus(); }} }}"
)
"""JavaScript that focuses the field, a new one each time, and keeps what was typed while the dialog opened."""
_PLACES: Final = re.compile(r"\$\{\d+:([^}]*)\}")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the palette."""

    group: str
    title: str
    detail: str = ""
    right: str = ""
    act: Callable[[], Awaitable[None] | None]


class Palette:
    """A dialog; the arrows choose, Enter does it."""

    def __init__(self, view: View, commands: Callable[[], list[Choice]]) -> None:
        self._view = view
        self._commands = commands
        self._choices: list[Choice] = []
        self._at = 0
        self._lines: list[Tag] = []
        with ui.dialog() as self._dialog, Tag("div", "palette"):
            with Tag("div", "query"):
                parts.icon("find")
                self._query = Tag(
                    "input",
                    "",
                    type="text",
                    placeholder="steps, events, rules, settings, commands",
                    aria_label="Find or do anything",
                    role="combobox",
                    aria_expanded="true",
                    aria_controls="palette-found",
                    autocomplete="off",
                    spellcheck="false",
                    autofocus="autofocus",
                )
            self._found = Tag("div", "found", id_="palette-found", role="listbox", aria_label="Found", tabindex="-1")
            with Tag("div", "end"):
                for keys, text in ((("↑", "↓"), "choose"), (("Enter",), "do it"), (("Esc",), "close")):
                    with Tag("span"):
                        for key in keys:
                            Tag("kbd", "", key)
                        Tag("span", "", f" {text}")
                with Tag("span", "right"):
                    Tag("kbd", "", "?")
                    Tag("span", "", " all keys")
        self._query.on("input", lambda event: self._search(str(event.args)), js_handler=_TYPED)
        self._query.on("keydown", self._key, js_handler=_PRESSED)

    def open(self, query: str = "") -> None:
        """Open it, with a text in its field."""
        self._dialog.open()
        self._search(query)
        value = msgspec.json.encode(query).decode()
        ui.run_javascript(f"setTimeout(() => {_FOCUS.format(id=self._query.id, value=value)}, 60)")

    def _search(self, query: str) -> None:
        self._choices = self._matching(query.strip())
        self._at = 0
        self._found.clear()
        self._lines = []
        words = query.split()
        with self._found:
            group = ""
            for index, choice in enumerate(self._choices):
                if _GROUPS[choice.group] != group:
                    group = _GROUPS[choice.group]
                    Tag("h4", "", group, role="presentation")
                self._lines.append(self._line(choice, index, words))
            if not self._choices:
                Tag("p", "faint", "Nothing matches.").style("padding: 12px 16px")
        self._mark()

    def _line(self, choice: Choice, index: int, words: list[str]) -> Tag:
        with Tag("div", "choice", role="option", aria_selected="false") as made:
            parts.icon(_ICONS[choice.group])
            with Tag("div"):
                marked(choice.title, words)
                if choice.detail:
                    Tag(
                        "code" if choice.group in ("step", "rule") else "small",
                        "",
                        f"{'' if choice.group in ('step', 'rule') else ' '}{choice.detail}",
                    )
            if choice.right:
                Tag("small", "", choice.right)
        return made.on("click", lambda: self._do(index))

    def _matching(self, query: str) -> list[Choice]:
        view = self._view
        words = query.lower().split()
        found = [one for one in self._commands() if words and all(word in one.title.lower() for word in words)][:5]
        steps, rest = [], []
        for command in palette(query):
            if command.group == "step":
                lines = tuple(_PLACES.sub(r"\1", line) for line in command.lines)
                steps.append(
                    Choice(
                        group="step",
                        title=command.title,
                        detail=command.detail,
                        act=_adding(view, lines, command.title),
                    )
                )
            elif command.group == "rule":
                rule = command.target[0] if command.target else command.detail
                rest.append(
                    Choice(
                        group="rule",
                        title=command.title,
                        detail=command.detail,
                        act=partial(view.open, Panel(kind="rule", other=rule)),
                    )
                )
            elif command.group == "setting":
                rest.append(Choice(group="setting", title=command.title, detail=command.detail, act=self._client))
        typed = (
            [Choice(group="step", title=f"Add “{query}” as it is", detail="", act=_adding(view, (query,), query))]
            if len(words) > 2 and not steps
            else []
        )
        return [*found, *(steps[:12] if words else steps), *typed, *self._events(words), *rest[:10]]

    def _events(self, words: list[str]) -> list[Choice]:
        view = self._view
        found: list[Choice] = []
        if not words:
            return found
        for step in view.steps():
            for row in step.rows:
                if not row.name or not all(word in row.name.lower() for word in words):
                    continue
                cell = next((one for one in row.cells if one.kind == "event"), None)
                if cell is None or len(found) == MOST_EVENTS:
                    continue
                place = Place(row.key, cell.client)
                when = payload.clock(view.play.clock(row.step)) if view.play else ""
                found.append(
                    Choice(
                        group="event",
                        title=row.name,
                        detail=f"line {step.line} · {when}",
                        right=f"{row.sent} of {len(row.cells)}",
                        act=partial(view.select, place),
                    )
                )
        return found

    def _client(self) -> None:
        clients = self._view.draft.clients
        if clients:
            self._view.open(Panel(kind="client", client=clients[0].key))

    def _mark(self) -> None:
        for index, line in enumerate(self._lines):
            line.props["aria-selected"] = str(index == self._at).lower()
        if self._lines:
            chosen = self._lines[self._at].id
            self._query.props["aria-activedescendant"] = f"c{chosen}"
            ui.run_javascript(f"document.getElementById('c{chosen}')?.scrollIntoView({{ block: 'nearest' }})")

    async def _key(self, event: object) -> None:
        key = getattr(event, "args", "")
        if key == "Enter":
            await self._do(self._at)
        elif self._choices:
            self._at = (self._at + (1 if key == "ArrowDown" else -1)) % len(self._choices)
            self._mark()

    async def _do(self, index: int) -> None:
        if index >= len(self._choices):
            return
        choice = self._choices[index]
        self._dialog.close()
        done = choice.act()
        if done is not None:
            await done


def _adding(view: View, lines: tuple[str, ...], title: str) -> Callable[[], Awaitable[None]]:
    async def add() -> None:
        await view.add(lines, title)

    return add


def marked(text: str, words: list[str]) -> None:
    """Write a text with the words in it marked."""
    at = 0
    pattern = "|".join(re.escape(word) for word in words)
    with Tag("span"):
        for found in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
            if found.start() > at:
                Tag("span", "", text[at : found.start()])
            Tag("mark", "", found[0])
            at = found.end()
        Tag("span", "", text[at:])
