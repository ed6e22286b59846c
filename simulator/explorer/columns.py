"""Columns: a column per client, equal events in one row, and what differs in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.actions import (
    SETUP,
    AddSource,
    CallSDK,
    DeleteUserData,
    MakeCall,
    SetAccounts,
    SetFault,
    Wait,
)
from simulator.conformance.language.phrases import Step
from simulator.documentation import settings as settings_module
from simulator.errors import DevicemodeError
from simulator.explorer.alignment import aligned
from simulator.explorer.document import ScriptStep
from simulator.explorer.facts import (
    IDS,
    NUMBERING,
    Apart,
    Fact,
    Mark,
    PathDifference,
    Seen,
    apart,
    compared,
    mark_of,
    seen_of,
    short,
    words,
)
from simulator.explorer.playing import Moment, Play, Player, Track
from simulator.model.commands import SetUserId
from simulator.values import JSONObject, Value, iso_date
from simulator.wire.events import SESSION_START

__all__ = ["Cell", "Fact", "Head", "Kind", "Mark", "PathDifference", "Row", "Status", "StepRow", "Table", "table"]

Status = Literal["same", "numbering", "differs", "missing", "differs and missing"]
"""A row's outcome: `=`, `#` (only event_id and sequence_number differ), `≠`, `2/4`, `≠ 2/4`."""

Kind = Literal["event", "nothing", "refused", "crashed", "holds", "fails", "empty"]
"""What a cell has: `nothing` asks “not sent · why?”, `empty` has nothing to ask about."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One client's part of a row."""

    #: The key of the client.
    client: str
    kind: Kind
    #: The number of the event in its track; 0 for none.
    event: int = 0
    mark: Mark | None = None
    facts: tuple[Fact, ...] = ()
    differences: tuple[PathDifference, ...] = ()
    #: The rules of this event that most of its row has not, and the other way round.
    rules_apart: tuple[str, ...] = ()
    #: Of a refusal, a crash or a step that does not hold: what it says.
    sentences: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: an event on those clients that sent it, or what else a step came to."""

    #: Stays the same when other steps change: its step, event and occurrence.
    key: str
    step: int
    #: The event's type; empty for a row without one.
    name: str
    mark: Mark | None
    status: Status
    #: How many clients sent it.
    sent: int
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether it counts as a difference: `N` and `P` stop there."""
        return self.status not in ("same", "numbering")


Subject = Literal["given", "call", "life", "time", "device", "amplitude", "then"]


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the scenario, with the rows that it caused."""

    #: From 1, counting the steps that were played.
    step: int
    line: int
    keyword: str
    #: `the app calls track with`
    text: str
    #: What stands under it, in a few words: `Order Completed · 2 products`.
    detail: str
    #: By which its icon is chosen.
    subject: Subject
    #: The clock after it, where it moved it, in milliseconds since 1970; else 0.
    clock: int
    rows: tuple[Row, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A column's head."""

    client: str
    title: str
    #: `documented`, `shipped, 2 switched`
    dialect: str
    #: `9 events`, `2 sessions`, `1 user`, `revenue 25`, in this order.
    facts: tuple[Fact, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the grid."""

    heads: tuple[Head, ...]
    steps: tuple[StepRow, ...]
    #: How many rows there are, and how many of them differ.
    rows: int
    different: int


def table(player: Player, play: Play, *, step: int | None = None, numbering: bool = False) -> Table:
    """Return the grid after a step; `numbering` counts differences in event_id and sequence_number."""
    last = play.steps if step is None else min(step, play.steps)
    without = tuple(
        not any((event.event.get("session_id") or -1) != -1 for event in track.events(last)) for track in play.tracks
    )
    columns = _Columns(player, play, last, without, numbering=numbering)
    steps = tuple(columns.step_row(number) for number in range(1, last + 1))
    rows = [row for one in steps for row in one.rows]
    return Table(
        heads=_heads(player, play, last),
        steps=steps,
        rows=len(rows),
        different=sum(row.differs for row in rows),
    )


class _Columns:
    """The tracks of a play, whose moments are turned into rows; rows that were made before are taken again."""

    def __init__(
        self, player: Player, play: Play, last: int, without_sessions: tuple[bool, ...], *, numbering: bool
    ) -> None:
        self._player = player
        self._play = play
        self._last = last
        self._without = without_sessions
        self._numbering = numbering
        played_here = all(track.cast for track in play.tracks)
        self._one_platform = played_here and len({track.platform for track in play.tracks}) == 1
        self._seen: list[list[Seen]] | None = None

    def step_row(self, number: int) -> StepRow:
        written = self._play.script.steps[self._play.played[number - 1]]
        moments = [track.moments[number - 1] for track in self._play.tracks if len(track.moments) >= number]
        moved = bool(moments) and moments[0].ended != moments[0].began
        keys = tuple(track.client.key for track in self._play.tracks)
        return StepRow(
            step=number,
            line=written.line,
            keyword=written.keyword,
            text=written.text,
            detail=detail_of(written),
            subject=subject_of(written.step),
            clock=moments[0].ended if moved else 0,
            rows=self._player.remembered(
                ("rows", self._play.shared, keys, self._without, self._numbering, self._one_platform),
                moments,
                lambda: self._rows(number, written.step, moments),
            ),
        )

    def _rows(self, number: int, step: Step | None, moments: Sequence[Moment]) -> tuple[Row, ...]:
        if isinstance(step, Expectation):
            return (self._judged(number, moments),)
        if any(moment.events for moment in moments):
            return self._event_rows(number, moments)
        if subject_of(step) == "call":
            return (self._quiet(number, moments),)
        cells = [self._aside(track, moment) or _applied(track, step) for track, moment in self._pairs(moments)]
        if not any(cell.kind != "empty" or cell.facts for cell in cells):
            return ()
        return (_row(number, "", 0, cells, mark=None, status="same"),)

    def _pairs(self, moments: Sequence[Moment]) -> list[tuple[Track, Moment]]:
        return list(zip(self._play.tracks, moments, strict=False))

    def _judged(self, number: int, moments: Sequence[Moment]) -> Row:
        cells = [
            Cell(
                client=track.client.key,
                kind="empty" if moment.differences is None else "fails" if moment.differences else "holds",
                sentences=tuple(
                    f"{one.path}: expected {one.expected}, but was {one.actual}" for one in moment.differences or ()
                ),
            )
            for track, moment in self._pairs(moments)
        ]
        apart = len({cell.kind for cell in cells}) > 1
        return _row(number, "", 0, cells, mark=None, status="differs" if apart else "same")

    def _quiet(self, number: int, moments: Sequence[Moment]) -> Row:
        """Return the row of a call that no client made an event of."""
        cells = [self._aside(track, moment) or self._unsent(track, moment) for track, moment in self._pairs(moments)]
        return _row(number, "", 0, cells, mark=None, status="same")

    def _unsent(self, track: Track, moment: Moment) -> Cell:
        if self._play.shared and not moment.messages:
            return Cell(client=track.client.key, kind="empty")
        named = next((one for one in moment.commands if isinstance(one, SetUserId)), None)
        facts = (Fact(text=f"user = {short(named.user_id)}", path="user_id"),) if named and named.user_id else ()
        return Cell(client=track.client.key, kind="empty" if facts else "nothing", facts=facts)

    def _aside(self, track: Track, moment: Moment) -> Cell | None:
        """Return the cell of a step that was refused, or that ended the app."""
        key = track.client.key
        if moment.crashes:
            return Cell(client=key, kind="crashed", sentences=tuple(one.sentence() for one in moment.crashes))
        if moment.refusals:
            return Cell(client=key, kind="refused", sentences=tuple(one.says for one in moment.refusals))
        return None

    def _event_rows(self, number: int, moments: Sequence[Moment]) -> tuple[Row, ...]:
        here = [self._here(index, track, moment) for index, (track, moment) in enumerate(self._pairs(moments))]

        def equal(a: int, i: int, b: int, j: int) -> bool:
            return _without_numbering(here[a].sides[i]) == _without_numbering(here[b].sides[j])

        counts: Counter[str] = Counter()
        rows = []
        for indexes in aligned([[seen.played.name for seen in column.seen] for column in here], equal):
            at, index = next((at, index) for at, index in enumerate(indexes) if index is not None)
            name = here[at].seen[index].played.name
            counts[name] += 1
            rows.append(self._event_row(number, name, counts[name], here, indexes))
        return tuple(rows)

    def _here(self, index: int, track: Track, moment: Moment) -> _Here:
        """Return a client's events of a step with their roles, which are known from those before."""
        seen: list[Seen] = []
        if moment.events:
            if self._seen is None:
                self._seen = [seen_of(track, self._last) for track in self._play.tracks]
            first = moment.events[0].number - 1
            seen = self._seen[index][first : first + len(moment.events)]
        siblings: Siblings = {}
        for one in seen:
            siblings.setdefault(one.played.name, []).append(one.played.event.get("event_properties") or {})
        return _Here(
            track=track,
            moment=moment,
            seen=seen,
            sides=[compared(one, one_platform=self._one_platform, numbering=True) for one in seen],
            siblings=siblings,
            ignored=frozenset({"session_id"} if self._without[index] else ()),
        )

    def _event_row(
        self, number: int, name: str, occurrence: int, here: Sequence[_Here], indexes: tuple[int | None, ...]
    ) -> Row:
        present = [(column, index) for column, index in enumerate(indexes) if index is not None]
        found = apart([here[c].sides[i] for c, i in present], [here[c].ignored for c, _ in present])
        rules = _rules_apart([here[c].seen[i].played.because for c, i in present])
        told = {column: (found[at], rules[at]) for at, (column, _) in enumerate(present)}
        cells = []
        for column, index in enumerate(indexes):
            if index is None:
                cells.append(self._missing(here[column], first=occurrence == 1))
                continue
            differing, apart_by = told[column]
            counted = [one for one in differing if self._numbering or one[0] not in NUMBERING]
            cells.append(_event_cell(here[column], here[column].seen[index], counted, apart_by))
        paths = {path for one in found for path, _, _ in one}
        differs = bool(paths if self._numbering else paths - set(NUMBERING))
        missing = not self._play.shared and len(present) < len(self._play.tracks)
        status: Status = (
            ("differs and missing" if missing else "differs")
            if differs
            else ("missing" if missing else "numbering" if paths else "same")
        )
        return _row(number, name, occurrence, cells, mark=next(cell.mark for cell in cells if cell.mark), status=status)

    def _missing(self, here: _Here, *, first: bool) -> Cell:
        """Return the cell of a client that has no event in a row."""
        aside = self._aside(here.track, here.moment) if first and not here.seen else None
        return aside or Cell(client=here.track.client.key, kind="empty" if self._play.shared else "nothing")


Siblings = dict[str, list[JSONObject]]
"""The properties of the events of each name that one step caused on one client."""


class _Here(msgspec.Struct, frozen=True, kw_only=True):
    """What one step caused on one client, as it is compared."""

    track: Track
    moment: Moment
    seen: list[Seen]
    #: What each event is compared by.
    sides: list[dict[str, Value]]
    siblings: Siblings
    #: Paths that say nothing new of any of its events.
    ignored: frozenset[str]


def _row(step: int, name: str, occurrence: int, cells: Sequence[Cell], *, mark: Mark | None, status: Status) -> Row:
    return Row(
        key=f"{step}/{name}/{occurrence}",
        step=step,
        name=name,
        mark=mark,
        status=status,
        sent=sum(cell.kind == "event" for cell in cells),
        cells=tuple(cells),
    )


def _without_numbering(side: dict[str, Value]) -> dict[str, Value]:
    return {path: value for path, value in side.items() if path not in NUMBERING}


_MOST_FACTS: Final = 2


def _event_cell(here: _Here, seen: Seen, found: list[Apart], rules: tuple[str, ...]) -> Cell:
    differing = _differing(found, begins=seen.new_session)
    told = {fact.path for fact in differing}
    news = _news(seen, here.siblings, dated=here.track.cast is not None)
    facts = (*differing, *(fact for fact in news if fact.path not in told))
    return Cell(
        client=here.track.client.key,
        kind="event",
        event=seen.played.number,
        mark=mark_of(seen.played.event),
        facts=facts,
        differences=tuple(
            PathDifference(path=path, value=short(value, 200), other=short(other, 200)) for path, value, other in found
        ),
        rules_apart=rules,
    )


def _differing(found: list[Apart], *, begins: bool) -> list[Fact]:
    """Say the differences that count most: those in ids and revenue; where there are none, the first others."""
    outer = sorted((one for one in found if one[0] in _OUTER), key=lambda one: _OUTER.index(one[0]))
    chosen = outer or found[:_MOST_FACTS]
    facts = [Fact(text=words(path, value, begins=begins), differs=True, path=path) for path, value, _ in chosen]
    left = 0 if outer else len(found) - len(chosen)
    return [*facts, Fact(text=f"{left} more", differs=True)] if left else facts


_OUTER: Final = (*IDS, "revenue")


def _news(seen: Seen, siblings: Siblings, *, dated: bool) -> list[Fact]:
    """Return what an event has that the one before had not, without comparing it with other clients."""
    played = seen.played
    facts = []
    stamp = played.event.get("timestamp", played.event.get("time"))
    if dated and isinstance(stamp, int) and stamp != played.at:
        facts.append(Fact(text=f"dated {clock_text(stamp)}", path="timestamp"))
    if seen.new_session or (seen.session == "out of session"):
        facts.append(Fact(text=seen.session or "no session", path="session_id"))
    if seen.new_user:
        who = f"{seen.user} = {short(played.event.get('user_id'))}" if seen.user else "no user"
        facts.append(Fact(text=who, path="user_id"))
    if played.revenue:
        facts.append(Fact(text=f"revenue {short(played.revenue)}", path="revenue"))
    apart_by = _told_apart(seen, siblings)
    if apart_by:
        facts.append(apart_by)
    return facts


_MOST_SIBLINGS: Final = 20


def _told_apart(seen: Seen, siblings: Siblings) -> Fact | None:
    """Return the property by which an event is told from others of its name in the same step: `Monopoly`."""
    name = seen.played.name
    alike = siblings[name]
    if not 1 < len(alike) <= _MOST_SIBLINGS or name == SESSION_START:
        return None
    own = seen.played.event.get("event_properties") or {}
    for key in ("name", "title", *own):
        value = own.get(key)
        if isinstance(value, str) and sum(one.get(key) == value for one in alike) == 1:
            return Fact(text=short(value), path=f"event_properties.{key}")
    return None


def _rules_apart(because: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return for each event of a row its rules that most have not, and those of most that it has not."""
    if all(one == because[0] for one in because):
        return [()] * len(because)
    counts = Counter(rule for one in because for rule in dict.fromkeys(one))
    most = {rule for rule, count in counts.items() if count * 2 > len(because)}
    return [tuple(rule for rule in counts if (rule in one) != (rule in most)) for one in because]


def _applied(track: Track, step: Step | None) -> Cell:
    """Return the cell of a setup step: how many of its settings have an effect on the client."""
    if not isinstance(step, AddSource) or not step.settings:
        return Cell(client=track.client.key, kind="empty")
    works = [name for name in step.settings if _works(name, track)]
    text = f"{len(works)} of {len(step.settings)} settings apply"
    return Cell(client=track.client.key, kind="empty", facts=(Fact(text=text),))


def _works(name: str, track: Track) -> bool:
    try:
        setting = settings_module.find(name)
    except DevicemodeError:
        return False
    as_documented = track.client.dialect in ("documented", "printed")
    silent = not setting.documented and setting.works == "in the shipped dialects" and as_documented
    return track.platform in setting.platforms and not silent


def subject_of(step: Step | None) -> Subject:
    """Return what a step is about."""
    if isinstance(step, Expectation):
        return "then"
    if isinstance(step, SETUP):
        return "amplitude" if isinstance(step, SetAccounts) else "given"
    if isinstance(step, MakeCall | CallSDK | DeleteUserData):
        return "call"
    if isinstance(step, Wait):
        return "time"
    if isinstance(step, SetFault):
        return "amplitude"
    return "life"


def detail_of(written: ScriptStep) -> str:
    """Say in a few words what stands under a step."""
    step, argument = written.step, written.argument
    if isinstance(step, MakeCall) and argument.docstring is not None:
        named = [step.fields.get(name) for name in ("event", "userId", "groupId", "name")]
        inside = step.fields.get("properties") or step.fields.get("traits") or {}
        products = inside.get("products") if isinstance(inside, dict) else None
        more = f"{len(products)} products" if isinstance(products, list) else ", ".join(list(inside)[:3])
        return " · ".join([*(short(one) for one in named if isinstance(one, str))][:1] + ([more] if more else []))
    if argument.table is not None:
        if isinstance(step, Expectation) and len(argument.table) > 1:
            count = len(argument.table) - 1
            return f"{count} row{'s' if count > 1 else ''}"
        return ", ".join(f"{short(row[0])} {short(row[-1])}" for row in argument.table[:2])
    return ""


def clock_text(at: int) -> str:
    """Write a moment as a clock shows it: `12:42:20`."""
    return iso_date(at)[11:19]


def _heads(player: Player, play: Play, step: int) -> tuple[Head, ...]:
    columns = [_numbers(player, play, track, step) for track in play.tracks]
    heads = []
    for track, numbers in zip(play.tracks, columns, strict=True):
        facts = tuple(
            Fact(text=_NUMBERS[at](number), differs=not play.shared and _is_minority(at, number, columns))
            for at, number in enumerate(numbers)
        )
        switched = len(track.client.switched)
        dialect = f"{track.client.dialect}, {switched} switched" if switched else track.client.dialect
        heads.append(Head(client=track.client.key, title=track.title, dialect=dialect, facts=facts))
    return tuple(heads)


def _numbers(player: Player, play: Play, track: Track, step: int) -> tuple[float, ...]:
    """Return how many events, sessions and users a track has after a step, and how much revenue."""
    events = track.events(step)
    sessions = {one.event.get("session_id") for one in events} - {None, -1}
    sums = player.totals(play, track, step)
    return len(events), len(sessions), sums.users, sums.revenue


def _plural(number: float, word: str) -> str:
    return f"{int(number) or 'no'} {word}{'' if number == 1 else 's'}"


_NUMBERS: Final = (
    lambda number: _plural(number, "event"),
    lambda number: _plural(number, "session"),
    lambda number: _plural(number, "user"),
    lambda number: f"revenue {short(number)}" if number else "no revenue",
)


def _is_minority(at: int, number: float, columns: Sequence[tuple[float, ...]]) -> bool:
    values = [numbers[at] for numbers in columns]
    most, many = Counter(values).most_common(1)[0]
    return number != most if many * 2 > len(values) else len(set(values)) > 1 and bool(number)
