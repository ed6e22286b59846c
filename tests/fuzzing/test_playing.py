"""Playing: what is compared of a journey, and what says nothing about a port."""

from __future__ import annotations

import msgspec

from simulator.conformance.language.actions import AddSource, AnyAction, CallSDK
from simulator.conformance.language.saying import call
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import EVERYTHING, arranged, performed, reference_of, seen
from simulator.fuzzing.possible import possible
from simulator.model.dialects import dialect

ONE = AddSource(app="android app", platform="android")
OTHER = AddSource(app="second android app", platform="android")


def test_whose_turn_was_first_says_nothing_of_two_apps() -> None:
    calls = tuple(call(app.app, "track", {"event": f"by the {app.app}"}) for app in (ONE, OTHER))
    journey = Journey(platform="android", actions=(ONE, OTHER, *calls))
    target = reference_of(dialect("documented"))
    performance = performed(target, journey)
    view = target.view()
    swapped = msgspec.structs.replace(view, events=view.events[::-1], uploads=view.uploads[::-1])
    assert len(view.events) == len({event["device_id"] for event in view.events}) == len(view.uploads) == 2
    told = [seen(arranged(one, journey), performance, target, EVERYTHING, journey) for one in (view, swapped)]
    assert told[0] == told[1]
    alone = Journey(platform="android", actions=(ONE, *calls))
    assert arranged(swapped, alone).events == swapped.events


def test_nobody_calls_the_sdk_in_cloud_mode() -> None:
    in_cloud_mode = msgspec.structs.replace(ONE, mode="cloud")
    opt_out: AnyAction = CallSDK(method="setOptOut(true)")
    assert [*possible((ONE, opt_out))] == [ONE, opt_out]
    assert [*possible((in_cloud_mode, opt_out))] == [in_cloud_mode]
