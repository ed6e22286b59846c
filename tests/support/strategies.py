"""Hypothesis strategies: values that apps pass to the simulator, and changes of the devices that they run on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from simulator.conformance.language.actions import (
    AddSource,
    AnyAction,
    CallSDK,
    ChangeDevice,
    Lifecycle,
    MakeCall,
    OpenPage,
    Wait,
)
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import Platform
from simulator.errors import DevicemodeError
from simulator.model.sources import App, ServerSource
from simulator.values import MAX_DEPTH, UNDEFINED

SECOND, MINUTE = 1000, 60_000
TRAITS = ("plan", "age", "logins", "first seen", "industry", "name")
EVENTS = ("Song Played", "Order Completed", "Product Viewed", "$identify", "session_start")


def evenly(*strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Choose a strategy, then a value: unlike `one_of`, which gives every nested alternative the same weight."""
    return st.sampled_from(strategies).flatmap(lambda chosen: chosen)


# Text that UTF-8 can carry, and text that it can't.
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "a.b", "$set", "\x00", "R", "é", "𝄞" * 600, "x" * 1025, "y" * 4097, "<script>", "null"]),
)
wild_texts = st.one_of(texts, st.text(st.characters(), max_size=8), st.sampled_from(["\ud800", "ok\udc00", "\ud83d"]))

dates = st.one_of(
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.sampled_from([timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])),
)
amounts = st.one_of(
    st.integers(-10_000, 10_000),
    st.floats(-1e6, 1e6),
    st.sampled_from([0, 19, "32", "-2.5", " 7 ", "1e3", "free", "", None, True, 2**63]),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    texts,
    st.just(UNDEFINED),
    st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.sampled_from([None, UTC])),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=5,
)
"""All values that an SDK can carry."""


def _nested(depth: int) -> Any:
    made: Any = 1
    for level in range(depth):
        made = [made] if level % 2 else {"in": made}
    return made


def _circle() -> Any:
    made: list[Any] = []
    made.append(made)
    return made


class _Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError("nobody may look at this")

    __str__ = __repr__


wild_values = st.one_of(
    values,
    wild_texts,
    dates,
    st.integers(),
    st.binary(max_size=4),
    st.sampled_from(
        [
            {1, 2},
            frozenset(),
            object(),
            _Unprintable(),
            _circle(),
            _nested(MAX_DEPTH - 1),
            _nested(MAX_DEPTH + 1),
            2**64,
            -(2**63) - 1,
            10**5000,
            Decimal("1.5"),
            Fraction(1, 3),
            1j,
            (1, (2,)),
            date(2018, 9, 18),
            timedelta(1),
            {1: 2},
            {("a",): 1},
            {None: 1},
            {"\ud800": 1},
            {"a": {b"b": 1}},
            [{"a": [object()]}],
            range(3),
            int,
            len,
            float("nan"),
            float("inf"),
            datetime.min,
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        ]
    ),
)
"""Values that a Python program may pass by mistake as well."""

properties = st.dictionaries(texts, values, max_size=3)
revenues = st.dictionaries(
    st.sampled_from(
        [
            "revenue",
            "total",
            "price",
            "quantity",
            "productId",
            "product_id",
            "revenueType",
            "currency",
            "receipt",
            "coupon",
        ]
    ),
    amounts,
    max_size=5,
)
traits = st.one_of(properties, st.dictionaries(st.sampled_from(TRAITS), st.one_of(amounts, values), max_size=4))
group_names = st.one_of(texts, st.integers(-5, 5), st.lists(texts, max_size=3), values)
groups = st.dictionaries(st.sampled_from(["sports", "team", ""]), group_names, max_size=2)
options = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={
            "outOfSession": st.sampled_from([True, False, "true", None]),
            "groups": st.one_of(groups, st.just("none")),
            "session_id": st.sampled_from([1537272000000, "1537272000000", "2018-09-18T12:00:00Z", "soon", -1, 1e30]),
            "unmap": st.sampled_from(["123", "", 5]),
        },
    ).map(lambda made: {"Amplitude": made}),
)
orders = st.fixed_dictionaries(
    {"products": st.one_of(st.lists(st.one_of(revenues, st.just("x")), max_size=3), values)},
    optional={"revenue": amounts},
)

_FLAGS = (
    "Track Named Pages",
    "Track Categorized Pages",
    "Track All Pages",
    "Track All Screens",
    "Log Revenue V2",
    "Prefer Anonymous ID for Device ID",
    "Set Device ID From URL Parameter",
    "Prefer Advertising ID for Device ID",
    "Track Revenue Per Product",
    "Enable Alias",
    "Enable Location Listening",
    "Track Session Events",
)
_TRAIT_LISTS = st.lists(st.sampled_from(TRAITS), max_size=3, unique=True)
settings = st.builds(
    lambda flags, rest: flags | rest,
    st.dictionaries(st.sampled_from(_FLAGS), st.sampled_from([True, False, "on"]), max_size=8),
    st.fixed_dictionaries(
        {},
        optional={
            "Amplitude Group Type Trait": st.sampled_from(["industry", ""]),
            "Amplitude Group Value Trait": st.just("name"),
            "traitsToIncrement": _TRAIT_LISTS,
            "traitsToSetOnce": _TRAIT_LISTS,
            "Secret Key": st.just("0" * 32),
        },
    ),
)

_IDS = st.sampled_from(["u1", "u2", "u3"])


def calls(platform: Platform) -> st.SearchStrategy[MakeCall]:
    """Return a strategy of calls on a platform's library, most of them acceptable."""
    named = {"userId": _IDS, "anonymousId": st.sampled_from(["a1", "a2"])} if platform == "server" else {}
    common: dict[str, Any] = {"integrations": options, **named}
    view = {"name": texts, "category": texts, "properties": properties}
    by_method: dict[str, dict[str, Any]] = {
        "track": {"properties": evenly(properties, revenues, orders)},
        "identify": {"userId": _IDS, "traits": traits},
        "group": {"traits": traits},
        "alias": {"userId": _IDS, "previousId": _IDS},
    }
    if platform in ("web", "server"):
        by_method["page"] = view
    if platform != "web":
        by_method["screen"] = view
    if platform in ("ios", "android"):
        by_method |= {"flush": {}, "reset": {}}
    if platform == "web":
        by_method["reset"] = {}
    required: dict[str, dict[str, Any]] = {
        "track": {"event": evenly(st.sampled_from(EVENTS), st.sampled_from(EVENTS), texts.filter(bool))},
        "group": {"groupId": st.just("g")},
    }
    order = st.fixed_dictionaries(
        {"event": st.just("Order Completed"), "properties": orders}, optional={"integrations": options, **named}
    ).map(lambda fields: MakeCall(method="track", fields=fields))
    weighted = ["track"] * 4 + list(by_method)
    other = st.sampled_from(weighted).flatmap(
        lambda method: st.builds(
            MakeCall,
            method=st.just(method),
            fields=st.fixed_dictionaries(
                required.get(method, {}), optional=by_method[method] | ({} if method in ("flush", "reset") else common)
            ),
        )
    )
    return evenly(other, other, other, other, order)


waits = st.one_of(
    st.integers(0, 2 * MINUTE),
    st.sampled_from([limit + off for limit in (5 * MINUTE, 30 * MINUTE) for off in (-1, 0, 1)] + [35 * SECOND]),
    st.integers(0, 60 * MINUTE),
).map(lambda duration: Wait(duration=duration))

_LIMITS = st.sampled_from([limit + off for limit in (5 * MINUTE, 30 * MINUTE) for off in (-1, 0, 1)])
borders: st.SearchStrategy[Any] = st.one_of(
    _LIMITS.map(lambda duration: Wait(duration=duration)),
    _LIMITS.map(lambda duration: Lifecycle(event="background", duration=duration)),
)
"""Pauses right at the limits of a session."""

_MOVES = st.one_of(
    st.sampled_from(["background", "foreground", "kill", "launch", "launch-in-background", "restart"]).map(
        lambda event: Lifecycle(event=event)  # type: ignore[arg-type]
    ),
    waits.map(lambda wait: Lifecycle(event="background", duration=wait.duration)),
)
_ATTRIBUTES: st.SearchStrategy[Any] = st.one_of(
    st.fixed_dictionaries({"online": st.booleans()}),
    st.fixed_dictionaries({"location_permission": st.booleans()}),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda place: {"place": list(place)}),
    st.sampled_from(
        [
            {"place": None},
            {"locale": "ja_JP"},
            {"limit_ad_tracking": True},
            {"advertising_id": None},
            {"app_version": None},
            {"ip": "198.51.100.7"},
            {"carrier": ""},
        ]
    ),
)
_CHANGES = _ATTRIBUTES.map(lambda attributes: ChangeDevice(attributes=attributes))
_NATIVE = st.sampled_from(
    ["uploadEvents", "regenerateDeviceId", "updateLocation", "enableLocationListening", "disableLocationListening"]
).map(lambda method: CallSDK(method=method))
_PAGES = st.sampled_from(["https://example.com/a?amp_device_id=from-url", "https://example.com/b", "about:blank"]).map(
    lambda url: OpenPage(url=url)
)


def actions(platform: Platform) -> st.SearchStrategy[list[AnyAction]]:
    """Return a strategy of up to 14 actions on an app: calls, time, and changes of its device and its user."""
    kinds: list[Any] = [calls(platform), calls(platform), waits]
    if platform != "server":
        kinds += [_MOVES, _CHANGES]
    if platform in ("ios", "android"):
        kinds.append(_NATIVE)
    if platform == "web":
        kinds.append(_PAGES)
    return st.lists(evenly(*kinds), max_size=14)


def pauses(platform: Platform) -> st.SearchStrategy[list[AnyAction]]:
    """Return a strategy of mostly events and pauses at the limits of a session, so that each limit is met."""
    track = st.sampled_from([{}, {}, {"integrations": {"Amplitude": {"outOfSession": True}}}]).map(
        lambda more: MakeCall(method="track", fields={"event": "Song Played", **more})
    )
    moves = [_MOVES, _PAGES] if platform == "web" else [_MOVES]
    return st.lists(evenly(track, track, track, borders, borders, *moves), max_size=14)


def start(platform: Platform, given: dict[str, Any], *, seed: int | str = 0) -> tuple[Reference, Any]:
    """Launch an app (or start a server) with the given settings."""
    reference = Reference(seed=seed)
    reference.perform(AddSource(app="it", platform=platform, settings=given))
    reference.launch_apps()
    return reference, reference.sources["it"]


def attempt(reference: Reference, action: AnyAction) -> bool:
    """Perform an action; return whether it was accepted."""
    try:
        reference.perform(action)
    except DevicemodeError:
        return False
    return True


def finish(reference: Reference, source: App | ServerSource) -> None:
    """Let everything arrive."""
    if isinstance(source, App):
        if not source.running:
            source.launch()
        source.change_device(online=True)
    reference.drain()
