"""Findings from real runs of the Android stack that no scenario can state: values that JSON lacks, states, races.

The findings' numbers are those of `fixtures/divergences/rows-android.json`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.model.simulation import Simulation
from simulator.model.sources import App
from simulator.model.storage import SQLiteStorage
from simulator.wire.requests import ACCEPTED, OK, TOO_LARGE, Answer, Request

DIALECTS = ("documented", "shipped", "latest")
SHIPPED = ("shipped", "latest")


def android(dialect: str, settings: dict[str, Any] | None = None, **device: object) -> tuple[Simulation, App]:
    simulation = Simulation(dialect=dialect)
    return simulation, simulation.android({"Track All Screens": False, **(settings or {})}, device=device)


def events(app: App) -> list[dict[str, Any]]:
    return [logged.to_json() for logged in app.events]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("odd", [[nan], [[inf]], {"deep": [{"deeper": -inf}]}])
def test_a_number_in_a_list_that_cant_be_written_loses_the_event_but_not_its_number(odd: object, dialect: str) -> None:
    """Finding A6."""
    _, app = android(dialect)
    app.track("Song Played")
    app.track("Song Skipped", {"odd": odd})
    app.track("Song Paused")
    told = [(one["event_type"], one["event_id"], one["sequence_number"]) for one in events(app)]
    assert told == [("Song Played", 1, 1), ("Song Paused", 2, 3)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_such_a_number_under_a_key_loses_the_key(dialect: str) -> None:
    """Finding A6."""
    _, app = android(dialect)
    app.track("Song Played", {"a": nan, "b": {"c": inf, "d": 1}})
    assert events(app)[0]["event_properties"] == {"b": {"d": 1}}


@pytest.mark.parametrize("dialect", SHIPPED)
def test_an_increment_by_nan_adds_nothing_and_is_sent(dialect: str) -> None:
    """Finding A6."""
    _, app = android(dialect, {"Traits to Increment": ["karma"]})
    app.identify("derek", {"karma": nan})
    assert events(app)[0]["user_properties"]["$add"] == {}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_group_by_option_that_is_nan_is_none(dialect: str) -> None:
    """Finding A6."""
    _, app = android(dialect)
    app.identify("derek", {"a": 1}, integrations={"Amplitude": {"groups": {"team": nan, "city": None}}})
    assert [one["groups"] for one in events(app)] == [{}, {"city": None}]


@pytest.mark.parametrize("dialect", SHIPPED)
def test_a_price_that_is_no_number_ends_what_the_deprecated_method_writes(dialect: str) -> None:
    """Finding A5."""
    _, app = android(dialect)
    app.track("Sale", {"revenue": "NaN", "quantity": 2, "productId": 7, "receipt": "r", "receiptSignature": "s"})
    api = events(app)[1]["api_properties"]
    assert {name: api.get(name) for name in ("productId", "quantity", "price", "receipt", "receiptSig")} == {
        "productId": "7",
        "quantity": 2,
        "price": None,
        "receipt": None,
        "receiptSig": None,
    }


@pytest.mark.parametrize("dialect", SHIPPED)
def test_a_price_that_is_no_number_ends_what_the_revenue_object_writes(dialect: str) -> None:
    """Finding A5. What the app has given under the names that come after it stays."""
    _, app = android(dialect, {"Log Revenue V2": True})
    properties = {"revenue": 1, "price": "Infinity", "quantity": 2, "$revenueType": "own", "$productId": "own"}
    app.track("Sale", {**properties, "revenueType": "gift", "receipt": "r", "receiptSignature": "s"})
    made = events(app)[1]["event_properties"]
    assert {name: made[name] for name in made if name.startswith("$")} == {"$quantity": 2, "$revenueType": "own"}


@pytest.mark.parametrize(("dialect", "back"), [("shipped", "NaN"), ("latest", 0.0)])
def test_traits_have_been_json_after_a_launch(dialect: str, back: object) -> None:
    """Findings A1, A16."""
    _, app = android(dialect)
    moment = datetime(2018, 9, 18, 12, tzinfo=UTC)
    app.identify("derek", {"odd": nan, "big": 2**53 + 1, "since": moment, "list": [1, {"at": moment}]})
    app.restart()
    app.identify(traits={"city": "Portland"})
    text = "Tue Sep 18 12:00:00 GMT 2018"
    expected = {"odd": back, "big": float(2**53), "since": text, "list": [1, {"at": text}], "city": "Portland"}
    assert {name: events(app)[-1]["user_properties"]["$set"][name] for name in expected} == expected


@pytest.mark.parametrize("dialect", SHIPPED)
def test_a_trait_in_place_of_the_user_id_is_a_double_after_a_launch(dialect: str) -> None:
    """Finding A1."""
    _, app = android(dialect)
    app.identify(traits={"userId": 7})
    assert app.analytics is not None
    assert app.analytics.user_id == "7"
    app.restart()
    app.identify(traits={"a": 1})
    assert events(app)[-1]["user_id"] == "7.0"


@pytest.mark.parametrize("dialect", SHIPPED)
def test_without_an_anonymous_id_nothing_reaches_amplitude_until_a_reset(dialect: str) -> None:
    """Read in source: the payload can't be made."""
    _, app = android(dialect)
    app.identify("derek", {"anonymousId": " "})
    app.track("Song Played")
    assert events(app) == []
    app.reset()
    app.track("Song Played")
    assert len(events(app)) == 1


@pytest.mark.parametrize("dialect", SHIPPED)
def test_without_an_anonymous_id_flush_and_reset_still_reach_amplitude(dialect: str) -> None:
    """Executed: what has been logged before is uploaded, and a reset makes another device id."""
    sent: list[Request] = []

    def receive(request: Request) -> Answer:
        sent.append(request)
        return Answer(OK, ACCEPTED)

    simulation = Simulation(dialect=dialect, wire=receive)
    app = simulation.android({"Track All Screens": False})
    app.track("Song Played")
    app.identify("derek", {"anonymousId": " "})
    before = app.device_id
    app.flush()
    simulation.advance(1000)
    assert len(sent) == 1
    app.reset()
    assert app.device_id != before


@pytest.mark.parametrize("dialect", SHIPPED)
def test_traits_outlive_the_simulation(dialect: str, tmp_path: Any) -> None:
    for city, known in (("Portland", {"city": "Portland"}), (None, {"city": "Portland", "age": 48})):
        storage = SQLiteStorage(tmp_path / "phone.db")
        app = Simulation(dialect=dialect).android(storage=storage)
        app.identify("derek", {"city": city} if city else {"age": 48})
        made = events(app)[-1]["user_properties"]["$set"]
        assert {name: made[name] for name in made if name not in ("userId", "anonymousId")} == known
        storage.close()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_stored_session_is_there_before_anything_happens_in_it(dialect: str) -> None:
    """Finding A7."""
    simulation, app = android(dialect, {"Track Session Events": True})
    [first] = events(app)
    app.kill()
    simulation.advance(3_600_000)
    app.launch(in_background=True)
    app.track("session_start")
    assert events(app)[-1]["session_id"] == first["session_id"]
    app.track("Song Played")
    assert events(app)[-1]["session_id"] == simulation.clock.now


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_empty_advertising_id_is_sent_and_no_device_id(dialect: str) -> None:
    """Finding A8."""
    _, app = android(dialect, {"Use AdvertisingId for Device ID": True}, advertising_id="")
    app.track("Song Played")
    [event] = events(app)
    assert event["api_properties"]["androidADID"] == ""
    assert event["device_id"].endswith("R")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_trait_without_a_name_is_dropped(dialect: str) -> None:
    """Finding A2."""
    for settings in ({}, {"Traits to Increment": ["karma"]}):
        _, app = android(dialect, settings)
        app.identify("derek", {"": 1, "a": 2})
        assert events(app)[0]["user_properties"]["$set"].keys() - {"userId", "anonymousId"} == {"a"}


def test_the_answer_is_looked_at_when_the_call_is_over() -> None:
    """Finding A15: of the halves of 30 events and one of revenue, the SDK sees the latter."""
    answers = [Answer(TOO_LARGE, "")]
    sizes = []

    def wire(request: Request) -> Answer:
        sizes.append(request.fields["e"].count('"event_type"'))
        return answers.pop() if answers else Answer(OK, ACCEPTED)

    app = Simulation(wire=wire).android()
    for _ in range(29):
        app.track("Song Played")
    app.track("Sale", {"revenue": 1, "quantity": 1})
    assert sizes == [30, 16]


@pytest.mark.parametrize("dialect", SHIPPED)
def test_half_a_character_blocks_the_queue_until_it_is_dropped(dialect: str) -> None:
    """Finding A10: a full queue drops its oldest events, and the one that can't be read with them."""
    requests: list[Request] = []

    def wire(request: Request) -> Answer:
        requests.append(request)
        return Answer(OK, ACCEPTED)

    simulation = Simulation(dialect=dialect, wire=wire)
    app = simulation.android()
    app.track("Comment Written", {"text": "a" * 1023 + "\N{GUITAR}"})
    assert not app.events[0].readable
    for _ in range(999):
        app.track("Song Played")
    app.flush()
    assert requests == []
    app.track("Song Played")
    app.flush()
    assert requests


@given(
    properties=st.dictionaries(
        st.sampled_from(["revenue", "total", "price", "quantity", "productId", "revenueType", "receipt"]),
        st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=6)),
    ),
    v2=st.booleans(),
    dialect=st.sampled_from(SHIPPED),
)
def test_a_sale_has_an_int_a_double_and_texts_whatever_it_was_given(
    properties: dict[str, Any], v2: bool, dialect: str
) -> None:
    _, app = android(dialect, {"Log Revenue V2": v2})
    app.track("Sale", properties)
    logged = [one for one in events(app) if one["event_type"] == "revenue_amount"]
    assert len(logged) == (not properties.keys().isdisjoint(("revenue", "total")))
    for one in logged:
        made = one["event_properties"] if v2 else one["api_properties"]
        mark = "$" if v2 else ""
        assert -(2**31) <= made[f"{mark}quantity"] < 2**31
        assert type(made.get(f"{mark}price", 0)) in (int, float)
        assert all(isinstance(made.get(f"{mark}{name}", ""), str) for name in ("productId", "receipt", "revenueType"))
