"""The panel that shows data as Amplitude does: users, properties, sessions, revenue; per client, or in one column."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from msgspec import json
from nicegui import ui
from nicegui.element import Element

from simulator.documentation.platforms import Platform
from simulator.documentation.rules import any_rule
from simulator.explorer import merging
from simulator.explorer.amplitude import Owner, Session, Shown, WhyUsers, shown
from simulator.explorer.page import parts, payload
from simulator.explorer.page.assets import IdentityGraph
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Panel, View
from simulator.explorer.playing import Play, Track
from simulator.values import Value

_T = TypeVar("_T")
_SERVER_SESSIONS: Final = "session.server"


class Amplitude:
    """The view of users that takes the place of the rows."""

    def __init__(self, view: View, grid: Element) -> None:
        self._view = view
        with grid.add_slot("amplitude"):
            self._root = ui.element("div")
        self._drawn: object = None

    def update(self) -> None:
        """Draw it, if it is visible."""
        view = self._view
        if not view.amplitude or view.play is None:
            return
        drawn = (view.play, view.now)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        made = shown(view.page.player, view.play, step=None if view.step is None else view.now)
        self._root.clear()
        with self._root:
            if view.play.shared or len(made) == 1:
                _together(view, view.play, made[0])
            else:
                _beside(view, view.play, made)


# A column per client


def _beside(view: View, play: Play, made: tuple[Shown, ...]) -> None:
    by_client = {one.clients[0]: one for one in made}
    columns = [(track, by_client[track.client.key]) for track in play.tracks]
    usual_users = _usual([len(one.users) for one in made])
    usual_sessions = _usual([tuple((s.role, s.began) for s in one.sessions) for one in made])
    usual_revenue = _usual([one.revenue.total for one in made])

    _section(
        "Users",
        "Each client reports to an Amplitude of its own, so that they can be compared.",
        columns,
        lambda track, one: _users(view, play, one),
        lambda one: len(one.users) != usual_users,
        partial(put_into_one, view) if not view.foreign else None,
    )
    _section(
        "Properties",
        "The operation that set each, and the line of its step.",
        columns,
        lambda track, one: _owners(one.owners),
        lambda one: False,
    )
    _section(
        "Sessions",
        "Start, length and events. Identifies are not counted.",
        columns,
        lambda track, one: _sessions(one.sessions, track.platform),
        lambda one: tuple((s.role, s.began) for s in one.sessions) != usual_sessions,
    )
    _section(
        "Revenue",
        "Per product and in total.",
        columns,
        lambda track, one: _revenue(one),
        lambda one: one.revenue.total != usual_revenue,
    )


async def put_into_one(view: View) -> None:
    """Let all clients share one Amplitude."""
    play, expected = view.play, merging.expects_something(view.draft)
    if play is None:
        return
    view.step = None
    done = await view.act(lambda draft: merging.into_one(draft, play), "give each client an Amplitude of its own")
    if done and expected:
        parts.say("What was expected of each client alone has been left out. Undo brings it back.")


def _usual(values: list[_T]) -> _T:
    """Return the most frequent value; the first of several."""
    return max(values, key=values.count)


def _section(
    title: str,
    says: str,
    columns: list[tuple[Track, Shown]],
    draw: Callable[[Track, Shown], None],
    differs: Callable[[Shown], bool],
    put_into_one: Callable[[], Awaitable[None]] | None = None,
) -> None:
    with Tag("div", "columns section"):
        with Tag("div", "label"):
            Tag("h3", "", title)
            Tag("p", "", says)
            if put_into_one is not None:
                parts.link("Put them into one", put_into_one, says="One Amplitude for all clients, in one scenario")
        for track, one in columns:
            mark = "differs" if differs(one) else ""
            with Tag("div", f"amplitude {track.platform} {mark} client-{track.client.key}"):
                draw(track, one)


def _users(view: View, play: Play, one: Shown) -> None:
    if not one.users:
        Tag("p", "faint", "No user yet.")
        return
    graph = IdentityGraph()
    graph.on("step", lambda event: view.go_to(event.args))
    graph.run_method("set", payload.graph(one, play).decode())
    _joins(play, one, narrow=True)
    for why in one.why_users:
        with Tag("p"):
            Tag("b", "", f"{why.title} ").style("color: var(--diff)")
            Tag("span", "", f"{why.says} ")
            if why.decided_by:
                Tag("code", "", why.decided_by)
            if why.would_join:
                Tag("span", "faint", f" {why.would_join} ")
        _rules(view, why)


def _rules(view: View, why: WhyUsers) -> None:
    """Add the rules behind a user, each of which can be opened."""
    with Tag("span", "rule"):
        for index, rule in enumerate(why.rules):
            if index:
                Tag("span", "", " · ")
            parts.link(rule, partial(view.open, Panel(kind="rule", other=rule)), says="Open the rule")


def _owners(owners: tuple[Owner, ...]) -> None:
    if not any(owner.properties for owner in owners):
        Tag("p", "faint", "None set yet.")
        return
    for owner in owners:
        if not owner.properties:
            continue
        if len(owners) > 1:
            Tag("p", "faint", owner.title)
        with Tag("div", "pairs"):
            for one in owner.properties:
                Tag("b", "", one.name)
                Tag("span", "figure", written(one.value), title=written(one.value))
                with Tag("small"):
                    if one.operation:
                        Tag("span", "operation", f"{one.operation} ")
                    before = f" · before: {written(one.before)}" if one.had_before else ""
                    Tag("span", "", " · ".join(part for part in (f"line {one.line}", one.says) if part) + before)


def _sessions(sessions: tuple[Session, ...], platform: Platform) -> None:
    if not sessions:
        with Tag("p"):
            Tag("b", "", "None. ")
            if platform == "server":
                Tag("span", "", any_rule(_SERVER_SESSIONS).says)
        if platform == "server":
            Tag("span", "rule mono", _SERVER_SESSIONS)
        return
    with Tag("div", "pairs"):
        for one in sessions:
            Tag("b", "", one.role)
            Tag("span", "figure", payload.clock(one.began) if one.role.startswith("session") else "")
            Tag("small", "", " · ".join(part for part in (_length(one), _counted(one.events), one.says) if part))


def _length(one: Session) -> str:
    return _duration(one.length) if one.role.startswith("session") else ""


def _revenue(one: Shown) -> None:
    with Tag("div", "pairs"):
        for product in one.revenue.products:
            Tag("span", "", product.says)
            Tag("span", "figure", f"{product.amount:g}")
        Tag("span", "total", "Total")
        Tag("span", "figure total", f"{one.revenue.total:g}")
    for sentence in one.revenue.sentences:
        Tag("p", "faint", sentence)


# One for all clients


def _together(view: View, play: Play, one: Shown) -> None:
    with Tag("div", "cards"):
        with Tag("div", "panel whole"):
            with Tag("h3"):
                Tag("span", "", "Users")
                if one.says:
                    Tag("span", "chip", one.says)
                as_table = parts.button("As a table", None, classes="small right desk", pressed=False)
            with Tag("div", "within"):
                if one.users:
                    graph = IdentityGraph()
                    graph.on("step", lambda event: view.go_to(event.args))
                    graph.run_method("set", payload.graph(one, play).decode())
                else:
                    Tag("p", "faint", "No user yet.")
                table = _joins(play, one, narrow=True)
                for why in one.why_users:
                    with parts.box(why.title), Tag("div"):
                        Tag("p", "", why.says)
                        if why.decided_by:
                            with Tag("div", "by"):
                                Tag("span", "", "decided by")
                                Tag("code", "value", why.decided_by)
                        if why.would_join:
                            Tag("div", "by", why.would_join)
                        _rules(view, why)

                def flip() -> None:
                    shown_as_table = as_table.props["aria-pressed"] == "true"
                    as_table.props["aria-pressed"] = str(not shown_as_table).lower()
                    table.classes(toggle="narrow")
                    if one.users:
                        graph.visible = shown_as_table

                as_table.on("click", flip)
        for owner in one.owners:
            _owner_card(play, owner)
        with Tag("div", "panel"):
            with Tag("h3"):
                Tag("span", "", "Revenue")
                Tag("span", "right total", f"{one.revenue.total:g}")
            with Tag("table"), Tag("tbody"):
                for product in one.revenue.products:
                    with Tag("tr"):
                        with Tag("td"):
                            Tag("span", "", product.says)
                            Tag("small", "", _title(play, product.client))
                        Tag("td", "figure", f"{product.amount:g}")
                for sentence in one.revenue.sentences:
                    with Tag("tr"):
                        Tag("td", "faint", sentence, colspan="2")
        with Tag("div", "panel"):
            with Tag("h3"):
                Tag("span", "", "Sessions")
            with Tag("table"), Tag("tbody"):
                for session in one.sessions:
                    with Tag("tr"):
                        with Tag("td"):
                            _name(play, session.client)
                            when = (session.role, payload.clock(session.began), _length(session), session.says)
                            Tag("small", "", " · ".join(part for part in when if part))
                        Tag("td", "figure", _counted(session.events))


def _owner_card(play: Play, owner: Owner) -> None:
    if not owner.properties:
        return
    with Tag("div", "panel"):
        Tag("h3", "", f"Properties of {owner.title}")
        with Tag("table"):
            with Tag("thead"), Tag("tr"):
                for title in ("Property", "Value", "Operation", "Set by"):
                    Tag("th", "", title, scope="col")
            with Tag("tbody"):
                for one in owner.properties:
                    with Tag("tr"):
                        with Tag("td"):
                            Tag("b", "", one.name)
                        with Tag("td"):
                            Tag("span", "", written(one.value))
                            if one.had_before:
                                Tag("small", "", f"before: {written(one.before)}")
                        with Tag("td"):
                            Tag("span", "operation", one.operation)
                            Tag("small", "", one.says)
                        with Tag("td"):
                            _name(play, one.client)
                            Tag("small", "", f"{payload.clock(one.at)} · line {one.line}")


def _joins(play: Play, one: Shown, *, narrow: bool) -> Tag:
    """Add the users as a table: instead of the graph on a phone, and beside it elsewhere."""
    users = {user.number: user for user in one.users}
    with Tag("ul", f"joins {'narrow' if narrow else ''}") as made:
        for device in one.devices:
            last = device.stations[-1] if device.stations else None
            user = users.get(last.user) if last else None
            with Tag("li", _platform(play, device.client)):
                parts.icon(_platform(play, device.client))
                named = f"{device.role} · {device.shown}" if device.shown else device.role
                Tag("span", "", named or "no device", title=device.value or None)
                Tag("b", "", f"{user.role} · {user.user_id or 'unknown'}" if user else "")
                if last:
                    Tag("small", "", f"since {payload.clock(last.at)}, {last.says}, line {last.line}")
    return made


def _title(play: Play, client: str) -> str:
    return next((track.title for track in play.tracks if track.client.key == client), client)


def _platform(play: Play, client: str) -> str:
    return next((track.platform for track in play.tracks if track.client.key == client), "server")


def _name(play: Play, client: str) -> None:
    with Tag("span", f"platform {_platform(play, client)}"):
        parts.icon(_platform(play, client))
        Tag("span", "", _title(play, client))


def _counted(events: int) -> str:
    return "1 event" if events == 1 else f"{events:,} events"


def _duration(length: int) -> str:
    """Write a length of time for people: `20 s`, `2 min`, `1 h 5 min`, `2 days`."""
    seconds = length // 1000
    if seconds < 120:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{hours // 24} days"


def written(value: Value) -> str:
    """Write a value of a property for people."""
    return value if isinstance(value, str) else json.encode(value).decode()
