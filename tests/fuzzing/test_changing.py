"""Journeys with one thing changed."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.conformance.language.actions import AddSource, AnyAction, ChangeDevice, Lifecycle, MakeCall
from simulator.fuzzing.changing import changes
from simulator.fuzzing.journeys import Journey, step_lines
from simulator.fuzzing.playing import EVERYTHING

SOURCE = AddSource(app="ios app", platform="ios", settings={"Track Session Events": "on"})
PRODUCTS = [{"sku": "G-32", "price": 10}]
ORDER: dict[str, Any] = {"event": "Order Completed", "properties": {"products": PRODUCTS}}


def changed(*actions: AnyAction, added: bool) -> list[tuple[AnyAction, ...]]:
    journey = Journey(platform="ios", actions=actions)
    return [one.journey.actions for one in changes(journey, EVERYTHING.playable) if one.added == added]


def fields(made: list[tuple[AnyAction, ...]]) -> list[dict[str, Any]]:
    """Return the fields of the journeys' only calls, of those that have one."""
    return [one.fields for actions in made for one in actions if isinstance(one, MakeCall)]


def test_each_thing_is_left_out_said_otherwise_and_under_another_name() -> None:
    made = changed(SOURCE, MakeCall(method="track", fields=ORDER), added=False)
    assert (SOURCE,) in made
    assert any(isinstance(one[0], AddSource) and not one[0].settings for one in made)
    said = fields(made)
    assert {"event": "Order Completed"} in said
    assert any(one != ORDER and {**one, "event": "Order Completed"} == ORDER for one in said)
    properties = [one.get("properties", {}) for one in said]
    products = [one["products"] for one in properties if "products" in one]
    assert [{"price": 10}] in products
    assert any(one[0]["sku"] == "G-32" and one[0].get("price", 10) != 10 for one in products if one and "sku" in one[0])
    # The same value under another name, of the products and in one of them.
    assert any("products" not in one and PRODUCTS in one.values() for one in properties)
    assert any("price" not in one[0] and 10 in one[0].values() for one in products if one)
    # What a call of track has to have stays.
    assert all("event" in one for one in said)


def test_what_is_added_leaves_all_else_as_it_is() -> None:
    made = changed(SOURCE, MakeCall(method="track", fields=ORDER), added=True)
    said = fields(made)
    assert all(one["event"] == "Order Completed" and one["properties"]["products"] == PRODUCTS for one in said)
    assert any("quantity" in one["properties"] for one in said)
    assert any(isinstance(one[0], AddSource) and len(one[0].settings) == 2 for one in made)


def test_each_change_comes_once_and_can_be_played() -> None:
    actions = (SOURCE, Lifecycle(event="kill"), Lifecycle(event="launch"), MakeCall(method="track", fields=ORDER))
    made = [*changed(*actions, added=False), *changed(*actions, added=True)]
    written = [msgspec.json.encode(one) for one in (actions, *made)]
    assert len(set(written)) == len(written)
    # Without the launch nobody can make a call.
    assert (SOURCE, Lifecycle(event="kill")) in made
    assert made == [*changed(*actions, added=False), *changed(*actions, added=True)]


def test_every_change_can_be_said() -> None:
    device = ChangeDevice(attributes={"locale": "de_DE", "online": False})
    for added in (False, True):
        for actions in changed(SOURCE, device, MakeCall(method="identify", fields={"userId": "derek"}), added=added):
            assert list(step_lines(actions))
