"""Heads of columns: totals of a whole column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from simulator.explorer.facts import Fact, short
from simulator.explorer.grid import Head
from simulator.explorer.playing import Play, Player, Track


def heads_of(player: Player, play: Play, step: int) -> tuple[Head, ...]:
    """Return the heads of the columns after a step."""
    columns = [_numbers(player, play, track, step) for track in play.tracks]
    heads = []
    for track, numbers in zip(play.tracks, columns, strict=True):
        facts = tuple(
            Fact(text=_NUMBERS[at](number), differs=not play.shared and _is_minority(at, number, columns))
            for at, number in enumerate(numbers)
        )
        switched = len(track.client.switched)
        divergences = "1 divergence" if switched == 1 else f"{switched} divergences"
        dialect = f"{track.client.dialect}, {divergences} switched" if switched else track.client.dialect
        heads.append(Head(client=track.client.key, title=track.title, dialect=dialect, facts=facts))
    return tuple(heads)


def _numbers(player: Player, play: Play, track: Track, step: int) -> tuple[float, ...]:
    """Return the numbers of events, sessions and users of a track after a step, and its revenue."""
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
