"""Performing cases and judging them."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.conformance.actions import MakeCall
from simulator.conformance.cases import Case
from simulator.conformance.expectations import Expectation, Refusal, judge
from simulator.conformance.matching import Difference, Roles
from simulator.conformance.reference import Reference
from simulator.errors import DevicemodeError
from simulator.platforms import Platform
from simulator.vocabulary import Step

Status = Literal["passed", "failed", "not applicable"]


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


class Performance:
    """One case on its way: the target, the roles seen so far, and what was refused but not yet expected."""

    def __init__(self, target: Reference) -> None:
        self.target = target
        self.roles = Roles()
        self.refusals: list[Refusal] = []

    def step(self, step: Step, line: int | None = None) -> list[Difference]:
        """Perform or judge one step; return where it is not as expected. `line` is where it stands, if known."""
        if isinstance(step, Expectation):
            return judge(step, self.target, self.roles, self.refusals)
        if isinstance(step, MakeCall):
            # A call may hand on an id that was seen before, as a page hands its device id to a server.
            step = msgspec.structs.replace(step, fields=self.roles.fill(step.fields))
        try:
            self.target.perform(step)
        except DevicemodeError as error:
            self.refusals.append(Refusal(str(error), line))
        return []

    def unexpected_refusals(self) -> list[Difference]:
        """Return the refusals that no step expected."""
        return [
            Difference(f"line {refusal.line}" if refusal.line else "refusal", "no refusal", refusal.says)
            for refusal in self.refusals
        ]


def run(case: Case, *, dialect: str | None = None, platform: Platform | None = None) -> Verdict:
    """Perform a case on the reference and judge it; `dialect` is the case's own unless one is asked for."""
    chosen = dialect or case.home_dialect
    if chosen not in case.dialects:
        reason = f"holds in {', '.join(case.dialects)} only"
        return Verdict(case=case.id, status="not applicable", dialect=chosen, reason=reason)
    performance = Performance(Reference(dialect=chosen, platform=platform, seed=case.id))
    failures: list[Failure] = []
    for one in case.steps:
        differences = performance.step(one.step, one.line)
        if differences:
            failures.append(Failure(one.text, one.line, tuple(differences)))
    refused = performance.unexpected_refusals()
    if refused:
        failures.append(Failure("(no step may be refused)", case.line, tuple(refused)))
    return Verdict(case=case.id, status="failed" if failures else "passed", dialect=chosen, failures=tuple(failures))
