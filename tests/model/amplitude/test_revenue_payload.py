"""Revenue as the SDKs write it (sdk-facts, sections 3.7 and 3.8)."""

from __future__ import annotations

from typing import Final

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.commands import Command, LogRevenue, LogRevenueV2
from simulator.values import JSONObject, Value
from tests.support.sdk import CLIENTS, Bench

MOBILE_IDS: Final = {"ios_idfa", "ios_idfv", "androidADID", "limit_ad_tracking", "gps_enabled"}


def logged(platform: Platform, command: Command) -> tuple[JSONObject, JSONObject]:
    """Return the event properties and the api_properties, without those that every event has."""
    bench = Bench(platform)
    bench.perform(command)
    [event] = bench.events
    assert event["event_type"] == "revenue_amount"
    assert event["user_properties"] == {}
    return event["event_properties"], {k: v for k, v in event["api_properties"].items() if k not in MOBILE_IDS}


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_first_form_writes_api_properties(platform: Platform) -> None:
    event_properties, api = logged(platform, LogRevenue(product_id="sku", quantity=3, price=9.5))
    assert event_properties == {}
    assert api == {"special": "revenue_amount", "productId": "sku", "quantity": 3, "price": 9.5}


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_missing_product_is_left_out(platform: Platform) -> None:
    _, api = logged(platform, LogRevenue(product_id=None, quantity=1, price=5))
    assert api == {"special": "revenue_amount", "quantity": 1, "price": 5}


def test_receipts_are_for_mobile() -> None:
    command = LogRevenue(product_id="sku", quantity=1, price=5, receipt="r", receipt_signature="s")
    _, api = logged("android", command)
    assert (api["receipt"], api["receiptSig"]) == ("r", "s")
    _, api = logged("ios", LogRevenue(product_id="sku", quantity=1, price=5, receipt="r"))
    assert api["receipt"] == "r"


@pytest.mark.parametrize(
    ("platform", "quantity", "written"),
    [("web", 0, 1), ("web", -2, -2), ("ios", 0, 0), ("ios", -2, -2), ("android", 0, 0), ("android", -2, -2)],
)
def test_a_quantity_of_0_becomes_1_on_web_alone(platform: Platform, quantity: int, written: int) -> None:
    _, api = logged(platform, LogRevenue(product_id=None, quantity=quantity, price=5))
    assert api["quantity"] == written


@pytest.mark.parametrize("platform", CLIENTS)
@pytest.mark.parametrize("price", [0, -5, 0.01])
def test_any_price_is_accepted(platform: Platform, price: float) -> None:
    _, api = logged(platform, LogRevenue(product_id=None, quantity=1, price=price))
    assert api["price"] == price
    properties, _ = logged(platform, LogRevenueV2(product_id=None, quantity=0, price=price))
    assert (properties["$price"], properties["$quantity"]) == (price, 0)


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_second_form_writes_event_properties(platform: Platform) -> None:
    command = LogRevenueV2(product_id="sku", quantity=3, price=9.5, revenue_type="tax", event_properties={"shop": "A"})
    event_properties, api = logged(platform, command)
    assert event_properties == {
        "shop": "A",
        "$productId": "sku",
        "$quantity": 3,
        "$price": 9.5,
        "$revenueType": "tax",
    }
    assert api == {}


def test_receipts_of_the_second_form() -> None:
    command = LogRevenueV2(product_id=None, quantity=1, price=5, receipt="r", receipt_signature="s")
    properties, _ = logged("android", command)
    assert properties == {"$quantity": 1, "$price": 5, "$receipt": "r", "$receiptSig": "s"}


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_revenue_overwrites_properties_of_its_own_names(platform: Platform) -> None:
    mine: JSONObject = {"$productId": "mine", "$quantity": 99, "$price": 99, "$revenueType": "mine"}
    command = LogRevenueV2(product_id="sku", quantity=3, price=9.5, revenue_type="tax", event_properties=mine)
    event_properties, _ = logged(platform, command)
    assert event_properties == {"$productId": "sku", "$quantity": 3, "$price": 9.5, "$revenueType": "tax"}


@pytest.mark.parametrize(
    ("platform", "kept"),
    [("web", {"$productId": "mine", "$revenueType": "mine"}), ("ios", {}), ("android", {})],
)
@pytest.mark.parametrize("product_id", [None, ""])
def test_an_unset_field_removes_a_property_of_its_name_on_mobile(
    platform: Platform, kept: JSONObject, product_id: str | None
) -> None:
    mine: JSONObject = {"$productId": "mine", "$revenueType": "mine"}
    command = LogRevenueV2(product_id=product_id, quantity=1, price=5, event_properties=mine)
    event_properties, _ = logged(platform, command)
    assert event_properties == kept | {"$quantity": 1, "$price": 5}


def test_web_sends_an_empty_revenue_type() -> None:
    properties, _ = logged("web", LogRevenueV2(product_id=None, quantity=1, price=5, revenue_type=""))
    assert properties["$revenueType"] == ""


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_given_properties_stay_as_they_are(platform: Platform) -> None:
    given: dict[str, Value] = {"$price": 1, "shop": "A"}
    logged(platform, LogRevenueV2(product_id="sku", quantity=3, price=9.5, event_properties=given))
    assert given == {"$price": 1, "shop": "A"}
