"""Performing cases and judging them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, Protocol

import msgspec

from simulator.conformance.defects import defect
from simulator.conformance.judging.evidence import Crashed, Evidence, Refusal
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.judging.judge import judge, unexpected_crashes
from simulator.conformance.judging.matching import Difference, Roles
from simulator.conformance.language.actions import Action, MakeCall
from simulator.conformance.language.cases import Case
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.amplitude import Project
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import Platform
from simulator.errors import AdapterError, DevicemodeError

Status = Literal["passed", "failed", "errored", "skipped", "not applicable"]
"""`errored`: its adapter or this project failed, so there is nothing to judge; `skipped`: the port can't do it."""


class Failure(msgspec.Struct, frozen=True):
    """A step that was not as expected."""

    step: str
    line: int
    differences: tuple[Difference, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one case."""

    case: str
    status: Status
    dialect: str
    failures: tuple[Failure, ...] = ()
    #: The reason why it is not applicable.
    reason: str = ""


Refused = Callable[[str], None]
"""Takes the sentence in which something was refused."""


class Target(Evidence, Protocol):
    """Anything that can perform a case: the reference, or a port.

    An immediate refusal is raised, as a `DevicemodeError`. A target that learns of it later calls `refused`, before
    anything is observed and at the latest in `await_refusals`.
    """

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Launch the apps that the Given steps describe."""

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Do what a step says."""

    def await_refusals(self) -> None:
        """Wait until all refusals are known."""


class Performance:
    """One case on its way: the target, the roles seen so far, refusals, and expected crashes."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.roles = Roles()
        self.refusals: list[Refusal] = []
        self.expected_crashes: list[Crashed] = []

    def step(self, step: Step, line: int | None = None) -> list[Difference]:
        """Perform or judge one step; return where it is not as expected. `line` is where it stands, if known."""
        if isinstance(step, Expectation):
            self.launch_apps(line)
            return judge(step, self.target, self.roles, self.refusals, self.expected_crashes)
        times = 1
        if isinstance(step, MakeCall):
            times = step.times
            # A call may pass on an id that was seen before, as a page passes its device id to a server.
            step = msgspec.structs.replace(step, fields=self.roles.fill(step.fields), times=1)
        for _ in range(times):
            self._attempt(partial(self.target.perform, step), line)
        return []

    def launch_apps(self, line: int | None = None) -> None:
        """Launch the apps that the Given steps describe, as the first other step does."""
        self._attempt(self.target.launch_apps, line)

    def _attempt(self, act: Callable[[Refused], None], line: int | None) -> None:
        """Do something and remember if it was refused; an adapter's failure is not a refusal."""

        def refused(says: str) -> None:
            self.refusals.append(Refusal(says, line))

        try:
            act(refused)
        except AdapterError:
            raise
        except DevicemodeError as error:
            refused(str(error))

    def unexpected_crashes(self) -> list[Difference]:
        """Return the crashes that no step expected."""
        return [
            Difference(f"crash of the {one.app}", "no crash", one.sentence())
            for one in unexpected_crashes(self.target, self.expected_crashes)
        ]

    def unexpected_refusals(self) -> list[Difference]:
        """Return the refusals that no step expected."""
        self.target.await_refusals()
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


def unjudged(case: Case, error: Exception, *, dialect: str) -> Verdict:
    """Return the verdict on a case in which the reference or the harness failed: it costs this case, and is named."""
    return Verdict(case=case.id, status="errored", dialect=dialect, reason=defect(error))


def perform(case: Case, target: Target, *, dialect: str) -> Verdict:
    """Have a target perform a case, and judge it."""
    return CaseRun(case, target, dialect=dialect).verdict()


class CaseRun:
    """One case at one target. The steps before the first expectation can be done ahead of the rest."""

    def __init__(self, case: Case, target: Target, *, dialect: str) -> None:
        self._case = case
        self._dialect = dialect
        self._performance = Performance(target)
        #: The number of steps done so far.
        self._done = 0

    @property
    def steps_left(self) -> list[Step]:
        """The steps that are still to be done."""
        return [one.step for one in self._case.steps[self._done :]]

    def act(self) -> None:
        """Do the steps before the first expectation."""
        for one in self._case.steps:
            if isinstance(one.step, Expectation):
                return
            self._performance.step(one.step, one.line)
            self._done += 1

    def verdict(self) -> Verdict:
        """Do the steps that are left, and judge."""
        failures: list[Failure] = []
        for one in self._case.steps[self._done :]:
            differences = self._performance.step(one.step, one.line)
            if differences:
                failures.append(Failure(one.text, one.line, tuple(differences)))
        refused = self._performance.unexpected_refusals()
        if refused:
            failures.append(Failure("(no step may be refused)", self._case.line, tuple(refused)))
        crashed = self._performance.unexpected_crashes()
        if crashed:
            failures.append(Failure("(no app may crash)", self._case.line, tuple(crashed)))
        status: Status = "failed" if failures else "passed"
        return Verdict(case=self._case.id, status=status, dialect=self._dialect, failures=tuple(failures))
