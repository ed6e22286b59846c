"""Searching: one task's journeys, each played on both sides, and what differs shrunk to a find.

A task gives the same result wherever it is carried out, in this process or on another machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

import msgspec

from simulator.conformance.language.actions import AnyAction
from simulator.conformance.running.comparison import without_everywhere
from simulator.documentation.platforms import Platform
from simulator.fuzzing.blaming import blamed, explaining
from simulator.fuzzing.changing import changes
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.comparing import Apart, first_difference
from simulator.fuzzing.coverage import Guidance, Reached
from simulator.fuzzing.findings import Found, feature
from simulator.fuzzing.journeys import Journey, journey_of, variants, varied
from simulator.fuzzing.playing import Played, Player, ReferencePlayer
from simulator.fuzzing.shrinking import Shrunk, shrink
from simulator.fuzzing.subjects import NOTHING_SEEN, AnySubject, DialectSubject, Guarded, Subject
from simulator.fuzzing.terms import Terms, done, things
from simulator.fuzzing.trials import Trial
from simulator.model.dialects import Dialect, dialect


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """The two sides of a run; the same for all of its tasks."""

    subject: AnySubject
    #: The dialect of the reference.
    dialect: str
    platforms: tuple[Platform, ...]
    seed: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Some journeys to play, and what is known before."""

    number: int
    journeys: int
    #: The keys of the differences that have been found.
    known: frozenset[str] = frozenset()
    guidance: Guidance = Guidance()


class Find(msgspec.Struct, frozen=True, kw_only=True):
    """A difference, in the smallest journey that was found to show it."""

    platform: Platform
    #: The number of the journey that showed it first: `12/7` is the 7th of task 12.
    origin: str
    actions: tuple[AnyAction, ...]
    #: What it is called: `Song Played: groups.sports differs`.
    title: str
    #: In a line: `Song Played: groups.sports is null, not "ski"`.
    says: str
    #: The feature.
    text: str
    keys: frozenset[str]
    #: The rules that the subject breaks, as it seems, the likeliest first.
    rules: tuple[str, ...]
    #: The divergences that explain it.
    divergences: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The difference and its reason; two finds of one kind are one finding."""
        if self.divergences:
            return f"{self.platform}: {', '.join(self.divergences)}"
        return f"{self.platform}: {min(self.keys)} ({', '.join(self.rules[:1])})"

    @property
    def journey(self) -> Journey:
        """The journey."""
        return Journey(platform=self.platform, actions=self.actions)


class TaskResult(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a task."""

    number: int
    #: How many journeys agreed, differed, and could not be played.
    agreed: int
    differed: int
    skipped: int
    reached: tuple[Reached, ...]
    finds: tuple[Find, ...]
    #: How many journeys showed each key of a difference.
    keys: Mapping[str, int]

    @property
    def played(self) -> int:
        """How many journeys were played, or should have been."""
        return self.agreed + self.differed + self.skipped


def search(setup: Setup, task: Task) -> TaskResult:
    """Play a task's journeys. Raises `AdapterError` if the subject can't be asked any more."""
    return search_with(setup, task, player_of(setup.subject))


def search_with(setup: Setup, task: Task, subject: Player, *, until_found: bool = False) -> TaskResult:
    """Play a task's journeys with what plays the subject; until the first find, if that is enough."""
    return _Searching(setup, task, subject).result(until_found=until_found)


_players: Final[dict[str, Player]] = {}
"""The players of this process, by the titles of their subjects."""


def player_of(subject: Subject) -> Player:
    """Return what plays a subject in this process: it is opened once, and closed by `close_players`."""
    if subject.title not in _players:
        _players[subject.title] = subject.open()
    return _players[subject.title]


def close_players() -> None:
    """End what was opened in this process."""
    while _players:
        _players.popitem()[1].close()


def reading_of(setup: Setup) -> Dialect:
    """Return the dialect of the reference; against another dialect, without what shows in every event."""
    reading = dialect(setup.dialect)
    return without_everywhere(reading) if isinstance(setup.subject, DialectSubject) else reading


VARIANTS: Final = 40
"""How many journeys like a find are played to see which rule it is about."""
_LIKE_A_KEPT_ONE: Final = 0.25
"""How many of the journeys begin like one that is kept."""


class _Searching:
    """One task under way."""

    def __init__(self, setup: Setup, task: Task, subject: Player) -> None:
        self._setup = setup
        self._task = task
        self._subject = Guarded(subject)
        self._reading = reading_of(setup)
        watch = bool(self._reading.divergences)
        self._reference = Guarded(ReferencePlayer(self._reading, subject.sight, watch=watch))
        self._playable = subject.sight.playable
        self._platforms = [one for one in setup.platforms if one in subject.sight.platforms]
        self._known = set(task.known)
        self._boosts = dict(task.guidance.boosts)

    def result(self, *, until_found: bool) -> TaskResult:
        """Play all journeys."""
        finds: list[Find] = []
        reached: list[Reached] = []
        keys: Counter[str] = Counter()
        agreed = differed = skipped = 0
        for number in range(self._task.journeys):
            platform, drawn, journey = self._journey(number)
            reference = self._expected(journey)
            reached.append(_reached(platform, drawn, journey, reference))
            played = self._subject.play(journey)
            if played is None:
                skipped += 1
                continue
            apart = first_difference(reference, played)
            if apart is None:
                agreed += 1
                continue
            differed += 1
            new = apart.keys - self._known
            if new:
                found = self._find(platform, drawn.made, new, f"{self._task.number}/{number}")
                self._known |= apart.keys
                if found:
                    self._known |= found.keys
                    finds.append(found)
            keys.update(apart.keys)
            if finds and until_found:
                break
        return TaskResult(
            number=self._task.number,
            agreed=agreed,
            differed=differed,
            skipped=skipped,
            reached=tuple(reached),
            finds=tuple(finds),
            keys=keys,
        )

    def _journey(self, number: int) -> tuple[Platform, Drawn, Journey]:
        """Draw a journey: the platforms in turn, some like one that is kept."""
        setup, task = self._setup, self._task
        random = Random(f"{setup.seed}/{task.number}/{number}")  # noqa: S311
        platform = self._platforms[(task.number * task.journeys + number) % len(self._platforms)]
        kept = [one for one in task.guidance.kept if one.platform == platform]
        first: Sequence[int] = ()
        if kept and random.random() < _LIKE_A_KEPT_ONE:
            first = varied(random.choice(kept).choices, random)
        drawn = Drawn(random, boosts=self._boosts, first=first)
        return platform, drawn, journey_of(drawn, platform, self._playable)

    def _find(self, platform: Platform, made: Sequence[int], new: frozenset[str], origin: str) -> Find | None:
        """Shrink a journey to what shows the same difference; `None` if it does not show it a second time."""
        shrunk = shrink(platform, made, self._playable, lambda journey: bool(self._keys(journey) & new))
        sides = self._both(shrunk.journey) if shrunk else None
        if shrunk is None or sides is None:
            return None
        reference, played, apart = sides
        found = Found(
            journey=shrunk.journey,
            apart=apart,
            rules=blamed(shrunk.journey, reference, apart, self._trials(shrunk, apart.keys)),
            divergences=explaining(shrunk.journey, self._reading, played, self._subject.sight),
        )
        return Find(
            platform=platform,
            origin=origin,
            actions=shrunk.journey.actions,
            title=found.title,
            says=apart.says,
            text=feature(found, self._reading, self._subject.fails, subject=self._setup.subject.title),
            keys=apart.keys,
            rules=found.rules,
            divergences=found.divergences,
        )

    def _expected(self, journey: Journey) -> Played:
        """Return what the reference shows; it plays any journey."""
        return self._reference.play(journey) or NOTHING_SEEN

    def _both(self, journey: Journey) -> tuple[Played, Played, Apart] | None:
        reference, played = self._expected(journey), self._subject.play(journey)
        apart = first_difference(reference, played) if played else None
        return (reference, played, apart) if played and apart else None

    def _keys(self, journey: Journey) -> frozenset[str]:
        sides = self._both(journey)
        return sides[2].keys if sides else frozenset()

    def _trials(self, shrunk: Shrunk, keys: frozenset[str]) -> Iterator[Trial]:
        for journey in variants(shrunk.journey.platform, shrunk.choices, self._playable, count=VARIANTS):
            yield self._trial(journey, keys)
        for change in changes(shrunk.journey, self._playable):
            yield self._trial(change.journey, keys, terms=not change.added)

    def _trial(self, journey: Journey, keys: frozenset[str], *, terms: bool = False) -> Trial:
        reference, played = self._expected(journey), self._subject.play(journey)
        apart = first_difference(reference, played) if played else None
        return Trial(
            rules=reference.rules,
            differs=apart is not None and bool(apart.keys & keys),
            terms=_terms(journey, reference, played) if terms else None,
        )


def _terms(journey: Journey, *sides: Played | None) -> Terms:
    """Return the terms of what happens in a journey, and of what was seen on both sides."""
    return done(journey.actions).union(*(things(side.entries) for side in sides if side))


def _reached(platform: Platform, drawn: Drawn, journey: Journey, reference: Played) -> Reached:
    return Reached(
        platform=platform,
        choices=tuple(drawn.made),
        items=tuple(drawn.items),
        rules={platform: tuple(sorted(rules)) for platform, rules in reference.rules_by_platform.items()},
        divergences=tuple(sorted(reference.divergences)),
        settings=tuple(sorted(journey.settings)),
    )
