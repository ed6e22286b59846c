"""A sequence: a page with its settings, and 5 to 15 calls on it with time, page loads and late libraries in between."""

from __future__ import annotations

from random import Random
from typing import Final
from urllib.parse import quote

import msgspec

from simulator.conformance.language.actions import (
    Action,
    AddSource,
    ChangeDevice,
    HoldSDK,
    Lifecycle,
    LoadSDK,
    MakeCall,
    OpenPage,
    Wait,
)
from simulator.values import JSONObject, Value
from tests.real.drawn.values import amount, pick, some, value

APP: Final = "web app"

_TRAITS: Final = ("plan", "logins", "email", "since", "id", "name", "first seen", "type")
_PROPERTIES: Final = (
    "color",
    "size",
    "Position",
    "tags",
    "when",
    "label",
    "name",
    "category",
    "title",
    "url",
    "search",
)
_EVENTS: Final = (
    "Song Played",
    "Item Bought",
    "Order Completed",
    "order completed",
    "Completed Order",
    "Product Purchased",
    "OrderCompleted",
    "Order_Completed",
    "Order Completed Now",
    "Signed Up",
    "constructor",
    "$identify",
    "",
)
_SITE: Final = "https://shop.example.com"
"""A single site: another one would have its own cookies and storage, and would be another device."""
_HOUR: Final = 3_600_000


class Sequence(msgspec.Struct, frozen=True):
    """Actions in order; the first ones set the app up."""

    name: str
    actions: tuple[Action, ...]


def draw(name: str) -> Sequence:
    """Draw the sequence of a name: the same name, the same sequence."""
    random = Random(name)
    oddness = random.choice((0.0, 0.0, 0.1, 0.3, 0.6))
    late = random.random() < 0.08
    stage: list[Action] = [
        AddSource(app=APP, platform="web", settings=settings(random)),
        ChangeDevice(app=APP, attributes={"url": address(random), "referrer": referrer(random)}),
    ]
    made: list[Action] = []
    for _ in range(random.randint(5, 15)):
        made += _between(random)
        made.append(call(random, oddness))
    if late:
        stage.append(HoldSDK(app=APP))
        made.insert(random.randint(0, len(made)), LoadSDK(app=APP))
    return Sequence(name, (*stage, *made))


def settings(random: Random) -> dict[str, object]:
    """Draw the destination's settings."""
    given: dict[str, object] = dict.fromkeys(
        pick(
            random,
            {
                "trackAllPages": 0.4,
                "useLogRevenueV2": 0.5,
                "trackRevenuePerProduct": 0.4,
                "trackReferrer": 0.2,
                "trackGclid": 0.2,
                "preferAnonymousIdForDeviceId": 0.25,
                "deviceIdFromUrlParam": 0.25,
                "trackProductsOnce": 0.12,
                "useAmplitudeReferral": 0.12,
                "unsetParamsReferrerOnNewSession": 0.1,
            },
        ),
        True,
    )
    given |= dict.fromkeys(
        pick(
            random,
            {
                "trackNamedPages": 0.15,
                "trackCategorizedPages": 0.15,
                "trackUtmProperties": 0.15,
                "saveParamsReferrerOncePerSession": 0.2,
            },
        ),
        False,
    )
    if random.random() < 0.15:
        given |= {"batchEvents": True, "eventUploadThreshold": random.choice((2, 5, 30))}
    if random.random() < 0.15:
        kinds = ("user_properties", "event_properties")
        given["mapQueryParams"] = {f"query {number}": random.choice(kinds) for number in range(random.randint(1, 3))}
    if random.random() < 0.15:
        given["appendFieldsToEventProps"] = {
            path: f"field {number}" for number, path in enumerate(random.sample(_PATHS, random.randint(1, 3)))
        }
    if random.random() < 0.3:
        given |= {
            "groupTypeTrait": random.choice(("type", "name", "id")),
            "groupValueTrait": random.choice(("value", "name", "id")),
        }
    if random.random() < 0.25:
        given["traitsToIncrement"] = random.sample(("logins", "plan", "id"), random.randint(1, 2))
    if random.random() < 0.25:
        given["traitsToSetOnce"] = random.sample(("first seen", "plan", "logins"), random.randint(1, 2))
    if random.random() < 0.1:
        given["versionName"] = "2.1.0"
    return given


_PATHS: Final = (
    "context.page.title",
    "context.page.url",
    "context.page",
    "context.locale",
    "properties.color",
    "userId",
    "anonymousId",
    "properties.revenue",
    "context.page.search",
    "event",
    "context.library.name",
    "properties",
    "context.campaign",
    "messageId",
    "context.ip",
    "traits.plan",
    "options.page.path",
)


def address(random: Random) -> str:
    """Draw an address."""
    query = []
    for name in pick(
        random,
        {
            "utm_source": 0.3,
            "utm_medium": 0.2,
            "utm_campaign": 0.15,
            "utm_term": 0.05,
            "utm_content": 0.05,
            "gclid": 0.2,
            "amp_device_id": 0.2,
            "q": 0.2,
        },
    ):
        text = random.choice(("news", "a b", "ü/ö", "", "50%", "one+two", "x&y", "abc123"))
        query.append(
            f"{name}={random.choice((quote(text, safe=''), text.replace(' ', '+').replace('%', '%25').replace('&', '')))}"
        )
    path = random.choice(("/", "/shop", "/shop/cart.html", "/a%20b"))
    fragment = random.choice(("", "", "", "#part", "#a?b=c"))
    return f"{_SITE}{path}{'?' + '&'.join(query) if query else ''}{fragment}"


def referrer(random: Random) -> str:
    """Draw a referrer."""
    return random.choice(
        ("", "", "https://news.example.net/story?id=7", "https://search.example.net/", "android-app://com.x")
    )


def _between(random: Random) -> list[Action]:
    """Draw actions before a call."""
    lot = random.random()
    if lot < 0.3:
        return [Wait(duration=random.choice((1, 999, 60_000, 1_800_000, 1_800_001, 2 * _HOUR, 25 * _HOUR)))]
    if lot < 0.38:
        return [OpenPage(app=APP, url=address(random))]
    if lot < 0.42:
        return [Lifecycle(app=APP, event="restart")]
    if lot < 0.46:
        return [ChangeDevice(app=APP, attributes={"url": address(random)})]
    if lot < 0.48:
        return [ChangeDevice(app=APP, attributes={"title": random.choice(("Cart", "Home"))})]
    if lot < 0.52:
        return [ChangeDevice(app=APP, attributes={"online": random.random() < 0.6})]
    return []


def call(random: Random, oddness: float) -> MakeCall:
    """Draw a call."""
    method = random.choices(("track", "page", "identify", "group", "alias", "reset"), (12, 5, 5, 3, 0.5, 0.7))[0]
    if method == "reset":
        return MakeCall(app=APP, method=method)
    fields = _FIELDS[method](random, oddness)
    if random.random() < 0.15:
        fields["integrations"] = _integrations(random, oddness)
    if random.random() < 0.1:
        fields["context"] = _context(random, oddness)
    if random.random() < 0.04:
        fields["anonymousId"] = random.choice(("anon-1", "anon-2"))
    if random.random() < 0.05:
        fields["timestamp"] = 1_537_272_000_000
    return MakeCall(app=APP, method=method, fields=fields)


def _integrations(random: Random, oddness: float) -> JSONObject:
    if random.random() < 0.3:
        return random.choice(
            (
                {"Amplitude": False},
                {"All": False},
                {"All": False, "Amplitude": True},
                {"All": False, "Amplitude": {}},
                {"Amplitude": True},
                {"Amplitude": None},
                {"All": True},
                {"Segment.io": False},
                {"amplitude": {"groups": {"a": "b"}}},
                {"Amplitude": "yes"},
                {"Amplitude": []},
                {"All": None},
            )
        )
    groups: Value = {f"type {number}": value(random, oddness) for number in range(random.randint(0, 2))}
    if random.random() < oddness / 2:
        groups = value(random, 1.0)
    return {"Amplitude": {"groups": groups}}


def _context(random: Random, oddness: float) -> JSONObject:
    page = some(random, ("title", "url", "search", "referrer", "path"), oddness / 2, most=2)
    return random.choice(({"page": page}, {"ip": "198.51.100.1"}, {"campaign": {"name": "x"}}, {"locale": "de-DE"}))


def _money(random: Random, oddness: float) -> JSONObject:
    names = pick(
        random,
        {
            "revenue": 0.5,
            "price": 0.35,
            "quantity": 0.35,
            "productId": 0.2,
            "product_id": 0.1,
            "revenueType": 0.2,
            "total": 0.2,
            "Revenue": 0.06,
            "REVENUE_TYPE": 0.04,
            "Price": 0.04,
            "receipt": 0.05,
        },
    )
    random.shuffle(names)
    texts = ("productId", "product_id", "revenueType", "REVENUE_TYPE", "receipt")
    return {name: value(random, oddness) if name in texts else amount(random, oddness) for name in names}


def _track(random: Random, oddness: float) -> JSONObject:
    event = random.choice(_EVENTS)
    properties = some(random, _PROPERTIES, oddness)
    if random.random() < 0.6:
        properties |= _money(random, oddness)
    if "rder" in event or random.random() < 0.1:
        products: Value = [
            value(random, 1.0)
            if random.random() < oddness / 3
            else {**some(random, ("sku", "name", "id"), oddness, most=2), **_money(random, oddness)}
            for _ in range(random.randint(0, 3))
        ]
        if random.random() < oddness / 3:
            products = value(random, 1.0)
        if random.random() < 0.9:
            properties["products"] = products
    return {"event": event, "properties": properties}


def _page(random: Random, oddness: float) -> JSONObject:
    fields: JSONObject = {"properties": some(random, (*_PROPERTIES, "referrer", "path", "revenue"), oddness)}
    if random.random() < 0.6:
        fields["name"] = random.choice(("Home", "Cart", "x"))
    if random.random() < 0.3:
        fields["category"] = random.choice(("Shop", "Docs"))
    return fields


def _identify(random: Random, oddness: float) -> JSONObject:
    fields: JSONObject = {"traits": some(random, _TRAITS, oddness, most=4)}
    if random.random() < 0.7:
        fields["userId"] = random.choice(("u1", "u1", "u2", "ü 3"))
    if random.random() < 0.02:
        fields["traits"]["__proto__"] = {"a": 1}
    return fields


def _group(random: Random, oddness: float) -> JSONObject:
    fields: JSONObject = {"traits": some(random, ("type", "value", "name", "id", "seats"), oddness, most=4)}
    if random.random() < 0.8:
        fields["groupId"] = random.choice(("g1", "g1", "g2"))
    return fields


def _alias(random: Random, oddness: float) -> JSONObject:
    del oddness
    return {"userId": random.choice(("u1", "u9")), **({"previousId": "old"} if random.random() < 0.5 else {})}


_FIELDS: Final = {"track": _track, "page": _page, "identify": _identify, "group": _group, "alias": _alias}
