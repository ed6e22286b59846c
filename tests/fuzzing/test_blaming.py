"""The first difference, its name, and the rules that it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from simulator.conformance.language.actions import AddSource, AnyAction, Lifecycle, MakeCall
from simulator.documentation.platforms import Platform
from simulator.fuzzing.blaming import MOST_BLAMED, blamed
from simulator.fuzzing.changing import changes
from simulator.fuzzing.comparing import Apart, first_difference
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import EVERYTHING, Played, ReferencePlayer
from simulator.fuzzing.proofs import likeness
from simulator.fuzzing.subjects import NOTHING_SEEN
from simulator.fuzzing.terms import differing, done, kinds, things
from simulator.fuzzing.trials import Trial, need, undone
from simulator.values import Value
from tests.wrong_ports.breakages import BREAKAGES, broken


def journey(platform: Platform, *actions: AnyAction, **settings: object) -> Journey:
    source = AddSource(app=f"{platform} app", platform=platform, settings=settings)
    return Journey(platform=platform, actions=(source, *actions))


def track(event: str = "Song Played", **fields: Any) -> MakeCall:
    return MakeCall(method="track", fields={"event": event, **fields})


def identify(user_id: str, **fields: Any) -> MakeCall:
    return MakeCall(method="identify", fields={"userId": user_id, **fields})


def played(made: Journey, breakage: str | None = None) -> Played:
    reading = broken(BREAKAGES[breakage]) if breakage else "documented"
    return ReferencePlayer(reading).play(made)


def apart(made: Journey, breakage: str) -> Apart:
    found = first_difference(played(made), played(made, breakage))
    assert found is not None
    return found


def seen(*entries: dict[str, Any]) -> Played:
    return Played(seen=msgspec.json.encode(entries).decode())


REFUSED_ALIAS = {"event_type": "(refused) alias", "step": 1}
REFUSED_GROUP = {"event_type": "(refused) group", "step": 4}


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        (seen({"event_type": "Song Played"}, REFUSED_GROUP), "a refusal of alias does not come"),
        (seen({"event_type": "Song Played"}, REFUSED_ALIAS, REFUSED_GROUP, REFUSED_GROUP), "a refusal of group comes"),
        (seen({"event_type": "(upload)"}, REFUSED_ALIAS, REFUSED_GROUP), "Song Played does not come"),
        (seen({"event_type": "Song Paused"}, REFUSED_ALIAS, REFUSED_GROUP), "Song Played: event_type is Song Paused"),
        (NOTHING_SEEN, "the adapter fails"),
    ],
    ids=["a refusal less", "a refusal more", "an upload for an event", "an event under another name", "no verdict"],
)
def test_what_differs_first_is_told(subject: Played, says: str) -> None:
    found = first_difference(seen({"event_type": "Song Played"}, REFUSED_ALIAS, REFUSED_GROUP), subject)
    assert found is not None
    assert found.says.startswith(says)


def test_each_entry_has_the_rules_behind_it() -> None:
    made = journey("ios", track(), identify("derek", traits={"plan": "Basic"}))
    reference = played(made)
    behind = dict(zip([str(one["event_type"]) for one in reference.entries], reference.because, strict=True))
    assert "track.event" in behind["Song Played"]
    assert "identify.traits" in behind["$identify"]
    # The device id has its rules although no event tells of them, and what crashed or was refused takes no one's place.
    assert behind["(device id)"] == ("device-id.default.ios", "device-id.priority.ios")
    assert behind["(upload)"] == ()
    assert "device-id.default.ios" in played(journey("ios")).rules


HOME = MakeCall(method="page", fields={"name": "Home"})


@pytest.mark.parametrize(
    ("breakage", "made"),
    [
        ("ResetKeepsUserId-ios", journey("ios", identify("derek"), MakeCall(method="reset"), track())),
        ("NewDeviceIdAtEveryLaunch-ios", journey("ios", Lifecycle(event="restart"))),
        ("PageWithoutName-web", journey("web", HOME, **{"Track All Pages": "on"})),
        ("OrderNotSplit-web", journey("web", track("Order Completed", properties={"products": [{"price": 3}]}))),
        ("NoUserAgent-web", journey("web", track())),
    ],
)
def test_a_difference_looks_like_the_proofs_of_its_rule(breakage: str, made: Journey) -> None:
    likely = likeness(made, apart(made, breakage))
    assert max(likely.values()) == 1
    ranked = sorted(likely, key=lambda rule: -likely[rule])
    assert BREAKAGES[breakage].rule in ranked[: 2 * MOST_BLAMED]


def test_rules_that_are_in_what_agrees_too_are_not_to_blame() -> None:
    made = journey("ios", identify("derek"), MakeCall(method="reset"), track())
    reference, found = played(made), apart(made, "ResetKeepsUserId-ios")
    others = reference.rules - {"reset.log-out"}
    trials = [*(Trial(reference.rules, differs=True),) * 3, *(Trial(others, differs=False),) * 30]
    assert blamed(made, reference, found, trials)[0] == "reset.log-out"
    assert len(blamed(made, reference, found, ())) <= MOST_BLAMED


NULL = [{"sku": None}]
IN_AN_ORDER = journey("ios", track("Order Completed", properties={"products": NULL}))


def test_what_a_difference_does_not_need_says_nothing_about_its_rule() -> None:
    found = apart(IN_AN_ORDER, "NullsDropped-ios")
    trials = list(tried(IN_AN_ORDER, "NullsDropped-ios", found))
    likely = likeness(IN_AN_ORDER, found, trials)
    # A null is lost in any event.
    assert need("named Order Completed", trials) < need("call track fields.properties", trials)
    without = likeness(IN_AN_ORDER, found)
    assert without["track.event"] < likely["track.event"]
    assert "track.event" in blamed(IN_AN_ORDER, played(IN_AN_ORDER), found, trials)


def tried(made: Journey, breakage: str, found: Apart) -> Iterator[Trial]:
    """Yield trials with one thing altered."""
    for change in changes(made, EVERYTHING.playable):
        if not change.added:
            reference, subject = played(change.journey), played(change.journey, breakage)
            other = first_difference(reference, subject)
            yield Trial(
                rules=reference.rules,
                differs=bool(other and other.keys & found.keys),
                terms=done(change.journey.actions) | things(reference.entries),
            )


def test_the_need_of_something_is_how_seldom_journeys_differ_without_it() -> None:
    def trial(*terms: str, differs: bool) -> Trial:
        return Trial(frozenset(), differs, frozenset(terms))

    trials = [trial("order", "null", differs=True), trial("null", differs=True), trial("order", differs=False)]
    assert need("null", trials) > 0.5 > need("order", trials)
    # Nothing is known where nothing was left out.
    assert need("null", [Trial(frozenset(), differs=True)]) == need("null", []) == 1


def test_a_rule_is_suspected_that_undoes_a_difference() -> None:
    made = journey("ios", MakeCall(method="screen", fields={"name": "Home"}))
    reference, found = played(made), apart(made, "PagesWithoutSettings-ios")
    rule = "screen.ios.all-screens"
    assert rule not in reference.rules
    others = (Trial(reference.rules, differs=True),) * 10
    agreeing = (Trial(reference.rules | {rule}, differs=False),) * 2
    differing_too = (Trial(reference.rules | {rule}, differs=True),) * 2
    assert rule not in blamed(made, reference, found, others)
    assert rule in blamed(made, reference, found, [*others, *agreeing])
    assert undone(rule, [*others, *agreeing]) > undone(rule, [*others, *agreeing, *differing_too])
    assert undone(rule, others) == undone("start.mobile-bundled", [*others, *agreeing]) == 0


def test_what_differs_is_told_by_the_kinds_of_its_values_too() -> None:
    found = differing(apart(IN_AN_ORDER, "NullsDropped-ios"))
    assert "null in an object in a list" in found
    assert not [kind for kind in found if kind.startswith("a list")]
    values: list[Value] = [None, "", "7", "2018-09-18T12:00:00.000Z", -2.5, True, {}]
    assert set(kinds(values)) == {
        "a list",
        *(f"{kind} in a list" for kind in ("null", "a text that is empty", "a number as text", "a date")),
        *(f"{kind} in a list" for kind in ("a fraction", "a negative number", "a boolean", "an object that is empty")),
    }
