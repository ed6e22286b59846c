"""The iOS stack's treatment of values that a scenario can't write: dates, NaN, ids that come later, cut characters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan
from typing import Final

import pytest

from simulator import Simulation
from simulator.model.dialects import DIALECTS
from simulator.model.sources import App
from simulator.values import JSONObject

NOON: Final = datetime(2018, 9, 18, 12, 0, 0, 123_000, UTC)
WRITTEN: Final = "2018-09-18T12:00:00.123Z"
SHIPPED: Final = ("shipped", "latest")


def events(app: App) -> list[JSONObject]:
    return [logged.to_json() for logged in app.events]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_date_is_text_before_the_sdk_sees_it(dialect: str) -> None:
    app = Simulation(dialect=dialect).ios()
    there = NOON.astimezone(timezone(timedelta(hours=9)))
    app.track("Born", {"at": NOON, "all": [there, {"first": NOON}], "name": "A"})
    [event] = events(app)
    assert event["event_properties"] == {"at": WRITTEN, "all": [WRITTEN, {"first": WRITTEN}], "name": "A"}
    app.identify("derek", {"born": NOON})
    assert events(app)[-1]["user_properties"]["$set"]["born"] == WRITTEN


def test_what_an_app_has_given_stays_as_it_is() -> None:
    app = Simulation(dialect="shipped").ios()
    given: JSONObject = {"at": NOON, "null": None, "list": [None, NOON]}
    app.track("Born", given)
    assert given == {"at": NOON, "null": None, "list": [None, NOON]}
    assert events(app)[0]["event_properties"] == {"at": WRITTEN, "list": [WRITTEN]}


@pytest.mark.parametrize("dialect", SHIPPED)
def test_nan_is_an_amount_and_an_increment_and_sent_as_null(dialect: str) -> None:
    app = Simulation(dialect=dialect).ios({"Log Revenue V2": True, "traitsToIncrement": ["karma"]})
    app.track("Item Bought", {"revenue": nan})
    assert events(app)[1]["event_properties"]["$price"] is None
    app.identify("derek", {"karma": nan})
    assert events(app)[2]["user_properties"]["$add"] == {"karma": None}


@pytest.mark.parametrize("price", [inf, -inf, nan, 3.5e38])
def test_the_deprecated_method_writes_no_number_beyond_single_precision(price: float) -> None:
    app = Simulation(dialect="shipped").ios({"Log Revenue V2": False})
    app.track("Item Bought", {"revenue": price, "productId": [price, "P-1"]})
    assert events(app)[1]["api_properties"]["price"] is None
    assert events(app)[1]["api_properties"]["productId"] == [None, "P-1"]


@pytest.mark.parametrize(
    ("attribute", "field", "none"),
    [
        ("vendor_id", "ios_idfv", None),
        ("vendor_id", "ios_idfv", "00000000-0000-0000-0000-000000000000"),
        ("advertising_id", "ios_idfa", None),
        ("advertising_id", "ios_idfa", "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_an_id_of_the_system_is_asked_for_until_there_is_one(attribute: str, field: str, none: str | None) -> None:
    app = Simulation(dialect="shipped").ios(device={attribute: none})
    for given in (None, "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE", "11111111-2222-4333-8444-555555555555"):
        app.change_device(**({attribute: given} if given else {}))
        app.track("Song Played")
    found = [event["api_properties"].get(field) for event in events(app)]
    assert found == [None, *["AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE"] * 2]


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        ("\U0001d11e!", "\U0001d11e"),
        ("e\u0301!", "e\u0301"),
        ("\U0001f44d\U0001f3fd!", "\U0001f44d\U0001f3fd"),
        ("\U0001f469\u200d\U0001f680!", "\U0001f469\u200d\U0001f680"),
        ("ab", "a"),
    ],
)
def test_the_last_sdk_cuts_behind_a_whole_character(behind: str, kept: str) -> None:
    app = Simulation(dialect="latest").ios()
    app.track("Sung", {"lyrics": "x" * 1023 + behind})
    assert events(app)[0]["event_properties"]["lyrics"] == "x" * 1023 + kept


def test_a_lost_event_uses_a_sequence_number_and_no_event_id() -> None:
    app = Simulation(dialect="shipped").ios()
    half = "x" * 1023 + "\U0001d11e"
    app.track("Sung", {"lyrics": half})
    app.identify("derek", {"lyrics": half})
    app.identify("derek", {"plan": "Basic"})
    app.track("Sung")
    found = [(one["event_type"], one["sequence_number"], one["event_id"]) for one in events(app)]
    assert found == [("$identify", 3, 1), ("Sung", 4, 1)]


def test_the_locale_counts_that_the_phone_has_now() -> None:
    app = Simulation(dialect="shipped").ios({"Log Revenue V2": True})
    for locale in ("en_US", "de_DE", "en_US"):
        app.change_device(locale=locale)
        app.track("Item Bought", {"revenue": "1.234"})
    prices = [event["event_properties"]["$price"] for event in events(app) if "$price" in event["event_properties"]]
    assert prices == [1.234, 1234, 1.234]


def test_a_group_call_without_an_id_joins_nothing() -> None:
    shipped, latest = Simulation(dialect="shipped").ios(), Simulation(dialect="latest").ios()
    for app in (shipped, latest):
        app.group(None)
        app.track("Song Played")
        assert not app.crashes
    assert [event["event_type"] for event in events(shipped)] == ["Song Played"]
    identify, _ = events(latest)
    assert (identify["event_type"], identify["user_properties"], identify["groups"]) == ("$identify", {}, {})


@pytest.mark.parametrize("dialect", SHIPPED)
def test_a_user_id_that_is_empty_text_is_one(dialect: str) -> None:
    app = Simulation(dialect=dialect).ios()
    app.identify("derek", {"plan": "Basic"})
    app.identify("", {"plan": "Basic"})
    app.track("Song Played")
    assert [event.get("user_id") for event in events(app)] == ["derek", "", ""]
