"""Trying out a scenario: everything that came of it, for a person or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.conformance.cases import Case
from simulator.conformance.expectations import Expectation, events_of
from simulator.conformance.reference import Reference
from simulator.conformance.runner import Failure, Performance
from simulator.platforms import TITLES, Platform
from simulator.rules import Because
from simulator.values import JSONObject, Value

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """One event that Amplitude received."""

    sender: str
    because: Because
    event: JSONObject


class Exploration(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one scenario on one platform."""

    case: str
    scenario: str
    dialect: str
    #: As chosen for a scenario that leaves it open, else the scenario's own.
    platforms: tuple[Platform, ...]
    events: tuple[Explored, ...]
    usermap_requests: tuple[JSONObject, ...]
    warnings: tuple[str, ...]
    refusals: tuple[str, ...]
    failures: tuple[Failure, ...]
    #: Whether there was anything to judge.
    judged: bool

    @property
    def failed(self) -> bool:
        """Whether a Then step did not hold, or a step of a judged scenario was refused."""
        return bool(self.failures) or (self.judged and bool(self.refusals))

    def to_json(self) -> str:
        """Return everything as one line of JSON."""
        return msgspec.json.encode(self).decode()


def explore(case: Case, *, dialect: str | None = None, platform: Platform | None = None) -> Exploration:
    """Perform a case and keep everything that came of it. Refused steps are reported; the others go on."""
    chosen = dialect or case.home_dialect
    target = Reference(dialect=chosen, platform=platform, seed=case.id)
    performance = Performance(target)
    failures = []
    for one in case.steps:
        differences = performance.step(one.step)
        if differences:
            failures.append(Failure(one.text, one.line, tuple(differences)))
    target.drain()
    events = zip(target.backend.received, events_of(target.backend), strict=True)
    return Exploration(
        case=case.id,
        scenario=case.scenario,
        dialect=chosen,
        platforms=(platform,) if platform else case.platforms,
        events=tuple(Explored(sender=one.sender, because=one.because, event=event) for one, event in events),
        usermap_requests=tuple(msgspec.to_builtins(one) for one in target.backend.usermap_requests),
        warnings=tuple(target.warnings()),
        refusals=tuple(performance.refusals),
        failures=tuple(failures),
        judged=any(isinstance(one.step, Expectation) for one in case.steps),
    )


def render(case: Case, explorations: list[Exploration], *, width: int) -> RenderableType:
    """Return the explorations side by side, a column per platform; narrower than 100 columns, one below the other."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    title = Text.assemble((case.scenario, "bold"), f"  ({explorations[0].dialect})")
    groups = [explorations] if width >= 100 else [[one] for one in explorations]
    parts: list[RenderableType] = [title]
    for group in groups:
        table = Table(show_lines=True, header_style="bold cyan", expand=False)
        for one in group:
            name = " + ".join(TITLES[platform] for platform in one.platforms)
            table.add_column(name, overflow="fold", ratio=1, min_width=20)
        columns = [_column(one) for one in group]
        for index in range(max(map(len, columns))):
            table.add_row(*(column[index] if index < len(column) else Text("") for column in columns))
        parts.append(table)
    return Group(*parts, Text(""))


def _column(one: Exploration) -> list[Text]:
    """Return the cells of one platform: what is common, then the events, then everything else."""
    from rich.text import Text

    common = _common([event.because for event in one.events])
    names = _Names()
    cells = [_event(number, event, common, names) for number, event in enumerate(one.events, 1)]
    cells += [Text.assemble(("usermap\n", "bold"), _shown(request)) for request in one.usermap_requests]
    if not cells:
        cells = [Text("Amplitude receives nothing", style="dim")]
    if common:
        cells.append(Text.assemble(("because, of every event\n", "dim"), ("\n".join(common), "cyan")))
    cells += [Text.assemble(("warning\n", "yellow"), text) for text in one.warnings]
    cells += [Text.assemble(("refused\n", "bold red"), text) for text in one.refusals]
    for failure in one.failures:
        lines = "\n".join(f"{d.path}: expected {d.expected}, actual {d.actual}" for d in failure.differences)
        cells.append(Text.assemble((f"line {failure.line} does not hold\n", "bold red"), lines))
    return cells


def _common(becauses: list[Because]) -> tuple[str, ...]:
    if len(becauses) < 2:
        return ()
    return tuple(rule for rule in becauses[0] if all(rule in because for because in becauses))


class _Names:
    """Short names for ids, numbered as they come."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Value], str] = {}

    def of(self, kind: str, value: Value) -> str:
        """Return `session 1`, `session 2`, …."""
        number = sum(1 for known, _ in self._known if known == kind) + 1
        return self._known.setdefault((kind, value), f"{kind} {number}")


def _event(number: int, one: Explored, common: tuple[str, ...], names: _Names) -> Text:
    from rich.text import Text

    event = one.event
    text = Text.assemble((f"{number} {event['event_type']}\n", "bold"))
    session = event.get("session_id", -1)
    where = "no session" if session == -1 else f"{names.of('session', session)} ({session})"
    ids = [where]
    if event.get("device_id"):
        ids.append(f"device {event['device_id']}")
    if event.get("user_id"):
        ids.append(f"user {event['user_id']}")
    text.append("\n".join(ids) + "\n", style="dim")
    for name in _SHOWN:
        if event.get(name):
            text.append(f"{name} {_shown(event[name])}\n")
    if event["amplitude"]["revenue"]:
        text.append(f"revenue {event['amplitude']['revenue']:g}\n", style="green")
    own = [rule for rule in one.because if rule not in common]
    text.append("\n".join(own), style="cyan")
    return text


_SHOWN = ("event_properties", "user_properties", "groups", "group_properties")


def _shown(value: Any) -> str:
    """Write an object in short: long texts and lists are cut."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_short(item)}" for key, item in value.items())
    return _short(value)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 40 else text[:37] + "…"
