"""Two readings side by side: their differences for a scenario, and the divergences that explain these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

import msgspec

from simulator.conformance.judging.matching import ABSENT, Difference, difference_of_kind, show
from simulator.conformance.language.cases import Case
from simulator.conformance.running.exploration import SHOWN, Exploration, explore, spaced, value_lines
from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.errors import UsageError, nearest, printable, quoted
from simulator.model.dialects import DIALECTS, Dialect, dialect, dialect_of
from simulator.model.divergences import divergence, divergences
from simulator.values import JSONObject, Value

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_RANDOM: Final = ("uuid", "insert_id")
_OF_A_RELEASE: Final = ("library",)
"""Fields that are not compared because they only say which release it is."""
_ADVERTISING_ID: Final = "ios_idfa"
_OF_EVERY_PLATFORM: Final = (
    "event_type",
    "event_properties",
    "user_properties",
    "groups",
    "group_properties",
    "user_id",
    "amplitude",
)
"""The fields that are compared between two platforms; the others differ by nature."""
_BY_NATURE: Final = ("sender", "user")
"""Amplitude's additions to an event that only say its platform, or in which order users came."""


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison: a dialect, a platform, or both."""

    dialect: str
    #: None where the scenario says it.
    platform: Platform | None = None

    @property
    def title(self) -> str:
        """The heading of the side's column."""
        return f"{TITLES[self.platform]}, {self.dialect}" if self.platform else self.dialect


def sides(text: str) -> tuple[Side, Side]:
    """Read `documented,shipped`, `ios,android` or `web:documented,web:latest`."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise UsageError(
            f"{quoted(text)} names {'one side' if len(parts) == 1 else f'{len(parts)} sides'}; "
            "a comparison has two, like documented,shipped"
        )
    first, second = (_side(part) for part in parts)
    return first, second


def _side(text: str) -> Side:
    platform: Platform | None = None
    reading = DIALECTS[0]
    for word in text.split(":"):
        if word in PLATFORMS:
            platform = next(known for known in PLATFORMS if known == word)
        elif word in DIALECTS:
            reading = next(known for known in DIALECTS if known == word)
        else:
            known = (*DIALECTS, *PLATFORMS)
            raise UsageError(
                f"{quoted(word)} is neither a dialect nor a platform.{nearest(word, known)} "
                f"There are {', '.join(known)}"
            )
    return Side(reading, platform)


class Pair(msgspec.Struct, frozen=True):
    """The events at one place of both sides; None where a side has nothing there."""

    left: JSONObject | None
    right: JSONObject | None
    #: `expected` is the left side, `actual` the right one.
    differences: tuple[Difference, ...]

    @property
    def event_type(self) -> str:
        """The event type of either side."""
        return str((self.left or self.right or {})["event_type"])


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario on two sides."""

    case: str
    scenario: str
    left: str
    right: str
    pairs: tuple[Pair, ...]
    #: The divergences that explain the differences, where both sides are one platform.
    divergences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not any(pair.differences for pair in self.pairs)

    def to_json(self) -> str:
        """Return everything as one line of JSON."""
        return msgspec.json.encode(self).decode()


def comparable(case: Case, *sides: Side) -> bool:
    """Tell whether a case can be performed on these sides: one that says its platforms itself is on no other."""
    return not case.platforms or all(side.platform is None or case.platforms == (side.platform,) for side in sides)


def compare(case: Case, left: Side, right: Side, *, platform: Platform | None = None) -> Comparison:
    """Perform a case on both sides; `platform` stands in where a side and the scenario leave it open."""
    on_left, on_right = left.platform or platform, right.platform or platform
    one = explore(case, dialect=_about(case, dialect(left.dialect)), platform=on_left)
    other = explore(case, dialect=_about(case, dialect(right.dialect)), platform=on_right)
    fields = None if on_left == on_right else _OF_EVERY_PLATFORM
    found = tuple(pairs(_compared(one, fields), _compared(other, fields)))
    explained = explanations(case, left.dialect, right.dialect, platform=on_left) if fields is None else ()
    return Comparison(
        case=case.id, scenario=case.scenario, left=left.title, right=right.title, pairs=found, divergences=explained
    )


def _compared(explored: Exploration, fields: Sequence[str] | None) -> list[JSONObject]:
    """Return the parts to compare: events without random ids, usermap requests, device ids read, refusals, crashes."""
    events = [compared_event(one.event, fields) for one in explored.events]
    usermaps = [{"event_type": "(usermap)", **request, "because": None} for request in explored.usermap_requests]
    refusals = [{"event_type": "(refused)", "sentence": one.says} for one in explored.refusals]
    crashes = [{"event_type": "(crash)", "sentence": one.sentence()} for one in explored.crashes]
    ids = () if fields else explored.device_ids_read
    read = [{"event_type": "(device id read)", "device_id": value} for value in ids]
    return [*events, *usermaps, *read, *refusals, *crashes]


def compared_event(event: JSONObject, fields: Sequence[str] | None = None) -> JSONObject:
    """Return the parts of an event to compare; its advertising id only says whether the release sends it."""
    kept = {key: value for key, value in event.items() if _counts(key, value, fields)}
    if fields is not None and isinstance(kept.get("amplitude"), dict):
        kept["amplitude"] = {name: value for name, value in kept["amplitude"].items() if name not in _BY_NATURE}
    found = kept.get("api_properties")
    if isinstance(found, dict) and _ADVERTISING_ID in found:
        kept["api_properties"] = {name: value for name, value in found.items() if name != _ADVERTISING_ID}
    return kept


def _counts(key: str, value: Value, fields: Sequence[str] | None) -> bool:
    """Tell whether a field is compared; between platforms, null is as good as nothing."""
    return key not in (*_RANDOM, *_OF_A_RELEASE) if fields is None else key in fields and value is not None


def pairs(left: list[JSONObject], right: list[JSONObject]) -> Iterator[Pair]:
    """Align two sequences of events by their types and compare those at the same place."""
    before, after = ([str(event["event_type"]) for event in side] for side in (left, right))
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for _, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        for index in range(max(to_left - from_left, to_right - from_right)):
            one = left[from_left + index] if from_left + index < to_left else None
            other = right[from_right + index] if from_right + index < to_right else None
            yield Pair(one, other, tuple(_differences(one, other)))


def _differences(left: JSONObject | None, right: JSONObject | None) -> Iterator[Difference]:
    if left is None or right is None:
        present = left or right or {}
        name = str(present["event_type"])
        yield Difference("event", name if left else "(none)", name if right else "(none)")
        return
    one, other = dict(_leaves(left)), dict(_leaves(right))
    empty = _empty(one, other) | _empty(other, one)
    for path in dict.fromkeys((*one, *other)):
        if path in empty:
            continue
        before, after = one.get(path, ABSENT), other.get(path, ABSENT)
        if before != after or type(before) is not type(after):
            shown = Difference(path, show(before), show(after))
            yield shown if shown.expected != shown.actual else difference_of_kind(path, before, after)


def _empty(side: Mapping[str, Value], other: Mapping[str, Value]) -> set[str]:
    """Return the paths of empty objects that are not empty on the other side, whose leaves tell the difference."""
    return {path for path, value in side.items() if value == {} and any(one.startswith(f"{path}.") for one in other)}


def _leaves(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    else:
        yield path, value


def explanations(case: Case, first: str, second: str, *, platform: Platform | None = None) -> tuple[str, ...]:
    """Return the divergences that change the outcome of a case between two dialects.

    One counts if taking it out of the dialect that has it, or adding it to the one that lacks it, changes anything.
    """
    one, other = _about(case, dialect(first)), _about(case, dialect(second))
    apart = one.divergences ^ other.divergences
    platforms = {platform} if platform else set(case.platforms)
    chosen = [name for name, entry in divergences().items() if name in apart and entry.platform in platforms]

    def result(reading: Dialect) -> list[JSONObject]:
        return outcome(case, reading, platform=platform)

    plain, full = result(one), result(other)
    if plain == full:
        return ()
    return tuple(name for name in chosen if _matters(name, one, plain, result) or _matters(name, other, full, result))


def outcome(case: Case, reading: Dialect, *, platform: Platform | None = None) -> list[JSONObject]:
    """Return the outcome in a dialect: events without random ids, usermap requests, device ids, refusals, crashes.

    `platform` stands in where the scenario says only "an app".
    """
    return _compared(explore(case, dialect=reading, platform=platform), None)


def _about(case: Case, reading: Dialect) -> Dialect:
    """Return a dialect without divergences that show in every event, unless the case is about them."""
    return without_everywhere(reading, but=case.divergences)


def without_everywhere(reading: Dialect, *, but: Collection[str] = ()) -> Dialect:
    """Return a dialect without the divergences that show in every event, except those in `but`."""
    hidden = {name for name in reading.divergences if divergence(name).everywhere and name not in but}
    return dialect_of(reading.name, reading.divergences - hidden) if hidden else reading


def _matters(
    name: str, reading: Dialect, expected: list[JSONObject], result: Callable[[Dialect], list[JSONObject]]
) -> bool:
    """Tell whether switching one divergence on or off in a dialect changes the result."""
    return result(dialect_of(reading.name, reading.divergences ^ {name})) != expected


def render(comparison: Comparison) -> RenderableType:
    """Return a comparison for people: a row per event, the differences in it, and what explains them."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=True, header_style="bold cyan")
    table.add_column(comparison.left, ratio=1, overflow="fold")
    table.add_column(comparison.right, ratio=1, overflow="fold")
    for number, pair in enumerate(comparison.pairs, 1):
        table.add_row(_cell(number, pair, pair.left, left=True), _cell(number, pair, pair.right, left=False))
    parts: list[RenderableType] = [Text(comparison.scenario, style="bold"), table]
    for name in comparison.divergences:
        entry = divergence(name)
        parts.append(Text.assemble((f"{name}\n", "cyan"), f"  documented: {entry.docs}\n", f"  shipped: {entry.ships}"))
    if not comparison.pairs:
        parts.append(Text("nothing arrives on either side", style="dim"))
    elif comparison.same:
        parts.append(Text(f"no difference: all that arrives is the same ({len(comparison.pairs)})", style="green"))
    else:
        differing = sum(bool(pair.differences) for pair in comparison.pairs)
        parts.append(Text(f"{differing} of {len(comparison.pairs)} differ; everything not shown is the same"))
    return Group(*parts, Text(""))


def _cell(number: int, pair: Pair, event: JSONObject | None, *, left: bool) -> Text:
    from rich.text import Text

    if event is None:
        return Text("(nothing)", style="red")
    text = Text.assemble((f"{number} {printable(event['event_type'])}", "bold"))
    if "sentence" in event:
        text.append(f"\n{printable(event['sentence'])}")
    if pair.left is None or pair.right is None or not pair.differences:
        if not pair.differences:
            text.append("  the same", style="green")
        for part in SHOWN:
            for line in value_lines(part, event.get(part) or {}):
                text.append(f"\n{printable(line)}", style="dim")
        return text
    for one in pair.differences:
        style = "green" if left else "red"
        text.append(f"\n≠ {printable(one.path)}: ", style="yellow")
        text.append(printable(spaced(one.expected if left else one.actual)), style=style)
    return text
