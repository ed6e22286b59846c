"""The start page: a call to play everywhere, four questions to begin with, and ways to open a scenario."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import msgspec
from nicegui import ui

from simulator.documentation.platforms import PLATFORMS, TITLES
from simulator.errors import DevicemodeError
from simulator.explorer import acts, editing
from simulator.explorer.clients import Client, everywhere
from simulator.explorer.page import assets, opening_dialogs, parts
from simulator.explorer.page.open_pages import Recent
from simulator.explorer.page.parts import Tag, say
from simulator.explorer.page.view import View
from simulator.explorer.questions import Question, questions

SKETCHES: Final = {
    "users": '<path d="M4 16h38" stroke="var(--web)" stroke-width="2" stroke-dasharray="4 3"/>'
    '<path d="M42 16h42" stroke="var(--web)" stroke-width="6"/><path d="M4 34h80" stroke="var(--server)" '
    'stroke-width="2" stroke-dasharray="4 3"/><text x="91" y="20" fill="var(--ink)">1</text>'
    '<text x="91" y="38" fill="var(--diff)">2</text>',
    "revenue": '<path d="M6 12h15v10H6z" fill="var(--web)" opacity=".5"/><path d="M6 24h15v20H6z" fill="var(--web)"/>'
    '<path d="M33 18h15v26H33z" fill="var(--ios)"/><path d="M60 18h15v26H60z" fill="var(--android)"/>'
    '<path d="M87 12h15v10H87z" fill="var(--server)" opacity=".5"/><path d="M87 24h15v20H87z" fill="var(--server)"/>',
    "push": '<rect x="4" y="7" width="34" height="12" rx="3" fill="var(--web-back)" stroke="var(--web)"/>'
    '<rect x="56" y="7" width="44" height="12" rx="3" fill="var(--web-back)" stroke="var(--web)"/>'
    '<rect x="4" y="29" width="34" height="12" rx="3" fill="var(--ios-back)" stroke="var(--ios)"/>'
    '<circle cx="60" cy="35" r="4" fill="none" stroke="var(--ios)" stroke-dasharray="2 2"/>'
    '<rect x="73" y="29" width="27" height="12" rx="3" fill="var(--ios-back)" stroke="var(--ios)"/>',
    "prefer-anonymous-id": '<path d="M4 12h40M4 36h40" stroke="var(--web)" stroke-width="2" stroke-dasharray="4 3"/>'
    '<path d="M44 12c16 0 8 12 24 12M44 36c16 0 8-12 24-12" fill="none" stroke="var(--web)" stroke-width="2"/>'
    '<path d="M68 24h34" stroke="var(--web)" stroke-width="6"/>',
}
"""A small drawing beside each question."""


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """The offers of the start page: recent scenarios, and the first failure of a port's run."""

    #: Returns those of the given pages that are kept.
    recent: Callable[[Sequence[str]], Sequence[Recent]]
    #: The stream of a port's run, and where the first case that failed in it is opened; empty for none.
    run: str = ""
    failed: str = ""


class Start:
    """The start page, shown while the scenario is empty."""

    def __init__(self, view: View, offers: Offers) -> None:
        self._view = view
        self._on = {client.key for client in everywhere()}
        self._clients: dict[str, Client] = {client.key: client for client in everywhere()}
        with Tag("main", "hello") as self.root, Tag("div"):
            with Tag("div"):
                Tag("h1", "", "What would each platform send to Amplitude, and why?")
                lead = (
                    "Make a call. See what web, iOS, Android and the server make of it, side by side. "
                    "Nothing leaves this machine, and time moves only when you say so."
                )
                Tag("p", "lead", lead)
            self._first()
            with Tag("div"):
                Tag("h2", "", "Or begin with a question")
                with Tag("div", "questions"):
                    for one in questions():
                        self._question(one)
            with Tag("div", "ways"):
                Tag("span", "", "Have something already?")
                if offers.failed:
                    parts.link(f"Open what failed in {offers.run}", lambda: ui.navigate.to(offers.failed))
                parts.link("Open a .feature file", lambda: opening_dialogs.upload(view))
                parts.link("Paste Gherkin", lambda: opening_dialogs.paste(view))
                parts.link("Listen to a real app", lambda: ui.navigate.to("/live"))
                parts.link("Open a case of the suite", lambda: opening_dialogs.case(view))
            self._recent = assets.Recent()
            self._recent.on("asked", lambda event: self._show_recent(offers, event.args))

    async def _show_recent(self, offers: Offers, asked: list[object]) -> None:
        found = await asyncio.to_thread(offers.recent, [one for one in asked if isinstance(one, str)])
        self._recent.run_method("show", msgspec.json.encode(found).decode())

    def update(self) -> None:
        """Disappear once the scenario has begun."""
        self.root.visible = not self._view.begun

    def _first(self) -> None:
        with Tag("form", "first") as form:
            with Tag("div", "line"):
                Tag("b", "", "On")
                self._toggles = {}
                for platform in PLATFORMS:
                    key = next(key for key, client in self._clients.items() if client.platform == platform)
                    client = self._clients[key]
                    self._toggles[key] = parts.toggle(client, TITLES[platform], True, partial(self._flip, key))
                self._how = Tag("span", "faint", "all four, as documented")
            with Tag("div", "line"):
                methods = [one.method for one in acts.forms() if one.method not in ("flush", "reset")]
                self._method = ui.select(methods, value="track").props('outlined dense options-dense aria-label="Call"')
                self._method.classes("method")
                self._event = (
                    ui.input(value="Order Completed").props('outlined dense aria-label="Name"').classes("event")
                )
                with Tag("button", "button primary big", type="submit"):
                    self._play = Tag("span", "", "Play it on 4 platforms")
                    Tag("kbd", "", "Enter")
        form.on("submit.prevent", self._begin)

    def _flip(self, key: str) -> None:
        self._on ^= {key}
        self._toggles[key].props["aria-pressed"] = str(key in self._on).lower()
        count = len(self._on)
        self._how.text = {0: "choose at least one", 4: "all four, as documented"}.get(count, "as documented")
        self._play.text = f"Play it on {count} platforms" if count != 1 else "Play it on 1 platform"

    async def _begin(self) -> None:
        view = self._view
        if not self._on:
            say("Choose at least one platform.")
            return
        method, name = str(self._method.value), str(self._event.value or "").strip()
        try:
            lines = _first_call(method, name)
        except DevicemodeError as error:
            parts.complain(error)
            return
        clients = tuple(client for key, client in self._clients.items() if key in self._on)
        await view.act(
            lambda draft: editing.add_lines(msgspec.structs.replace(draft, clients=clients), lines),
            f"remove “{lines[0]}”",
        )

    def _question(self, one: Question) -> None:
        with Tag("button", "question", type="button") as made:
            Tag("b", "", one.title)
            Tag("span", "", one.help)
            ui.html(
                f'<svg viewBox="0 0 104 48" aria-hidden="true" font-size="13">{SKETCHES[one.key]}</svg>',
                sanitize=False,
                tag="span",
            ).classes("sketch")
        made.on("click", lambda: self._ask(one))

    async def _ask(self, one: Question) -> None:
        self._view.amplitude = one.in_amplitude
        await self._view.act(lambda draft: one.draft, "go back to an empty page")


def _first_call(method: str, name: str) -> tuple[str, ...]:
    """Return the lines of the first call: the printed one, if the documentation has an example of that event."""
    form = next(form for form in acts.forms() if form.method == method)
    for example in form.examples:
        if name and name in (example.fields.get("event"), example.fields.get("name"), example.fields.get("userId")):
            return acts.call_lines(method, example.fields)
    key = {
        "track": "event",
        "identify": "userId",
        "page": "name",
        "screen": "name",
        "group": "groupId",
        "alias": "userId",
    }[method]
    fields = {key: name} if name else {}
    return acts.call_lines(method, fields)
