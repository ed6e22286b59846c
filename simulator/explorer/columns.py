"""Columns: a column per client, equal events in one row, and the differences in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.phrases import Step
from simulator.explorer.alignment import aligned
from simulator.explorer.cells import Here, Siblings, applied, event_cell, rules_apart_of, without_numbering
from simulator.explorer.facts import (
    NUMBERING,
    Fact,
    Mark,
    PathDifference,
    Seen,
    apart,
    clock_text,
    compared,
    seen_of,
    short,
)
from simulator.explorer.grid import Cell, Head, Kind, Row, Status, StepRow, Subject, Table
from simulator.explorer.heads import heads_of
from simulator.explorer.playing import Moment, Play, Player, Track
from simulator.explorer.steps import detail_of, subject_of
from simulator.model.commands import SetUserId

__all__ = [
    "Cell",
    "Fact",
    "Head",
    "Kind",
    "Mark",
    "PathDifference",
    "Row",
    "Status",
    "StepRow",
    "Subject",
    "Table",
    "clock_text",
    "detail_of",
    "subject_of",
    "table",
]


def table(player: Player, play: Play, *, step: int | None = None, numbering: bool = False) -> Table:
    """Return the grid after a step; `numbering` counts differences in event_id and sequence_number."""
    last = play.steps if step is None else min(step, play.steps)
    # An app without a session has only events out of session, and those are compared.
    without = tuple(
        track.platform == "server"
        and not any((event.event.get("session_id") or -1) != -1 for event in track.events(last))
        for track in play.tracks
    )
    columns = _Columns(player, play, last, without, numbering=numbering)
    steps = tuple(columns.step_row(number) for number in range(1, last + 1))
    rows = [row for one in steps for row in one.rows]
    return Table(
        heads=heads_of(player, play, last),
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
        cells = [self._aside(track, moment) or applied(track, step) for track, moment in self._pairs(moments)]
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
        """Return the row of a call that made no event on any client."""
        cells = [self._aside(track, moment) or self._unsent(track, moment) for track, moment in self._pairs(moments)]
        return _row(number, "", 0, cells, mark=None, status="same")

    def _unsent(self, track: Track, moment: Moment) -> Cell:
        if self._play.shared and not moment.messages:
            return Cell(client=track.client.key, kind="empty")
        users = [
            one.user_id
            for earlier in track.moments[: moment.step]
            for one in earlier.commands
            if isinstance(one, SetUserId) and one.user_id
        ]
        if not any(isinstance(one, SetUserId) and one.user_id for one in moment.commands):
            return Cell(client=track.client.key, kind="nothing")
        role = f"user {len(dict.fromkeys(users[: users.index(users[-1]) + 1]))}"
        fact = Fact(text=f"{role} = {short(users[-1])}", path="user_id")
        return Cell(client=track.client.key, kind="empty", facts=(fact,))

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
            return without_numbering(here[a].sides[i]) == without_numbering(here[b].sides[j])

        counts: Counter[str] = Counter()
        rows = []
        for indexes in aligned([[seen.played.name for seen in column.seen] for column in here], equal):
            at, index = next((at, index) for at, index in enumerate(indexes) if index is not None)
            name = here[at].seen[index].played.name
            counts[name] += 1
            rows.append(self._event_row(number, name, counts[name], here, indexes))
        return tuple(rows)

    def _here(self, index: int, track: Track, moment: Moment) -> Here:
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
        return Here(
            track=track,
            moment=moment,
            seen=seen,
            sides=[compared(one, one_platform=self._one_platform, numbering=True) for one in seen],
            siblings=siblings,
            ignored=frozenset({"session_id"} if self._without[index] else ()),
        )

    def _event_row(
        self, number: int, name: str, occurrence: int, here: Sequence[Here], indexes: tuple[int | None, ...]
    ) -> Row:
        present = [(column, index) for column, index in enumerate(indexes) if index is not None]
        found = apart([here[c].sides[i] for c, i in present], [here[c].ignored for c, _ in present])
        rules = rules_apart_of([here[c].seen[i].played.because for c, i in present])
        told = {column: (found[at], rules[at]) for at, (column, _) in enumerate(present)}
        cells = []
        for column, index in enumerate(indexes):
            if index is None:
                cells.append(self._missing(here[column], first=occurrence == 1))
                continue
            differing, apart_by = told[column]
            counted = [one for one in differing if self._numbering or one[0] not in NUMBERING]
            cells.append(event_cell(here[column], here[column].seen[index], counted, apart_by))
        paths = {path for one in found for path, _, _ in one}
        differs = bool(paths if self._numbering else paths - set(NUMBERING))
        missing = not self._play.shared and len(present) < len(self._play.tracks)
        status: Status = (
            ("differs and missing" if missing else "differs")
            if differs
            else ("missing" if missing else "numbering" if paths else "same")
        )
        return _row(number, name, occurrence, cells, mark=next(cell.mark for cell in cells if cell.mark), status=status)

    def _missing(self, here: Here, *, first: bool) -> Cell:
        """Return the cell of a client that has no event in a row."""
        aside = self._aside(here.track, here.moment) if first and not here.seen else None
        return aside or Cell(client=here.track.client.key, kind="empty" if self._play.shared else "nothing")


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
