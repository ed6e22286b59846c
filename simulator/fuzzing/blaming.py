"""Which rules a subject breaks, and which divergences explain it.

A rule is suspected if it is about what differs: about sessions where a session id does. Of several, the likeliest is
found as a line of code is by spectrum-based fault localization: journeys like the one in question are played, and a
rule that has a part in those that differ, and in few others, is to blame (Ochiai's coefficient).

A divergence explains a difference if the reference does just what the subject does once it is switched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from math import sqrt
from typing import Final

import msgspec

from simulator.documentation.rules import rules as page_rules
from simulator.documentation.rules import wire_rules
from simulator.fuzzing.comparing import Apart
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import Played, ReferencePlayer, Sight
from simulator.model.dialects import Dialect, dialect_of
from simulator.model.divergences import of

MOST_BLAMED: Final = 3
_NEARLY: Final = 0.6
"""A rule that is suspected this much of what the first one is, is named too."""


class Trial(msgspec.Struct, frozen=True):
    """A journey like the one in question: the rules that had a part in it, and whether it differs in the same way."""

    rules: frozenset[str]
    differs: bool


def blamed(played: Played, apart: Apart, trials: Iterable[Trial]) -> tuple[str, ...]:
    """Return the rules that a subject breaks, the likeliest first: those behind the event that differs, then others."""
    behind = frozenset(played.because[apart.place] if apart.pair.left and apart.place < len(played.because) else ())
    candidates = _about(apart, (behind | played.rules) & (set(page_rules()) | set(wire_rules())))
    trials = (Trial(played.rules | behind, differs=True), *trials)
    failing = sum(one.differs for one in trials)
    scores: dict[str, float] = {}
    for rule in candidates:
        with_rule = [one for one in trials if rule in one.rules]
        scores[rule] = sum(one.differs for one in with_rule) / sqrt(failing * max(len(with_rule), 1))
        scores[rule] *= 1 if rule in behind else _NOT_BEHIND
    ranked = sorted(scores, key=lambda rule: (-scores[rule], rule))
    return tuple(rule for rule in ranked if scores[rule] >= _NEARLY * scores[ranked[0]])[:MOST_BLAMED]


def _about(apart: Apart, rules: Set[str]) -> Set[str]:
    """Return those rules that can be about what differs; all, if none is known to be."""
    for symptom in apart.symptoms:
        told = f"{apart.pair.event_type}: {symptom.where}"
        for pattern, prefixes in _SUBJECTS:
            if pattern.match(told) and (found := {rule for rule in rules if rule.startswith(prefixes)}):
                return found
    return rules


_NOT_BEHIND: Final = 0.8
_MERGE: Final = ("identify.anonymous-merge-client", "identify.anonymous-merge-server")
_CONTEXT: Final = ("track.context-automatic", "track.context-fields")
_SUBJECTS: Final = tuple(
    (re.compile(pattern), prefixes)
    for pattern, prefixes in (
        (r"\(upload\)", ("upload.", "flush.")),
        (r"\(usermap\)", ("alias.",)),
        (r"\(device id\)|.*: device_id", ("device-id.", "advertising.", "reset.")),
        (
            r"\(message\): (anonymousId|userId)",
            (
                "identify.anonymous-merge-client",
                "identify.anonymous-merge-server",
                "identify.user-id",
                "reset.",
                "device-id.merge.",
            ),
        ),
        (r"\(message\): previousId", ("alias.",)),
        (r"\(warning\)", ("revenue", "order.", "increment.", "group.", "location.", "page.")),
        (r"\(refused\)", ("alias.", "group.", "gdpr.", "start.", "page.", "increment.")),
        (r"session_(start|end): event|.*: session_id", ("session.", "out-of-session.")),
        (r".*: (event_id|sequence_number|uuid|insert_id|timestamp)", ("upload.",)),
        (
            r".*: (user_id|amplitude.user)",
            (
                "identify.user-id",
                "reset.",
                "identify.anonymous-merge-client",
                "identify.anonymous-merge-server",
                "device-id.",
            ),
        ),
        (r".*: (api_properties\.location|location_|amplitude\.place|latitude|longitude)", ("location.",)),
        (
            r".*: api_properties\.(android|ios)_?\w*id",
            ("advertising.", "device-id.", *_CONTEXT),
        ),
        (
            r"(revenue_amount|.*: (api_properties|amplitude\.revenue|price|quantity|revenue|productId))",
            ("revenue", "order."),
        ),
        (r".*: user_properties\.\$add", ("increment.",)),
        (r".*: user_properties\.\$setOnce", ("set-once.",)),
        (r".*: group_properties|\$groupidentify", ("group.properties", "group.")),
        (r".*: groups", ("groups.", "group.")),
        (r".*: user_properties", ("identify.traits", "group.", "set-once.", "increment.", "groups.")),
        (r"\$identify: event", ("identify.", "group.", "groups.", "set-once.", "increment.")),
        (r"(Loaded|Viewed) ", ("page.", "screen.")),
        (r"(?i).*(order completed|completed order|product purchased)", ("order.", "revenue", "track.event")),
        (r".*: (event_properties|event_type|event)", ("track.event", "order.", "revenue", "screen.", "page.")),
        (
            r".*: (platform|os_|device_|country|language|carrier|version_name|library)",
            (
                "track.context-automatic",
                "track.context-fields",
            ),
        ),
    )
)
"""Which rules can be about a difference, by the event and the path at which it is; the first that fits counts."""


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
