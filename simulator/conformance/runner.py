"""Performing cases and judging them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, Protocol

import msgspec

from simulator.conformance.actions import Action, MakeCall
from simulator.conformance.amplitude import Project
from simulator.conformance.cases import Case
from simulator.conformance.expectations import Evidence, Expectation, Refusal, judge
from simulator.conformance.matching import Difference, Roles
from simulator.conformance.reference import Reference
from simulator.errors import AdapterError, DevicemodeError
from simulator.platforms import Platform
from simulator.vocabulary import Step

Status = Literal["passed", "failed", "errored", "skipped", "not applicable"]
"""`errored`: its adapter failed, so there is nothing to judge; `skipped`: the port says that it can't do it."""


class Failure(msgspec.Struct, frozen=True):
    """A step that was not as expected."""

    step: str
    line: int
    differences: tuple[Difference, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one case."""

    case: str
    status: Status
    dialect: str
    failures: tuple[Failure, ...] = ()
    #: Why it is not applicable.
    reason: str = ""


class Target(Evidence, Protocol):
    """What can perform a case: the reference, or a port."""

    def open_stage(self) -> None:
        """Launch the apps that the Given steps describe; raise a `DevicemodeError` if that is refused."""

    def perform(self, action: Action) -> None:
        """Do what a step says; raise a `DevicemodeError` for what is refused."""


class Performance:
    """One case on its way: the target, the roles seen so far, and what was refused but not yet expected."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.roles = Roles()
        self.refusals: list[Refusal] = []

    def step(self, step: Step, line: int | None = None) -> list[Difference]:
        """Perform or judge one step; return where it is not as expected. `line` is where it stands, if known."""
        if isinstance(step, Expectation):
            self._attempt(self.target.open_stage, line)
            return judge(step, self.target, self.roles, self.refusals)
        times = 1
        if isinstance(step, MakeCall):
            times = step.times
            # A call may hand on an id that was seen before, as a page hands its device id to a server.
            step = msgspec.structs.replace(step, fields=self.roles.fill(step.fields), times=1)
        for _ in range(times):
            self._attempt(partial(self.target.perform, step), line)
        return []

    def _attempt(self, act: Callable[[], None], line: int | None) -> None:
        """Do something and remember if it was refused; an adapter that fails is no refusal."""
        try:
            act()
        except AdapterError:
            raise
        except DevicemodeError as error:
            self.refusals.append(Refusal(str(error), line))

    def unexpected_refusals(self) -> list[Difference]:
        """Return the refusals that no step expected."""
        return [
            Difference(f"line {refusal.line}" if refusal.line else "refusal", "no refusal", refusal.says)
            for refusal in self.refusals
        ]


def run(
    case: Case, *, dialect: str | None = None, platform: Platform | None = None, project: Project | None = None
) -> Verdict:
    """Perform a case on the reference and judge it; `dialect` is the case's own unless one is asked for."""
    chosen = dialect or case.home_dialect
    if chosen not in case.dialects:
        reason = f"holds in {', '.join(case.dialects)} only"
        return Verdict(case=case.id, status="not applicable", dialect=chosen, reason=reason)
    target = Reference(dialect=chosen, platform=platform, seed=case.id, project=project)
    return perform(case, target, dialect=chosen)


def perform(case: Case, target: Target, *, dialect: str) -> Verdict:
    """Have a target perform a case, and judge it."""
    performance = Performance(target)
    failures: list[Failure] = []
    for one in case.steps:
        differences = performance.step(one.step, one.line)
        if differences:
            failures.append(Failure(one.text, one.line, tuple(differences)))
    refused = performance.unexpected_refusals()
    if refused:
        failures.append(Failure("(no step may be refused)", case.line, tuple(refused)))
    return Verdict(case=case.id, status="failed" if failures else "passed", dialect=dialect, failures=tuple(failures))
