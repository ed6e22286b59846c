"""Trying out a scenario: all of its results, for a person or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from simulator.backend.ingestion.project import identity_of
from simulator.conformance.judging.evidence import Crashed, Refusal
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.cases import Case
from simulator.conformance.running.amplitude import Project
from simulator.conformance.running.reference import Reference, StorageOf
from simulator.conformance.running.runner import Failure, Performance
from simulator.conformance.running.silent_calls import Silent
from simulator.documentation.platforms import TITLES, Platform
from simulator.documentation.rules import Because
from simulator.errors import printable
from simulator.model.dialects import Dialect
from simulator.values import JSONObject, Value, iso_date

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """One event that Amplitude received."""

    sender: str
    because: Because
    event: JSONObject


class ExploredCrash(Crashed, frozen=True, kw_only=True):
    """A crash, with the rules behind it."""

    because: Because
    #: Whether a step expected it.
    expected: bool


class Exploration(msgspec.Struct, frozen=True, kw_only=True):
    """The results of one scenario on one platform."""

    case: str
    scenario: str
    dialect: str
    #: As chosen for a scenario that leaves it open, else the scenario's own.
    platforms: tuple[Platform, ...]
    events: tuple[Explored, ...]
    usermap_requests: tuple[JSONObject, ...]
    #: The device ids that apps read where a step asks for them.
    device_ids_read: tuple[str | None, ...]
    warnings: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    crashes: tuple[ExploredCrash, ...]
    failures: tuple[Failure, ...]
    #: Whether there was anything to judge.
    judged: bool
    #: The calls that made no event, where somebody asked for them.
    silent: tuple[Silent, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a Then step did not hold, or a judged scenario had a refusal or a crash that it did not expect."""
        amiss = bool(self.refusals) or not all(one.expected for one in self.crashes)
        return bool(self.failures) or (self.judged and amiss)

    def to_json(self) -> str:
        """Return everything as one line of JSON."""
        return msgspec.json.encode(self).decode()


def explore(
    case: Case,
    *,
    dialect: str | Dialect | None = None,
    platform: Platform | None = None,
    storage_of: StorageOf | None = None,
    project: Project | None = None,
) -> Exploration:
    """Perform a case and return all of its results. A refused step is reported, and the rest is performed.

    `project` takes the requests and shows their results, in place of a backend in memory.
    """
    chosen = dialect or case.home_dialect
    target = Reference(dialect=chosen, platform=platform, seed=case.id, storage_of=storage_of, project=project)
    performance = Performance(target)
    failures = []
    for one in case.steps:
        differences = performance.step(one.step, one.line)
        if differences:
            failures.append(Failure(one.text, one.line, tuple(differences)))
    target.drain()
    view = target.view()
    because, usermap_because = target.rules_behind_events(), target.rules_behind_usermaps()
    return Exploration(
        case=case.id,
        scenario=case.scenario,
        dialect=chosen.name if isinstance(chosen, Dialect) else chosen,
        platforms=(platform,) if platform else case.platforms,
        events=tuple(
            Explored(
                sender=event["amplitude"]["sender"], because=because.get(identity_of(event) or "", ()), event=event
            )
            for event in view.events
        ),
        usermap_requests=tuple(
            {
                **msgspec.to_builtins(one),
                "because": usermap_because.get((one.user_id, one.global_user_id, one.unmap), ()),
            }
            for one in view.usermap_requests
        ),
        device_ids_read=tuple(target.device_ids_read),
        warnings=tuple(target.warnings()),
        refusals=tuple(performance.refusals),
        crashes=tuple(_crashes(target, performance.expected_crashes)),
        failures=tuple(failures),
        judged=any(isinstance(one.step, Expectation) for one in case.steps),
    )


def _crashes(target: Reference, expected: list[Crashed]) -> Iterator[ExploredCrash]:
    for one, because in zip(target.crashes(), target.rules_behind_crashes(), strict=True):
        yield ExploredCrash(app=one.app, call=one.call, reason=one.reason, because=because, expected=one in expected)


def render(case: Case, explorations: list[Exploration], *, width: int) -> RenderableType:
    """Return the explorations side by side, a column per platform; below 100 columns, one under the other."""
    from rich.console import Group
    from rich.text import Text

    title = Text.assemble((case.scenario, "bold"), f"  ({explorations[0].dialect})")
    groups = [explorations] if width >= 100 else [[one] for one in explorations]
    return Group(title, *(_table(group, width) for group in groups), Text(""))


def _table(explorations: list[Exploration], width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    cell_width = (width - 1) // len(explorations) - 3
    table = Table(show_lines=True, header_style="bold cyan")
    columns = []
    for one in explorations:
        name = " + ".join(TITLES[platform] for platform in one.platforms)
        table.add_column(name, overflow="fold", width=cell_width)
        columns.append(_Column(one, cell_width))
    for index in range(max(len(column.events) for column in columns)):
        table.add_row(*(column.events[index] if index < len(column.events) else Text("") for column in columns))
    if any(column.common for column in columns):
        table.add_row(*(column.common for column in columns))
    if any(column.remarks for column in columns):
        table.add_row(*(column.remarks for column in columns))
    return table


class _Column:
    """One platform: its events, what all of them have in common, and what else is to be said."""

    def __init__(self, exploration: Exploration, width: int) -> None:
        from rich.text import Text

        self._width = width
        self._ids: dict[tuple[str, Value], str] = {}
        becauses = [event.because for event in exploration.events]
        shared = [rule for rule in becauses[0] if all(rule in one for one in becauses)] if len(becauses) > 1 else []
        self.events = [self._event(number, one, shared) for number, one in enumerate(exploration.events, 1)]
        self.events += [self._usermap(request) for request in exploration.usermap_requests]
        if not self.events:
            self.events = [Text("Amplitude receives nothing", style="dim")]
        self.common = Text()
        for (_, value), name in self._ids.items():
            self.common.append(f"{name} = {printable(_moment(value))}\n", style="dim")
        if shared:
            self.common.append("every event, because\n", style="dim")
            self.common.append("\n".join(shared), style="cyan")
        self.remarks = self._remarks(exploration)

    def _event(self, number: int, one: Explored, shared: list[str]) -> Text:
        from rich.text import Text

        event = one.event
        text = Text.assemble((f"{number} {printable(event['event_type'])}\n", "bold"))
        text.append(" · ".join(self._identity(event)) + "\n", style="dim")
        for part in SHOWN:
            for line in value_lines(part, event.get(part) or {}):
                text.append(self._cut(line) + "\n")
        if event["amplitude"]["revenue"]:
            text.append(f"counts {event['amplitude']['revenue']:g} revenue\n", style="green")
        text.append("\n".join(rule for rule in one.because if rule not in shared), style="cyan")
        return text

    def _identity(self, event: JSONObject) -> list[str]:
        session = event.get("session_id", -1)
        ids = ["no session" if session == -1 else self._name("session", session)]
        ids += [self._name(kind, event[f"{kind}_id"]) for kind in ("device", "user") if event.get(f"{kind}_id")]
        return ids

    def _name(self, kind: str, value: Value) -> str:
        """Return `session 1`, `session 2`, … for values in the order they come."""
        number = sum(1 for known, _ in self._ids if known == kind) + 1
        return self._ids.setdefault((kind, value), f"{kind} {number}")

    def _usermap(self, request: JSONObject) -> Text:
        from rich.text import Text

        target = "no global user" if request["unmap"] else f"global user {printable(request['global_user_id'])}"
        return Text.assemble(
            ("usermap\n", "bold"),
            f"user {printable(request['user_id'])} → {target}\n",
            ("\n".join(request["because"]), "cyan"),
        )

    def _remarks(self, exploration: Exploration) -> Text:
        from rich.text import Text

        text = Text()
        for call in exploration.silent:
            text.append(f"{call.says}\n", style="yellow")
            text.append("".join(f"{rule}\n" for rule in call.rules), style="cyan")
        for warning in exploration.warnings:
            text.append("warning: ", style="yellow").append(f"{printable(warning)}\n")
        for refusal in exploration.refusals:
            text.append(f"line {refusal.line} is refused: ", style="bold red").append(f"{refusal.says}\n")
        for crash in exploration.crashes:
            text.append(f"the {crash.app} crashes on {crash.call}: ", style="bold red").append(printable(crash.reason))
            text.append("\n" + "".join(f"{rule}\n" for rule in crash.because), style="cyan")
        for failure in exploration.failures:
            text.append(f"line {failure.line} does not hold\n", style="bold red")
            for one in failure.differences:
                text.append(printable(f"{one.path}: expected {one.expected}, actual {one.actual}") + "\n")
        return text

    def _cut(self, line: str) -> str:
        line = printable(line)
        return line if len(line) <= self._width else line[: self._width - 1] + "…"


SHOWN = ("event_properties", "user_properties", "groups", "group_properties")


def value_lines(part: str, values: JSONObject) -> list[str]:
    """Write an object with a line for each property; operations of an identify name their operator."""
    prefix = "" if part == "event_properties" else f"{part} "
    flat: list[str] = []
    for key, value in values.items():
        if key.startswith("$") and isinstance(value, dict):
            flat += [f"{prefix}{key} {name}: {_short(item)}" for name, item in value.items()]
        else:
            flat.append(f"{prefix}{key}: {_short(value)}")
    return flat


def _short(value: Value) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def spaced(text: str) -> str:
    """Write a list or an object with a space after each of its parts, so that no line is broken within one."""
    if not text.startswith(("[", "{")):
        return text
    try:
        return msgspec.json.format(text, indent=0)
    except (msgspec.DecodeError, RecursionError):
        return text


def _moment(value: Value) -> str:
    return iso_date(value) if isinstance(value, int) else str(value)
