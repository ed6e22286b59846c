"""A port without an adapter: a person or a script performs a scenario, and what arrives at the backend is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

import msgspec

from simulator.backend import Backend
from simulator.backend.reading.view import View, view_of
from simulator.conformance.judging.evidence import Crashed
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.judging.matching import Difference, Roles
from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action
from simulator.conformance.language.cases import Case, CaseStep, slug
from simulator.conformance.running.runner import Failure, Performance, Refused, Verdict
from simulator.documentation import settings
from simulator.documentation.rules import Because
from simulator.errors import UsageError
from simulator.ports.protocol.capabilities import has_a_part, needs
from simulator.ports.segment.sources import Source, made_source
from simulator.values import JSONObject

UNSEEN: Final = {
    "device-id": "what an app reads as its device id",
    "messages": "what Segment's library makes of a call",
    "segment-servers": "what Segment's servers send for an app",
    "warnings": "what the integration logs",
    "refusals": "what a port refuses",
    "crashes": "what ends an app",
}
"""Things that uploads don't show, by the capability of an adapter that reports them."""


SHOWN_BY_SEGMENT: Final = ("messages", "segment-servers")
"""Capabilities whose data can be seen where Segment's libraries send to Segment's stand-in."""

Messages = Callable[[], list[JSONObject]]
"""Returns the messages that Segment's stand-in has."""


def unwatchable(case: Case, *, through_segment: bool = False) -> str:
    """Return the demands of a case that uploads can't meet, for people; empty if there are none.

    `through_segment` is whether Segment's libraries send to Segment's stand-in.
    """
    asked = needs(case)
    shown = SHOWN_BY_SEGMENT if through_segment else ()
    found = [says for name, says in UNSEEN.items() if name in asked.capabilities and name not in shown]
    if set(case.platforms) == {"server"}:
        # A stand-in for Segment's servers uploads like an app.
        found = [says for says in found if says != UNSEEN["segment-servers"]]
    if not has_a_part(case):
        found.append("what a client of Amplitude's API posts")
    if asked.commands:
        found.append("the calls on Amplitude's SDK")
    if any(isinstance(one.step, actions.SetFault) and one.step.app for one in case.steps):
        found.append("which device an app is on, before Amplitude misbehaves to that one alone")
    return ", ".join(found)


class Performer(Protocol):
    """Whoever performs the scenario: reads what to do, and sees how it is judged."""

    def show_step(self, step: CaseStep, filled: str) -> None:
        """Show what to do, or what Amplitude does; `filled` has the fields with ids to pass on, if there are any."""

    def wait(self) -> None:
        """Return when all steps that were shown have been done."""

    def show_result(self, step: CaseStep, differences: Sequence[Difference]) -> None:
        """Show whether what arrived is as expected."""


def sources_of(case: Case) -> tuple[Source, ...]:
    """Return the sources that a case has, for Segment's stand-in: each has its own name as its write key."""
    made = {}
    for one in case.steps:
        if isinstance(one.step, actions.AddSource):
            name = slug(one.step.app or "source")
            platform = one.step.platform or next(iter(case.platforms), "web")
            mode = "cloud" if platform == "server" else one.step.mode
            made[name] = made_source(platform, mode, settings.parse(one.step.settings), name=name)
    return tuple(made.values())


def watch(
    case: Case, backend: Backend, performer: Performer, *, dialect: str, messages: Messages | None = None
) -> Verdict:
    """Have a case performed by somebody else, and judge what arrives at a backend.

    `messages` are those of Segment's stand-in, if Segment's libraries send to it.
    """
    target = _Uploads(backend, performer, messages)
    performance = Performance(target)
    failures = []
    for one in case.steps:
        if not isinstance(one.step, Expectation):
            if isinstance(one.step, actions.SetFault):
                # Earlier actions have to be done before Amplitude misbehaves.
                target.wait_for_actions()
            performer.show_step(one, _filled(one, performance.roles))
        differences = performance.step(one.step, one.line)
        if isinstance(one.step, Expectation):
            performer.show_result(one, differences)
        if differences:
            failures.append(Failure(one.text, one.line, tuple(differences)))
    return Verdict(case=case.id, status="failed" if failures else "passed", dialect=dialect, failures=tuple(failures))


class _Uploads:
    """A target that only shows its uploads, in the hands of whoever performs the scenario."""

    own_sentences = False

    def __init__(self, backend: Backend, performer: Performer, messages: Messages | None) -> None:
        self._backend = backend
        self._messages = messages
        self._performer = performer
        #: Whether steps have been shown, and not waited for, that set a scenario up, and that make something happen.
        self._setup_shown = False
        self._actions_shown = False

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Do nothing: somebody else launches the apps."""

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Note that an action awaits the performer, unless it is up to Amplitude."""
        if isinstance(action, actions.SetFault):
            if action.fault is None:
                self._backend.faults.clear()
            else:
                self._backend.faults.set(action.fault)
        elif isinstance(action, actions.SetAccounts):
            self._backend.accounts = action.accounts
        elif isinstance(action, actions.SETUP):
            self._setup_shown = True
        else:
            self._actions_shown = True

    def wait_for_actions(self) -> None:
        """Wait until the shown steps have been done, unless they only set the scenario up."""
        if self._actions_shown:
            self._performer.wait()
            self._setup_shown = self._actions_shown = False

    def await_refusals(self) -> None:
        """Wait until everything that was shown has been done."""
        if self._setup_shown or self._actions_shown:
            self._performer.wait()
            self._setup_shown = self._actions_shown = False

    def rules_behind_events(self) -> dict[str, Because]:
        """Return nothing: uploads don't show which rules made an event."""
        return {}

    def drain(self) -> None:
        """Wait until the queue has been uploaded."""
        self.await_refusals()

    def view(self) -> View:
        """Return the arrivals, once the shown steps have been done."""
        self.await_refusals()
        return view_of(self._backend)

    def prepare(self, roles: Roles) -> None:
        """Bind nothing: each role stands for the first value that is seen."""

    def commands(self) -> list[Any]:
        """Refuse; `unwatchable` has said so beforehand."""
        raise UsageError("uploads don't show the calls on Amplitude's SDK")

    def messages(self) -> list[Any]:
        """Return what Segment has; without a Segment refuse, as `unwatchable` has said beforehand."""
        if self._messages is not None:
            self.await_refusals()
            return self._messages()
        raise UsageError(f"uploads don't show {UNSEEN['messages']}")

    def warnings(self) -> list[str]:
        """Refuse; `unwatchable` has said so beforehand."""
        raise UsageError(f"uploads don't show {UNSEEN['warnings']}")

    def crashes(self) -> list[Crashed]:
        """Return nothing: uploads don't show them."""
        return []

    def device_id(self, app: str | None) -> str | None:
        """Refuse; `unwatchable` has said so beforehand."""
        del app
        raise UsageError(f"uploads don't show {UNSEEN['device-id']}")


def _filled(step: CaseStep, roles: Roles) -> str:
    """Return the fields of a call that passes on ids seen earlier, as JSON; empty if it passes on none."""
    if not isinstance(step.step, actions.MakeCall):
        return ""
    filled = roles.fill(step.step.fields)
    return "" if filled == step.step.fields else msgspec.json.encode(filled).decode()


def written(step: CaseStep) -> Iterator[str]:
    """Yield the lines of a step as in a feature, its table in columns."""
    yield f"{step.keyword.strip()} {step.text}"
    table, text = step.argument.table, step.argument.docstring
    if table:
        widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
        for row in table:
            yield f"  | {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
    if text is not None:
        yield from ("  " + line for line in ('"""', *text.splitlines(), '"""'))
