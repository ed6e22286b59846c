"""Which rules a subject breaks, and which divergences explain it.

A rule is suspected if the difference looks like what its proofs in the suite are about (`proofs.py`), and if it has a
part in journeys that differ, and in few others, which is how spectrum-based fault localization finds a line of code:
journeys like the one in question are played, and Ochiai's coefficient is taken. A rule that has no part in them is
suspected if the difference goes away once it has one: what is wrong is what should hold where nothing is given to it.
The suite is read for this, and not played on the subject: what fails there says little about one difference of a port
that has several.

A divergence explains a difference if the reference does just what the subject does once it is switched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from simulator.fuzzing.comparing import Apart
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import Played, ReferencePlayer, Sight
from simulator.fuzzing.proofs import likeness
from simulator.fuzzing.trials import Trial, together, undone
from simulator.model.dialects import Dialect, dialect_of
from simulator.model.divergences import of

MOST_BLAMED: Final = 3
_NEARLY: Final = 0.3
"""A rule that is suspected this much of what the first one is, is named too."""


def blamed(journey: Journey, played: Played, apart: Apart, trials: Iterable[Trial]) -> tuple[str, ...]:
    """Return the rules that a subject breaks, as it seems, the likeliest first."""
    behind = frozenset(played.because[apart.place]) if apart.pair.left else frozenset()
    trials = (Trial(played.rules | behind, differs=True), *trials)
    likely = likeness(journey, apart, trials)
    scores = {rule: likely[rule] * _part(rule, trials, behind) for rule in likely}
    ranked = sorted(scores, key=lambda rule: (-scores[rule], rule))[:MOST_BLAMED]
    return tuple(rule for rule in ranked if scores[rule] >= _NEARLY * scores[ranked[0]])


def _part(rule: str, trials: Sequence[Trial], behind: frozenset[str]) -> float:
    """Return how much journeys that differ are those in which a rule has a part, or those in which it has none."""
    part = together(rule, trials) * (1 if rule in behind else _NOT_BEHIND)
    without = _ABSENT if rule in trials[0].rules else max(_ABSENT, undone(rule, trials))
    return max(part, without)


_NOT_BEHIND: Final = 0.7
"""The share that counts of a rule that had a part in the journey, and none in what differs."""
_ABSENT: Final = 0.3
"""The share that counts of a rule that had no part: what should be held back may come, and what should come may not."""


def explaining(journey: Journey, reading: Dialect, subject: Played, sight: Sight) -> tuple[str, ...]:
    """Return the divergence that makes the reference do just what a subject does, if there is one."""
    return next(_explanations(journey, reading, subject, sight), ())


def _explanations(journey: Journey, reading: Dialect, subject: Played, sight: Sight) -> Iterator[tuple[str, ...]]:
    if journey.platform == "server":
        return
    for name in of(journey.platform, _all()):
        switched = dialect_of(reading.name, reading.divergences ^ {name})
        if ReferencePlayer(switched, sight).play(journey).seen == subject.seen:
            yield (name,)


def _all() -> frozenset[str]:
    from simulator.model.divergences import divergences

    return frozenset(divergences())
