"""A run of the fuzzer: rounds of tasks until its budget is spent, findings as they come, and where it stopped.

The tasks of a round know what was known before it, and nothing of each other: however many workers there are, the same
seed gives the same findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec

from simulator.conformance.files import write_whole
from simulator.conformance.language.cases import Case
from simulator.documentation.platforms import Platform
from simulator.errors import UsageError
from simulator.fuzzing import findings
from simulator.fuzzing.comparing import first_difference
from simulator.fuzzing.coverage import Counts, Coverage, Memory
from simulator.fuzzing.executors import Crew, Workers, here
from simulator.fuzzing.playing import ReferencePlayer
from simulator.fuzzing.searching import Find, Setup, Task, TaskResult, player_of, reading_of

JOURNEYS_OF_A_TASK: Final = 25
TASKS_OF_A_ROUND: Final = 8


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a run: after a number of journeys or of seconds, or when it is interrupted."""

    journeys: int | None = None
    seconds: float | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A difference that has a name: that of its file."""

    name: str
    find: Find


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run has come."""

    agreed: int
    differed: int
    skipped: int
    counts: Counts
    #: The findings of this run, without those that were known before it.
    findings: tuple[Finding, ...]
    #: How many journeys showed each finding, by its name.
    shown: Mapping[str, int]
    #: Seconds since it began, and how many journeys it has played since then.
    seconds: float
    played: int


Show = Callable[[Progress], None]


class State(msgspec.Struct, kw_only=True):
    """Where a run stopped."""

    #: What it was a run of: subject, dialect, platforms, seed.
    of: str
    tasks: int = 0
    agreed: int = 0
    differed: int = 0
    skipped: int = 0
    #: The keys of differences that are known, each with the name of its finding.
    keys: dict[str, str] = {}
    #: The findings' names by their kinds.
    kinds: dict[str, str] = {}
    shown: dict[str, int] = {}
    coverage: Memory = Memory()


class Run:
    """A run, in a folder of findings if one is given."""

    def __init__(
        self, setup: Setup, *, workers: Workers = here, folder: Path | None = None, known: Iterable[Case] = ()
    ) -> None:
        self._setup = setup
        self._workers = workers
        self._folder = folder
        self._findings: list[Finding] = []
        self._coverage = Coverage()
        self._state = State(of=f"{setup.subject.title} {setup.dialect} {' '.join(setup.platforms)} {setup.seed}")
        self._began = monotonic()
        self._played = 0
        self._resume()
        self._learn(known)

    def go(self, budget: Budget, show: Show = lambda progress: None) -> Progress:
        """Play journeys until the budget is spent. What was found stays found if it is interrupted."""
        with Crew(self._workers) as crew:
            while left := self._tasks_left(budget):
                for result in crew.carry_out(self._setup, self._round(left)):
                    self._take(result)
                    show(self.progress)
                self._keep()
        return self.progress

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        state = self._state
        return Progress(
            agreed=state.agreed,
            differed=state.differed,
            skipped=state.skipped,
            counts=self._coverage.counts(self._setup.platforms),
            findings=tuple(self._findings),
            shown=dict(state.shown),
            seconds=monotonic() - self._began,
            played=self._played,
        )

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms that it plays on."""
        return self._setup.platforms

    def unreached(self, wanted: Mapping[Platform, Iterable[str]]) -> Iterator[tuple[Platform, str]]:
        """Yield those of some rules that no journey has reached, each with its platform."""
        seen = self._coverage.seen
        for platform, rules in wanted.items():
            yield from ((platform, rule) for rule in rules if f"{platform} {rule}" not in seen)

    def _tasks_left(self, budget: Budget) -> int:
        """Return how many tasks the next round may have. However short the time is, there is one round."""
        if budget.seconds is not None and self._played and monotonic() - self._began >= budget.seconds:
            return 0
        if budget.journeys is None:
            return TASKS_OF_A_ROUND
        tasks = -(-budget.journeys // JOURNEYS_OF_A_TASK)
        return max(min(tasks - self._state.tasks, TASKS_OF_A_ROUND), 0)

    def _round(self, tasks: int) -> list[Task]:
        guidance = self._coverage.guidance()
        known = frozenset(self._state.keys)
        first = self._state.tasks
        return [
            Task(number=number, journeys=JOURNEYS_OF_A_TASK, known=known, guidance=guidance)
            for number in range(first, first + tasks)
        ]

    def _take(self, result: TaskResult) -> None:
        """Take in what came of a task."""
        state = self._state
        state.tasks += 1
        state.agreed += result.agreed
        state.differed += result.differed
        state.skipped += result.skipped
        self._played += result.played
        for one in result.reached:
            self._coverage.add(one)
        for found in result.finds:
            self._name(found)
        for key, times in result.keys.items():
            name = state.keys.get(key)
            if name:
                state.shown[name] = state.shown.get(name, 0) + times

    def _name(self, found: Find) -> None:
        """Give a find a name, unless there is a finding of its kind."""
        state = self._state
        name = state.kinds.get(found.kind) or next((state.keys[key] for key in found.keys if key in state.keys), "")
        if not name:
            taken = {*state.kinds.values(), *(one.name for one in self._findings)}
            name = findings.name_of(found.title, found.platform, taken)
            self._findings.append(Finding(name=name, find=found))
            if self._folder is not None:
                findings.write(self._folder, name, found.text)
        state.kinds[found.kind] = name
        for key in found.keys:
            state.keys.setdefault(key, name)

    def _learn(self, known: Iterable[Case]) -> None:
        """Play what is known, so that it is not found again: the findings of the folder, and cases known to fail."""
        cases = [*findings.read(self._folder)] if self._folder else []
        cases += [(case.id, case) for case in known]
        unseen = [(name, case) for name, case in cases if name not in self._state.kinds.values()]
        if not unseen:
            return
        subject = player_of(self._setup.subject)
        reference = ReferencePlayer(reading_of(self._setup), subject.sight)
        for name, case in unseen:
            journey = findings.journey_in(case)
            if journey is None or subject.sight.playable(journey.actions) != journey.actions:
                continue
            played = subject.play(journey)
            apart = first_difference(reference.play(journey), played) if played else None
            for key in apart.keys if apart else ():
                self._state.keys.setdefault(key, name)

    def _resume(self) -> None:
        """Go on where a run of the same thing has stopped."""
        path = self._state_file
        if path is None or not path.exists():
            return
        try:
            state = msgspec.json.decode(path.read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            raise UsageError(f"{path} can't be read; remove it to begin anew") from None
        if state.of == self._state.of:
            self._state = state
            self._coverage = Coverage(state.coverage)

    def _keep(self) -> None:
        """Write down where the run is."""
        path = self._state_file
        if path is None:
            return
        self._state.coverage = self._coverage.memory()
        write_whole(path, msgspec.json.encode(self._state))

    @property
    def _state_file(self) -> Path | None:
        return self._folder / STATE if self._folder is not None else None


STATE: Final = "fuzz-state.json"
"""The file of a folder of findings that says where its run stopped."""
