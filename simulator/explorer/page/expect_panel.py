"""“Expect this”: observations become Then lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer import expecting
from simulator.explorer.expecting import ON_AT_FIRST, Expectable, Offer, What, listed_names
from simulator.explorer.page import event_panel, explaining, parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View
from simulator.explorer.playing import Play

MOST_FAILING: Final = 3
"""The most cases that are named, of those that would not pass."""


class ExpectPanel:
    """The panel to expect what happened: for which clients, and what has to hold; the choice survives a redraw."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._off: set[str] = set()
        self._what: set[What] = set(ON_AT_FIRST)

    def prepared(self) -> Callable[[], None]:
        """Write the chosen expectations as lines, try them, and return a function that draws the panel."""
        view, play = self._view, self._view.play
        if play is None:
            return lambda: None
        step = None if view.step is None else view.now
        choices = expecting.expectable(view.page.player, play, step=step)
        chosen = tuple(one.what for one in choices if one.available and one.what in self._what)
        clients = tuple(track.client.key for track in play.tracks if track.client.key not in self._off)
        offer: Offer | str = "Choose at least one client, and something that has to hold."
        if chosen and clients:
            try:
                offer = expecting.expect(view.page.player, play, chosen, clients=clients, step=step)
            except DevicemodeError as error:
                offer = parts.sentence(str(error))
        return partial(self._draw, play, choices, offer)

    def _draw(self, play: Play, choices: Sequence[Expectable], offer: Offer | str) -> None:
        view = self._view
        last = view.draft.script.steps[view.now - 1].last_line if view.draft.script and view.now else 0
        with Tag("header"):
            with Tag("h2"):
                Tag("span", "", "Expect this")
                event_panel.close_button(view)
            Tag("p", "", f"Turns what Amplitude has now, after line {last}, into Then lines.")
        with Tag("section"):
            parts.heading("On")
            with Tag("div").style("display: flex; gap: 6px; flex-wrap: wrap"):
                for track in play.tracks:
                    key = track.client.key
                    parts.toggle(track.client, track.title, key not in self._off, partial(self._flip, key))
        with Tag("section"):
            parts.heading("What has to hold")
            with Tag("ul", "switches"):
                for choice in choices:
                    with Tag("li", "" if choice.available else "idle"):
                        Tag("b", "", choice.label)
                        on = choice.available and choice.what in self._what
                        parts.switch(
                            on,
                            choice.label,
                            partial(self._choose, choice.what),
                            enabled=choice.available,
                        )
                        Tag("p", "", choice.help)
        if isinstance(offer, str):
            with Tag("section"):
                Tag("p", "faint", offer)
            return
        self._offer(offer, last)

    def _offer(self, offer: Offer, last: int) -> None:
        view = self._view
        for part in offer.parts:
            with Tag("section"):
                names = listed_names([view.title(client) for client in part.clients])
                where = f"A scenario of its own for {names}" if part.own_scenario else f"Goes in after line {last}"
                parts.heading(where)
                _gherkin(part.lines)
        if offer.says:
            with Tag("section"), parts.box("They differ", "calm"):
                Tag("p", "", offer.says)
        if offer.failing:
            with Tag("section"), parts.box("What does not pass", "wrong"):
                for one in offer.failing[:MOST_FAILING]:
                    Tag("p", "", one)
                if len(offer.failing) > MOST_FAILING:
                    Tag("p", "", f"… and {len(offer.failing) - MOST_FAILING} more")
        with Tag("div", "acts"):
            count = "1 line" if offer.added == 1 else f"{offer.added} lines"
            parts.button(f"Add {count}", lambda: self._add(offer), classes="primary")
            lines = "\n\n".join("\n".join(part.lines) for part in offer.parts)
            parts.button("Copy", lambda: explaining.copy(view, lines))
            with Tag("span", "right chip good" if offer.passes else "right chip bad"):
                Tag("span", "", "passes conform ✓" if offer.passes else "does not pass conform")

    async def _add(self, offer: Offer) -> None:
        self._view.panel = None
        self._view.step = None
        await self._view.act(lambda draft: offer.draft, "remove the expectations")

    def _flip(self, key: str) -> None:
        self._off ^= {key}
        self._view.show()

    def _choose(self, what: What, on: bool) -> None:
        self._what = self._what | {what} if on else self._what - {what}
        self._view.show()


def _gherkin(lines: tuple[str, ...]) -> None:
    with Tag("div", "gherkin", role="region", aria_label="The lines", tabindex="0"):
        for index, line in enumerate(lines):
            with ui.element("div"):
                if not line.lstrip().startswith(("|", '"""')) and not line.startswith(" "):
                    Tag("span", "k", "Then " if index == 0 else "And ")
                Tag("span", "", line)
