"""The inspector of a cell: an event with its ids, the reasons for its values and its JSON; or why there is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from typing import Final

from msgspec import json
from nicegui import ui

from simulator.explorer import editing, expecting
from simulator.explorer.columns import Cell, Row
from simulator.explorer.notes import RuleNote
from simulator.explorer.opened import Identity, Line, Opened, opened
from simulator.explorer.page import explaining, parts, payload
from simulator.explorer.page.parts import Tag, say
from simulator.explorer.page.view import Panel, Place, View
from simulator.explorer.playing import Play, PlayedEvent
from simulator.explorer.why import Why, why
from simulator.explorer.why_not import WhyNot, why_not

NOTES_AT_FIRST: Final = 3
APART_AT_FIRST: Final = 2
"""The rules that are listed at first, before “more”."""
LARGE: Final = 4096
"""Characters of JSON that are shown before the rest is offered as a download."""


def prepared(view: View) -> Callable[[], None]:
    """Look up everything about the selected cell, and return a function that draws it."""
    place, play = view.place, view.play
    found = view.cell(place) if place else None
    if place is None or play is None or found is None:
        return lambda: None
    row, cell = found
    player = view.page.player
    if cell.kind == "event":
        step = None if view.step is None else view.now
        one = opened(player, play, place.client, cell.event, step=step)
        reasons = why(player, play, place.client, cell.event, grid=view.table)
        return partial(_event, view, play, place, one, reasons)
    if cell.kind not in ("nothing", "empty"):
        return partial(_outcome, view, play, place, row, cell)
    if view.foreign and not _is_played(play, place.client):
        return partial(_not_arrived, view, play, place, row)
    return partial(_nothing, view, play, place, row, why_not(player, play, row.step, place.client, row.name))


def close_button(view: View) -> None:
    """Add the button that closes the inspector."""
    parts.icon_button("close", "Close (Esc)", lambda: view.open(None))


# An event


def _event(view: View, play: Play, place: Place, one: Opened, reasons: Why) -> None:
    track = play.track(place.client)
    with Tag("header"):
        with Tag("h2"):
            parts.icon(one.mark).classes(track.platform).style("color: var(--c)")
            Tag("span", "", one.name)
            parts.icon_button("up", "Event above (↑)", lambda: _neighbour(view, place, -1))
            parts.icon_button("down", "Event below (↓)", lambda: _neighbour(view, place, 1))
            close_button(view)
        Tag("p", "", f"{one.title} · {payload.clock(one.at)} · event {one.number} of {one.of} · from line {one.line}")
        _beside(view, play, place, tuple((other.client, other.says) for other in one.beside))
    with Tag("section"), Tag("div", "identities"):
        for icon, identity in (("user", one.user), ("device", one.device), ("session", one.session)):
            _identity(view, icon, identity)
    _apart(view, place, reasons)
    _notes(view, place, reasons, track.events())
    _json(view, one)
    if view.foreign:
        return
    with Tag("div", "acts"):
        parts.button("Expect this event", lambda: _expect(view, place, one.number), classes="primary")
        parts.button(
            "Copy as a step", lambda: explaining.copy(view, "\n".join(editing.step_lines(view.draft, one.step)))
        )


def _neighbour(view: View, place: Place, by: int) -> None:
    """Select the same client's next event."""
    rows = [row for step in view.steps() for row in step.rows]
    at = next((index for index, row in enumerate(rows) if row.key == place.row), 0)
    on = rows[at + 1 :] if by > 0 else rows[:at][::-1]
    for row in on:
        if any(cell.client == place.client and cell.kind == "event" for cell in row.cells):
            view.select(Place(row.key, place.client))
            return


def _beside(view: View, play: Play, place: Place, beside: tuple[tuple[str, str], ...]) -> None:
    """Show the same row on the other clients."""
    if len(beside) < 2:
        return
    with Tag("div", "beside"):
        for client, text in beside:
            track = play.track(client)
            gone = "gone" if text == "not sent" else ""
            pressed = str(client == place.client).lower()
            with Tag("button", f"{track.platform} {gone}", type="button", aria_pressed=pressed) as made:
                with Tag("span", "platform cut"):
                    parts.icon(track.platform)
                    Tag("span", "cut", track.title)
                Tag("b", "", text)
            made.on("click", partial(view.select, Place(place.row, client)))


def _identity(view: View, icon: str, identity: Identity) -> None:
    made = Tag(
        "button", "identity", type="button", title=f"{identity.value}: copy it" if identity.value else identity.role
    )
    with made:
        parts.icon(icon)
        Tag("b", "", identity.role)
        Tag("code", "", identity.shown)
    if identity.value:
        made.on("click", lambda: explaining.copy(view, str(identity.value)))


def _apart(view: View, place: Place, reasons: Why) -> None:
    if reasons.apart is None or not reasons.apart.notes:
        return
    rules = reasons.apart.notes
    # Rules that explain the difference come first; the others that the neighbour lacks unfold.
    first = min(sum(rule.subject == rules[0].subject for rule in rules), APART_AT_FIRST)
    with Tag("section"), parts.box(reasons.apart.title):
        with Tag("ul", "notes"):
            for rule in rules[:first]:
                with Tag("li"), Tag("div"):
                    explaining.note(view, place.client, rule)
        if len(rules) > first:
            _unfolding(view, place, rules[first:])


def _notes(view: View, place: Place, reasons: Why, events: tuple[PlayedEvent, ...]) -> None:
    apart = {rule.rule for rule in reasons.apart.notes} if reasons.apart else set()
    rest = tuple(rule for rule in reasons.notes if rule.rule not in apart) or reasons.notes
    # A rule behind few of the client's events says more about this one than a rule behind all of them.
    frequency = Counter(rule for event in events for rule in event.because)
    rest = tuple(sorted(rest, key=lambda rule: frequency[rule.rule]))
    with Tag("section"):
        parts.heading("Why", right="1 rule" if len(reasons.notes) == 1 else f"{len(reasons.notes)} rules")
        explaining.notes(view, place.client, rest[:NOTES_AT_FIRST])
        if len(rest) > NOTES_AT_FIRST:
            _unfolding(view, place, rest[NOTES_AT_FIRST:])


def _unfolding(view: View, place: Place, rules: tuple[RuleNote, ...]) -> None:
    """Add a link that is replaced by more rules when it is clicked."""
    more = ui.element("div").style("margin-top: 12px")

    def unfold() -> None:
        link.delete()
        with more:
            explaining.notes(view, place.client, rules)

    subjects = dict.fromkeys(rule.subject.lower() for rule in rules)
    link = parts.link(f"{len(rules)} more on {', '.join(subjects)}", unfold)


def _json(view: View, one: Opened) -> None:
    whole = json.format(json.encode(one.event), indent=2).decode()
    with Tag("section"):
        with parts.heading("JSON"):
            if one.against:
                Tag("span", "", f"≠ against {one.against}")
            with Tag("span", "right"):
                parts.link("copy", lambda: explaining.copy(view, whole), says="Copy the whole event")
                if len(whole) > LARGE:
                    parts.link("download", lambda: ui.download.content(whole, "event.json", "application/json"))
        shown = "".join(map(_line, _beginning(one.lines)))
        # One element for all lines: an element for each costs more than everything else on the page.
        ui.html(shown).classes("json").props('role="region" aria-label="The event as JSON" tabindex="0"')
        if len(whole) > LARGE * 4:
            Tag(
                "p",
                "faint",
                f"This event is {_size(len(whole.encode()))}. Its beginning is shown; copy or download has all of it.",
            )


_PARTS: Final = re.compile(r'^(\s*)("(?:[^"\\]|\\.)*")?(: )?(.*)$', re.DOTALL)


def _beginning(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Return the lines of an event that are shown."""
    written = 0
    for line in lines:
        written += len(line.text)
        if written > LARGE * 4:
            return
        yield line


def _line(line: Line) -> str:
    """Write one line of JSON as HTML: in colors, with the role of an id at its end. Nothing of the event is HTML."""
    found = _PARTS.match(line.text)
    indent, name, colon, rest = found.groups() if found else ("", None, None, line.text)
    if name and not colon:
        rest, name = f"{name}{rest}", None
    kind = "s" if rest.startswith('"') else "" if rest.startswith(("{", "}", "[", "]")) else "n"
    role = f'<span class="role">{escape(line.role)}</span>' if line.role else ""
    key = f'<span class="k">{escape(name)}</span>: ' if name else ""
    differs = ' class="differs"' if line.differs else ""
    return f'<div{differs}>{role}{indent}{key}<span class="{kind}">{escape(rest)}</span></div>'


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.0f} KB"


async def _expect(view: View, place: Place, number: int) -> None:
    if view.play is None:
        return
    offer = expecting.expect_event(view.page.player, view.play, place.client, number)
    await view.act(lambda draft: offer.draft, "remove the expectations")
    say("Added." if offer.passes else "Added. It does not pass yet: see the lines that do not hold.")


# No event


def _nothing(view: View, play: Play, place: Place, row: Row, made: WhyNot) -> None:
    track = play.track(place.client)
    step = view.step_row(row.step)
    with Tag("header"):
        with Tag("h2"):
            parts.icon("nothing").classes(track.platform).style("color: var(--c)")
            Tag("span", "", f"No {row.name or 'event'}")
            close_button(view)
        if step:
            Tag("p", "", f"{track.title} · {payload.clock(play.clock(row.step))} · from line {step.line}, {step.text}")
        beside = tuple(
            (cell.client, "sent" if cell.kind == "event" else "refused" if cell.kind == "refused" else "not sent")
            for cell in row.cells
        )
        _beside(view, play, place, beside)
    with Tag("section"), parts.box(made.title):
        for sentence in made.sentences:
            Tag("p", "", sentence)
        if made.rule:
            explaining.note(view, place.client, made.rule)
    _way(made)
    _remedies(view, place, made)
    with Tag("div", "acts"):
        if made.expect:
            parts.button(
                "Expect that nothing comes", lambda: view.add(made.expect, "expect nothing"), classes="primary"
            )
        rule = made.rule
        if rule:
            parts.button("Open the rule", lambda: view.open(Panel(kind="rule", other=rule.rule, client=place.client)))


def _is_played(play: Play, client: str) -> bool:
    """Tell whether a client's events are the reference's, which can say why it sent none."""
    return any(one.key == client for one in play.draft.clients)


def _not_arrived(view: View, play: Play, place: Place, row: Row) -> None:
    """Explain an event that a real SDK or a port has not sent: only the reference can say its reason."""
    track = play.track(place.client)
    with Tag("header"):
        with Tag("h2"):
            parts.icon("nothing").classes(track.platform).style("color: var(--c)")
            Tag("span", "", f"No {row.name or 'event'}")
            close_button(view)
        Tag("p", "", track.title)
    others = [cell for cell in row.cells if cell.client != place.client and cell.kind == "event"]
    with Tag("section"), parts.box(f"{row.name or 'An event'} has not arrived."):
        Tag("p", "", "It came from elsewhere, so only what arrived is known of it.")
        for cell in others:
            go = partial(view.select, Place(row.key, cell.client))
            parts.link(f"What {view.title(cell.client)} did", go)


_DOTS: Final = {"passed": ("holds", ""), "ended": ("close", "ended"), "not reached": ("minus", "unreached")}


def _way(made: WhyNot) -> None:
    """Show the call's way to Amplitude, and where it ended."""
    if not made.stages:
        return
    with Tag("section"):
        parts.heading("How far the call came")
        with Tag("ol", "way"):
            for stage in made.stages:
                icon, kind = _DOTS[stage.outcome]
                with Tag("li", kind):
                    with Tag("span", "dot"):
                        parts.icon(icon, stage.outcome)
                    with Tag("div"):
                        Tag("b", "", stage.name)
                        Tag("span", "", f" {stage.says}")
                        if stage.detail:
                            Tag("small", "", stage.detail)


def _remedies(view: View, place: Place, made: WhyNot) -> None:
    with Tag("section"):
        parts.heading("What would change it")
        settings = [one for one in made.remedies if one.kind == "setting"]
        if not settings:
            Tag("p", "", "No setting does.").style("font-weight: 600")
        for sentence in made.without_effect:
            Tag("p", "", sentence)
        for one in made.remedies:
            with Tag("div").style("margin-top: 6px"):
                if one.kind == "setting":
                    parts.button(
                        one.says, lambda one=one: explaining.set_setting(view, one.name, one.value), classes="small"
                    )
                elif one.kind == "divergence":
                    act = _switching(view, place.client, one.name)
                    parts.button(one.says, act, classes="small")
                elif one.lines:
                    if one is next(each for each in made.remedies if each.lines):
                        Tag("p", "", "The app can send the events itself:").style("font-weight: 600")
                    parts.button(
                        one.says, lambda one=one: view.add(one.lines, one.says), classes="small", before="plus"
                    )
                else:
                    Tag("p", "", one.says)


def _switching(view: View, client: str, divergence: str):  # type: ignore[no-untyped-def]  # a handler of NiceGUI's
    async def act() -> None:
        await view.act(lambda draft: editing.switch_divergence(draft, client, divergence), f"switch {divergence}")

    return act


# Other effects of a step


_TITLES: Final = {"refused": "Refused", "crashed": "The app crashes", "holds": "Holds", "fails": "Does not hold"}


def _outcome(view: View, play: Play, place: Place, row: Row, cell: Cell) -> None:
    track = play.track(place.client)
    step = view.step_row(row.step)
    with Tag("header"):
        with Tag("h2"):
            parts.icon({"holds": "holds", "fails": "close"}.get(cell.kind, "refused")).style(
                f"color: var(--{'good' if cell.kind == 'holds' else 'bad'})"
            )
            Tag("span", "", _TITLES[cell.kind])
            close_button(view)
        if step:
            Tag("p", "", f"{track.title} · line {step.line}, {step.text}")
    with Tag("section"), parts.box("", "calm" if cell.kind == "holds" else "wrong"):
        for sentence in cell.sentences or ("It holds.",):
            Tag("p", "", sentence)
    for difference in cell.differences:
        with Tag("section"):
            parts.heading(difference.path)
            Tag("p", "", f"expected {difference.other}")
            Tag("p", "", f"but was {difference.value}")
