"""The grammar of journeys: which acts there are, how often each comes, and the values worth trying at each place.

Everything here is made of the actions that the vocabulary has, so any journey can be said as a scenario. In each table
the simplest entry is the first: it is what a shrunk journey ends up with. A weight is how often an entry comes among
the others; what the reference has seldom been led to is chosen more often (`coverage.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.conformance.language.actions import (
    Action,
    AddSource,
    CallSDK,
    ChangeDevice,
    DelayOptions,
    DeleteUserData,
    DeliverSettings,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
    Lifecycle,
    LoadSDK,
    MakeCall,
    OpenPage,
    SetAccounts,
    SetFault,
    Wait,
)
from simulator.conformance.language.saying import call
from simulator.documentation import resources
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.settings import SETTINGS, Setting
from simulator.fuzzing.choices import Choices, Table, evenly, several
from simulator.values import JSONObject, Value

# Values --------------------------------------------------------------------------------------------------------------

PLAIN: Final = Table[Value](
    "plain value",
    (3, "red"),
    (2, 2),
    (2, 7.5),
    (1, True),
    (1, False),
    (1, 0),
    (1, -3),
    (1, "2018-09-18"),
    (1, "2018-09-18T12:30:00.000Z"),
    (1, {"city": "Ulm", "zip": 89073}),
    (1, ["a", "b"]),
    (1, [1, 2, 3]),
)
"""Values that apps send every day."""

HOSTILE: Final = evenly(
    "hostile value",
    None,
    "",
    " ",
    "0",
    "7",
    " 7 ",
    "-3",
    "12abc",
    "1e3",
    "0x10",
    "$12.50",
    "1,5",
    "true",
    "null",
    "NaN",
    "Infinity",
    -0.0,
    1.0,
    1e21,
    1e-7,
    123456789.25,
    2**31,
    [],
    {},
    [None],
    [[1], {"k": None}],
    [{"a": 1}],
    ["x", 5, [7], None, {"b": None}],
    {"a": {"b": [1, {"c": 2.5}]}},
    {"k": {"k": [True, None]}},
    "Großhändler 日本",
    "ß€😀",
    "a|b\\c",
    'say "so"',
    "<script>alert(1)</script>",
    "\u2028\n\t",
    "x" * 1024,
    "x" * 1025,
    "x" * 4097,
    "2018-13-45",
    {"$date": "2018-09-18T14:00:00+02:00"},
    [{"$date": "2018-09-18T12:00:00+00:00"}],
    {"$number": "NaN"},
    {"$number": "-Infinity"},
    {"$undefined": True},
)
"""Values that no documentation mentions, and some app sends."""

LARGE: Final = evenly("large number", 2**53 + 1, -(2**63))
"""Numbers that JavaScript can't represent."""

AMOUNT: Final = Table[Value](
    "amount",
    (3, 10),
    (2, 20.5),
    (2, 3),
    (1, 1),
    (1, 0),
    (1, -5),
    (1, 99.99),
    (2, "12.50"),
    (1, "7"),
    (1, 2.5),
    (1, 0.1),
    (1, 12.3456),
    (1, "ten"),
)
"""Money, and how many of a thing."""

# Names ---------------------------------------------------------------------------------------------------------------

EVENTS: Final = Table(
    "event",
    (6, "Song Played"),
    (3, "Order Completed"),
    (1, "order completed"),
    (1, "Completed Order"),
    (1, "Product Purchased"),
    (1, "Push Notification Viewed"),
    (0.5, "session_start"),
    (0.5, "$identify"),
    (0.5, "revenue_amount"),
    (0.5, "Loaded a Page"),
    (0.5, " x "),
    (0.5, "ö"),
    (0.2, ""),
)
USERS: Final = Table("user", (3, "derek"), (2, "anna"), (1, "u-3"), (1, "ü 3"), (0.3, ""))
GROUPS: Final = Table("group", (3, "initech"), (2, "globex"), (0.3, ""))
VIEW_NAMES: Final = evenly("name of a view", "Home", "Cart", "x y")
CATEGORIES: Final = evenly("category", "Shop", "Docs")
ANONYMOUS: Final = evenly("anonymous id", "a80b66d5-b86d-41bd-866f-fe04ee7841af", "anon-1")
PROPERTY_NAMES: Final = evenly(
    "property", "color", "size", "name", "category", "title", "url", "label", "a.b", "$price"
)
_PRODUCTS: Final = "products"
TRACK_PROPERTIES: Final = evenly("property of an event", *PROPERTY_NAMES.entries, _PRODUCTS)
TRAIT_NAMES: Final = evenly(
    "trait", "plan", "email", "logins", "industry", "name", "type", "id", "first seen", "anonymousId", "$set"
)
TRAIT_LISTS: Final = evenly("list of traits", "logins", "plan", "plan, logins", "first seen, email", "name")
GROUP_TRAITS: Final = evenly("trait of a group", "industry", "name", "type", "id", "missing")

REVENUE: Final = Table(
    "field of revenue",
    (4, "revenue"),
    (3, "price"),
    (3, "quantity"),
    (2, "productId"),
    (1, "total"),
    (1, "revenueType"),
    (1, "receipt"),
    (1, "receiptSignature"),
    (1, "currency"),
    (1, "product_id"),
    (1, "revenue_type"),
    (1, "receipt_signature"),
    (0.5, "Revenue"),
)
_TEXTS: Final[dict[str, Table[Value]]] = {
    **dict.fromkeys(("productId", "product_id"), evenly("product id", "sku-1", 17)),
    **dict.fromkeys(("revenueType", "revenue_type"), evenly("revenue type", "income", 3)),
    "receipt": evenly("receipt", "cmVjZWlwdA==", "A" * 1500),
    **dict.fromkeys(("receiptSignature", "receipt_signature"), evenly("receipt signature", "sig", "B" * 1500)),
    "currency": evenly("currency", "EUR"),
}

# Time: the limits of sessions, of uploads and of answers, and their neighbours ---------------------------------------

_LIMITS: Final = (1_000, 10_000, 15_000, 30_000, 60_000, 300_000, 1_800_000)
PAUSES: Final = Table(
    "pause",
    (2, 60_000),
    *((1.0, limit + by) for limit in _LIMITS for by in (0, 1, -1)),
    # Two of these are longer than a session lives, one is not.
    (1.5, 180_000),
    (1.5, 1_080_000),
    (1, 1),
    (1, 2_400_000),
    (1, 3_600_000),
    (1, 86_400_000),
    (0.5, 604_800_000),
)
_PAUSES_AWAY: Final = Table(
    "pause while the app is left",
    (0, 0),
    (2, 180_000),
    (1, 60_000),
    (1, 1_000),
    *((0.5, 300_000 + by) for by in (0, 1, -1)),
    (1, 1_080_000),
    (0.3, 86_400_000),
)
TIMES: Final = Table("times", (3, 2), (2, 3), (1, 29), (1, 30), (1, 31), (0.5, 50), (0.5, 60), (0.2, 101))
_TIMES_IN_TROUBLE: Final = Table("times in trouble", (3, 2), (1, 4), (1, 31), (1, 51), (1, 61), (0.5, 131))

# Places and networks -------------------------------------------------------------------------------------------------

ADDRESSES: Final = evenly(
    "address",
    "https://example.com/next",
    "https://example.com/",
    "https://example.com/?amp_device_id=from-the-address",
    "https://example.com/shop?utm_source=news&utm_medium=mail&utm_campaign=a%20b",
    "https://example.com/?gclid=abc123#part",
    "https://example.com/a%20b?q=one+two&amp_device_id=",
)
REFERRERS: Final = evenly("referrer", "https://news.example.net/story?id=7", "https://search.example.net/", "")
PLACES: Final = evenly("place", [59.9139, 10.7522], [0, 0], [-33.5, 151.25])
FAULTS: Final = Table(
    "fault",
    (2, Fault(status=500)),
    (1, Fault(status=400)),
    (1, Fault(status=429)),
    (3, Fault(status=413)),
    (1, Fault(status=413, more_than=1)),
    (1, Fault(status=413, more_than=10)),
    (1, Fault(status=200, body="invalid_api_key")),
    (1, Fault(status=200, body="nonsense")),
    (1, Fault(status=400, body="success")),
    (1, Fault(cut=True)),
    (1, Fault(lose=True)),
    (2, Fault(delay=5_000)),
    (1, Fault(delay=11_000)),
    (1, Fault(delay=61_000)),
    (1, Fault(status=503, path="/usermap")),
    (1, Fault(status=503, path="/httpapi")),
)
HOW_OFTEN: Final[Table[int | None]] = evenly("how often", 1, 2, None)
ATTRIBUTES: Final[dict[Platform, Table[JSONObject]]] = {
    "web": evenly(
        "web device",
        {"profile": "Firefox on Windows"},
        {"profile": "Safari on Mac"},
        {"locale": "de_DE"},
        {"title": "Cart"},
        {"referrer": "https://news.example.net/story?id=7"},
    ),
    "ios": Table(
        "ios device",
        (3, {"location_permission": True}),
        (1, {"limit_ad_tracking": True}),
        (1, {"advertising_id": None}),
        (1, {"vendor_id": None}),
        (1, {"location_permission": True, "place": None}),
        (1, {"profile": "iPad Pro 2016"}),
        (1, {"locale": "de_DE"}),
        (1, {"carrier": ""}),
    ),
    "android": Table(
        "android device",
        (3, {"location_permission": True}),
        (1, {"limit_ad_tracking": True}),
        (1, {"advertising_id": None}),
        (1, {"play_services": False}),
        (1, {"location_permission": True, "place": None}),
        (1, {"profile": "Kindle Fire HD 8", "play_services": False}),
        (1, {"network_country": "de"}),
        (1, {"locale": "pt_BR"}),
        (1, {"carrier": ""}),
    ),
    "server": evenly("server device", {}),
}

# Settings ------------------------------------------------------------------------------------------------------------


def _values(setting: Setting) -> Table[Value]:
    """Return the values of a setting; most are not the default."""
    if setting.kind == "flag":
        return _OFF if setting.default else _ON
    return _KINDS.get(setting.kind) or _OTHERS[setting.names[0]]


_ON: Final = Table[Value]("flag", (4, "on"), (1, "off"))
_OFF: Final = Table[Value]("flag that is on", (4, "off"), (1, "on"))
_KINDS: Final[dict[str, Table[Any]]] = {"trait": GROUP_TRAITS, "names": TRAIT_LISTS}
_KEYS: Final[Table[Value]] = evenly("secret key", "fedcba9876543210fedcba9876543210")
_OTHERS: Final[dict[str, Table[Value]]] = {
    "API Key": Table[Value]("api key", (5, "abcdef0123456789abcdef0123456789"), (1, "short")),
    "Secret Key": _KEYS,
    "Map Query Params": evenly("query", {"query": "event_properties"}, {"query": "user_properties"}),
    "Append Fields To Event Props": evenly(
        "fields to append", {"context.page.title": "field"}, {"properties.color": "field"}, {"userId": "field"}
    ),
    "Event Upload Threshold": evenly("upload threshold", 2, 5, 30),
    "Event Upload Period Millis": evenly("upload period", 10_000, 30_000),
    "Version Name": evenly("version name", "2.1.0"),
}
_PRINTED: Final = {
    "Amplitude Group Type Trait": "industry",
    "Amplitude Group Value Trait": "name",
}
"""Settings that belong together: with one of them alone both are without effect."""


def _setting_values(setting: Setting) -> Callable[[Choices], dict[str, object]]:
    name, values = setting.names[0], _values(setting)
    return lambda choices: {name: choices.pick(values)}


_SETTINGS: Final[dict[Platform, Table[Callable[[Choices], dict[str, object]]]]] = {
    platform: Table(
        f"{platform} setting",
        (0.0, lambda choices: {}),
        *(
            # One that has no effect here is as good as any other to whoever reads the settings.
            ((2.0 if setting.documented else 1.0) if platform in setting.platforms else 0.2, _setting_values(setting))
            for setting in SETTINGS
        ),
        (2.0, lambda choices: dict(_PRINTED)),
    )
    for platform in PLATFORMS
}

_DEVICES_FOR: Final[dict[str, dict[Platform, Table[JSONObject]]]] = {
    "Prefer Advertising ID for Device ID": {
        "ios": evenly(
            "ios device with an advertising id",
            {"limit_ad_tracking": True},
            {"advertising_id": None},
            {"advertising_id": None, "vendor_id": None},
        ),
        "android": evenly(
            "android device with an advertising id",
            {"limit_ad_tracking": True},
            {"advertising_id": None},
            {"play_services": False},
            {"profile": "Kindle Fire HD 8", "play_services": False},
        ),
    },
    "Set Device ID From URL Parameter amp_device_id": {
        "web": evenly("address with a device id", {"url": "https://example.com/?amp_device_id=from-the-address"})
    },
}
"""The likely state of a device where a setting is about it."""

# Journeys ------------------------------------------------------------------------------------------------------------


class Scene(NamedTuple):
    """The scene of a journey: its sources by name, and how many of its values are hostile."""

    platform: Platform
    mode: str
    #: The names by which steps may say a source; `None` for the only one there is.
    apps: tuple[str | None, ...]
    hostility: float
    #: The traits that its settings name.
    named: tuple[str, ...] = ()
    #: The acts that show what its settings change.
    shown: tuple[Act, ...] = ()


NAMES: Final[dict[Platform, str]] = {
    "web": "web app",
    "ios": "ios app",
    "android": "android app",
    "server": "server source",
}
_MODES: Final = Table("mode", (9, "device"), (1, "cloud"))
_HOSTILITY: Final = Table("hostility", (3, 0.0), (2, 0.15), (1, 0.5))
_SECONDS: Final = {
    platform: evenly(f"second to {platform}", f"second {name}", *(() if platform == "server" else (NAMES["server"],)))
    for platform, name in NAMES.items()
}
_MOST_ACTS: Final = 20
_MOST_SETTINGS: Final = 6
_ANOTHER: Final = 0.85
"""How likely one more act is."""


def journey(choices: Choices, platform: Platform) -> tuple[Action, ...]:
    """Make up a journey on a platform: an app or a server with its settings and device, and up to 20 acts on it."""
    first = NAMES[platform]
    mode = choices.pick(_MODES) if platform != "server" else "device"
    second = choices.pick(_SECONDS[platform]) if choices.chance(0.08) else None
    apps = (first, second) if second else (None,)
    settings = _settings(choices, platform)
    scene = Scene(platform, mode, apps, choices.pick(_HOSTILITY), _named(settings), _shown(settings, platform))
    made: list[Action] = list(_stage(choices, scene, first, settings))
    if second:
        other: Platform = "server" if second == NAMES["server"] else platform
        made.append(AddSource(app=second, platform=other, settings=_settings(choices, platform)))
    return (*made, *_acts(choices, scene, _ACTS[platform], most=_MOST_ACTS, likely=_ANOTHER))


def _acts(choices: Choices, scene: Scene, acts: Table[Act], *, most: int, likely: float) -> Iterator[Action]:
    """Make up what happens next; more often than by chance alone it is about what the settings change."""
    acts = acts.favoring(scene.shown, _ABOUT_SETTINGS)
    for made in several(choices, lambda part: _act(part, scene, acts), most=most, likely=likely):
        yield from made


def _act(choices: Choices, scene: Scene, acts: Table[Act]) -> tuple[Action, ...]:
    made = choices.pick(acts)(choices, scene)
    return made if isinstance(made, tuple) else (made,)


_ABOUT_SETTINGS: Final = 0.25
"""The share of acts that are about what the settings change."""


def _shown(settings: dict[str, object], platform: Platform) -> tuple[Act, ...]:
    """Return the acts that show what settings change on a platform, one for each."""
    about = (one for one in SETTINGS if one.names[0] in settings and platform in one.platforms)
    return tuple(_SHOWN_BY[one.names[0]] for one in about if one.names[0] in _SHOWN_BY)


def _named(settings: dict[str, object]) -> tuple[str, ...]:
    """Return the traits that settings name."""
    lists = (settings[name] for name in _NAMING if name in settings)
    return tuple(dict.fromkeys(one.strip() for names in lists for one in str(names).split(",")))


_NAMING: Final = tuple(setting.names[0] for setting in SETTINGS if setting.kind in ("trait", "names"))


def _stage(choices: Choices, scene: Scene, name: str, settings: dict[str, object]) -> list[Action]:
    """Make up what is so before anything happens."""
    platform = scene.platform
    made: list[Action] = [
        AddSource(app=name, platform=platform, mode="cloud" if scene.mode == "cloud" else "device", settings=settings)
    ]
    if platform == "server":
        if choices.chance(0.05):
            made.append(SetAccounts(accounts=False))
        return made
    attributes: JSONObject = {}
    for one in several(choices, lambda part: part.pick(ATTRIBUTES[platform]), most=3, likely=0.3):
        attributes |= one
    about = [_DEVICES_FOR[name][platform] for name in settings if platform in _DEVICES_FOR.get(name, {})]
    if choices.chance(0.5):
        for devices in about:
            device = choices.pick(devices)
            attributes |= device
    if platform == "web" and choices.chance(0.3):
        attributes["url"] = choices.pick(ADDRESSES)
    if attributes:
        made.append(ChangeDevice(attributes=_given_alone(attributes)))
    made += [hold for hold in _HOLDS[platform] if choices.chance(0.05)]
    return made


def _given_alone(attributes: JSONObject) -> JSONObject:
    """Return attributes such that no When step says them: those have phrases of their own."""
    alone = len(attributes) == 1 and next(iter(attributes)) in ("url", "location_permission", "place", "online")
    return {**attributes, "locale": "en_US"} if alone else attributes


_HOLDS: Final[dict[Platform, tuple[Action, ...]]] = {
    "web": (HoldSDK(), SetAccounts(accounts=False)),
    "ios": (HoldSettings(), DelayOptions(), HoldLaunch(), SetAccounts(accounts=False)),
    "android": (HoldSettings(), DelayOptions(), HoldLaunch(), SetAccounts(accounts=False)),
    "server": (),
}


def _settings(choices: Choices, platform: Platform) -> dict[str, object]:
    made: dict[str, object] = {}
    for one in several(choices, lambda part: part.pick(_SETTINGS[platform])(part), most=_MOST_SETTINGS, likely=0.55):
        made |= one
    return made


# Acts ----------------------------------------------------------------------------------------------------------------

Act = Callable[[Choices, Scene], Action | tuple[Action, ...]]
"""Makes up what happens next; mostly one thing."""


def _nothing(choices: Choices, scene: Scene) -> tuple[Action, ...]:
    """Do nothing: so an act that a difference does not need is left out in one step of shrinking."""
    del choices, scene
    return ()


def _song(choices: Choices, scene: Scene) -> Action:
    """The simplest act that does something; it needs no choice where there is one app."""
    return call(_app(choices, scene), "track", {"event": "Song Played"})


def _track(choices: Choices, scene: Scene) -> Action:
    return _tracked(choices, scene, choices.pick(EVENTS), sold=0.5)


def _sale(choices: Choices, scene: Scene) -> Action:
    return _tracked(choices, scene, choices.pick(EVENTS), sold=0.95)


def _order(choices: Choices, scene: Scene) -> Action:
    return _tracked(choices, scene, "Order Completed", sold=0.8)


def _tracked(choices: Choices, scene: Scene, event: str, *, sold: float) -> Action:
    """Track an event; `sold` is how likely money is in it."""
    fields: JSONObject = {"event": event}
    properties = _properties(choices, scene, TRACK_PROPERTIES)
    if choices.chance(sold):
        properties |= _revenue(choices, scene)
    if "rder" in event and choices.chance(0.8):
        properties[_PRODUCTS] = _products(choices, scene)
    if properties or choices.chance(0.1):
        fields["properties"] = properties
    return _call(choices, scene, "track", fields)


def _identify(choices: Choices, scene: Scene) -> Action:
    fields: JSONObject = {}
    if not choices.chance(0.3):
        fields["userId"] = choices.pick(USERS)
    traits = _traits(choices, scene, TRAIT_NAMES)
    if traits or not fields:
        fields["traits"] = traits
    return _call(choices, scene, "identify", fields)


def _view(choices: Choices, scene: Scene) -> Action:
    on_web = scene.platform == "web" or (scene.platform == "server" and choices.chance(0.5))
    method = "page" if on_web != choices.chance(0.03) else "screen"
    fields: JSONObject = {}
    if not choices.chance(0.4):
        fields["name"] = choices.pick(VIEW_NAMES)
    if choices.chance(0.4):
        fields["category"] = choices.pick(CATEGORIES)
    if choices.chance(0.3):
        fields["properties"] = _properties(choices, scene, PROPERTY_NAMES)
    return _call(choices, scene, method, fields)


def _group(choices: Choices, scene: Scene) -> Action:
    fields: JSONObject = {"groupId": choices.pick(GROUPS)}
    traits = _traits(choices, scene, GROUP_TRAITS)
    if traits:
        fields["traits"] = traits
    return _call(choices, scene, "group", fields)


def _alias(choices: Choices, scene: Scene) -> Action:
    fields: JSONObject = {}
    if choices.chance(0.5 if scene.platform != "server" else 0.9):
        fields["previousId"] = choices.pick(USERS)
    fields["userId"] = choices.pick(USERS)
    if choices.chance(0.1):
        fields["integrations"] = {"Amplitude": {"unmap": True}}
    return call(_app(choices, scene), "alias", fields)


def _printed(choices: Choices, scene: Scene) -> Action:
    """Make a call that the documentation prints; what a difference does not need of it is left out in shrinking."""
    method, fields = choices.pick(_PRINTED_CALLS)
    return call(_app(choices, scene), method, _thinned(choices, fields))


def _thinned(choices: Choices, fields: JSONObject) -> JSONObject:
    """Return an object, seldom without one of the fields in it."""
    kept = {name: value for name, value in fields.items() if choices.chance(_KEPT)}
    return {name: _thinned(choices, value) if isinstance(value, dict) else value for name, value in kept.items()}


_KEPT: Final = 0.98


class _Example(msgspec.Struct, frozen=True):
    calls: tuple[dict[str, Any], ...]


def _printed_calls() -> Table[tuple[str, JSONObject]]:
    """Return the calls that the page prints; what it prints for one platform is tried on the others."""
    examples = msgspec.json.decode(resources.fixture("examples.json").read_bytes(), type=tuple[_Example, ...])
    calls = (one for example in examples for one in example.calls)
    return evenly("printed call", *((str(one["method"]), dict(one.get("fields", {}))) for one in calls))


_PRINTED_CALLS: Final = _printed_calls()


def _bare(method: str) -> Act:
    return lambda choices, scene: call(_app(choices, scene), method, {})


def _many(times: Table[int]) -> Act:
    return lambda choices, scene: MakeCall(
        app=_app(choices, scene), method="track", fields={"event": "Song Played"}, times=choices.pick(times)
    )


def _login(choices: Choices, scene: Scene) -> Action:
    return call(_app(choices, scene), "identify", {"userId": "derek", "traits": {"plan": "Basic"}})


def _trouble(choices: Choices, scene: Scene) -> tuple[Action, ...]:
    """Let requests fail in a few ways while the app goes on, mostly until nothing fails any more."""
    app = _client(choices, scene)
    begins = choices.pick(_TROUBLES)(choices)
    meanwhile = _acts(choices, scene._replace(apps=(app,)), _IN_TROUBLE[scene.platform], most=5, likely=0.75)
    made = (*begins, *meanwhile)
    if not choices.chance(0.9):
        return made
    offline = any(isinstance(one, ChangeDevice) for one in begins)
    return (*made, ChangeDevice(attributes={"online": True}) if offline else SetFault(fault=None))


_TROUBLES: Final[Table[Callable[[Choices], Sequence[Action]]]] = Table(
    "trouble",
    (0, lambda choices: ()),
    (5, lambda choices: several(choices, _failing, most=3, likely=0.6)),
    (2, lambda choices: (ChangeDevice(attributes={"online": False}),)),
    # What is large is refused, and what is small fails; what is large is refused once, and then all is slow.
    (1, lambda choices: (SetFault(fault=Fault(status=500)), SetFault(fault=Fault(status=413, more_than=1)))),
    (1, lambda choices: (SetFault(fault=Fault(delay=5_000)), SetFault(fault=Fault(status=413, times=1)))),
)
"""How trouble begins."""


def _flood(choices: Choices, scene: Scene) -> tuple[Action, ...]:
    """Log more than a queue holds while a request waits for its answer: nothing is cheaper to play."""
    logged = MakeCall(app=_client(choices, scene), method="track", fields={"event": "Song Played"}, times=1_001)
    return SetFault(fault=Fault(delay=61_000)), logged, SetFault(fault=None)


def _away(choices: Choices, scene: Scene) -> tuple[Action, ...]:
    """Leave the app, let something happen behind the user's back, and mostly come back, each a while later."""
    app = _client(choices, scene)
    away = Lifecycle(app=app, event="background")
    first = _while_away(choices)
    meanwhile = _acts(choices, scene._replace(apps=(app,)), _BEHIND_ONES_BACK, most=1, likely=0.9)
    made = (away, *first, *meanwhile, *_while_away(choices))
    return (*made, Lifecycle(app=app, event="foreground")) if choices.chance(0.9) else made


def _while_away(choices: Choices) -> tuple[Action, ...]:
    duration = choices.pick(_PAUSES_AWAY)
    return (Wait(duration=duration),) if duration else ()


def _push(choices: Choices, scene: Scene) -> Action:
    options = {"outOfSession": True}
    fields: JSONObject = {"event": "Push Notification Viewed", "integrations": {"Amplitude": options}}
    return call(_app(choices, scene), "track", fields)


def _move(choices: Choices, scene: Scene) -> tuple[Action, ...]:
    """Take the phone to another place; the app may say so to the SDK."""
    made: tuple[Action, ...] = (ChangeDevice(attributes={"place": choices.pick(PLACES)}),)
    if choices.chance(0.4):
        made += (CallSDK(app=_client(choices, scene), method=choices.pick(_WHERE_IT_IS)),)
    return made


_WHERE_IT_IS: Final = evenly("method about the place", "updateLocation", "enableLocationListening")


def _wait(choices: Choices, scene: Scene) -> Action:
    del scene
    return Wait(duration=choices.pick(PAUSES))


def _life(event: Any) -> Act:
    return lambda choices, scene: Lifecycle(app=_client(choices, scene), event=event)


def _leave(choices: Choices, scene: Scene) -> Action:
    app = _client(choices, scene)
    duration = None if choices.chance(0.4) else choices.pick(PAUSES)
    return Lifecycle(app=app, event="background", duration=duration)


def _changed(name: str, *values: Value) -> Act:
    table = evenly(f"{name} of the device", *values)
    return lambda choices, scene: ChangeDevice(attributes={name: choices.pick(table)})


def _sdk(choices: Choices, scene: Scene) -> Action:
    methods = _WEB_METHODS if scene.platform == "web" else _PHONE_METHODS
    return CallSDK(app=_client(choices, scene), method=choices.pick(methods))


_WEB_METHODS: Final = evenly("method of the web SDK", "regenerateDeviceId", "setOptOut(true)", "setOptOut(false)")
_PHONE_METHODS: Final = evenly(
    "method of a phone's SDK",
    "uploadEvents",
    "regenerateDeviceId",
    "updateLocation",
    "enableLocationListening",
    "disableLocationListening",
    "setOptOut(true)",
    "setOptOut(false)",
)


def _page(choices: Choices, scene: Scene) -> Action:
    del scene
    return OpenPage(url=choices.pick(ADDRESSES))


def _address(choices: Choices, scene: Scene) -> Action:
    del scene
    return ChangeDevice(attributes={"url": choices.pick(ADDRESSES)})


def _fault(choices: Choices, scene: Scene) -> Action:
    del scene
    if choices.chance(0.25):
        return SetFault(fault=None)
    return _failing(choices)


def _failing(choices: Choices) -> Action:
    fault, times = choices.pick(FAULTS), choices.pick(HOW_OFTEN)
    return SetFault(fault=msgspec.structs.replace(fault, times=times))


def _delete(choices: Choices, scene: Scene) -> Action:
    return DeleteUserData(app=_app(choices, scene), user_id=choices.pick(USERS) or "derek")


def _always(action: Action) -> Act:
    return lambda choices, scene: action


_CALLS: Final[tuple[tuple[float, Act], ...]] = (
    (0, _nothing),
    (2, _song),
    (9, _track),
    (0.5, _sale),
    (0.5, _order),
    (5, _identify),
    (4, _view),
    (3, _group),
    (1, _alias),
    (1, _printed),
)
_TIME_AND_NETWORK: Final[tuple[tuple[float, Act], ...]] = (
    (5, _wait),
    (1, _fault),
    (0.4, _many(TIMES)),
)
_LIFE: Final[tuple[tuple[float, Act], ...]] = (
    (1.5, _life("restart")),
    (0.6, _life("kill")),
    (0.6, _life("launch")),
    (1, _changed("online", False, True)),
    (0.7, _bare("reset")),
    (0.7, _sdk),
    (0.8, _trouble),
    (0.05, _flood),
)
_ON_PHONES: Final[tuple[tuple[float, Act], ...]] = (
    (3, _leave),
    (1.5, _life("foreground")),
    (0.6, _life("launch-in-background")),
    (1, _bare("flush")),
    (0.7, _changed("location_permission", True, False)),
    (0.7, _move),
    (0.5, _away),
    (0.3, _always(DeliverSettings())),
    (0.1, _delete),
)
_ON_WEB: Final[tuple[tuple[float, Act], ...]] = (
    (1.2, _page),
    (0.8, _address),
    (0.3, _always(LoadSDK())),
    (0.1, _delete),
)
_ACTS: Final[dict[Platform, Table[Act]]] = {
    "web": Table("web act", *_CALLS, *_TIME_AND_NETWORK, *_LIFE, *_ON_WEB),
    "ios": Table("ios act", *_CALLS, *_TIME_AND_NETWORK, *_LIFE, *_ON_PHONES),
    "android": Table("android act", *_CALLS, *_TIME_AND_NETWORK, *_LIFE, *_ON_PHONES),
    "server": Table("server act", *_CALLS, *_TIME_AND_NETWORK, (0.2, _delete)),
}


_IN_ANY_TROUBLE: Final[tuple[tuple[float, Act], ...]] = (
    (0, _nothing),
    (2, _song),
    (3, _many(_TIMES_IN_TROUBLE)),
    (3, _login),
    (2, _alias),
    (2, _wait),
    (1, _fault),
    (1, _life("restart")),
)
_ON_A_PHONE_IN_TROUBLE: Final[tuple[tuple[float, Act], ...]] = ((4, _bare("flush")), (1, _leave))
_IN_TROUBLE: Final[dict[Platform, Table[Act]]] = {
    "web": Table("web act in trouble", *_IN_ANY_TROUBLE),
    "ios": Table("ios act in trouble", *_IN_ANY_TROUBLE, *_ON_A_PHONE_IN_TROUBLE),
    "android": Table("android act in trouble", *_IN_ANY_TROUBLE, *_ON_A_PHONE_IN_TROUBLE),
}
_BEHIND_ONES_BACK: Final[Table[Act]] = Table(
    "act behind one's back", (0, _nothing), (3, _push), (2, _track), (1, _identify), (1, _bare("flush"))
)
_SHOWN_BY: Final[dict[str, Act]] = {
    **dict.fromkeys(("Track Named Pages", "Track Categorized Pages", "Track All Pages", "Track All Screens"), _view),
    "Set Device ID From URL Parameter amp_device_id": _page,
    "Log Revenue V2": _sale,
    "Track Revenue Per Product": _order,
    **dict.fromkeys(("Amplitude Group Type Trait", "Amplitude Group Value Trait"), _group),
    "Enable Alias": _alias,
    "Enable Location Listening": _move,
    **dict.fromkeys(("Traits to Increment", "Traits to Set Once"), _identify),
    "Track Session Events": _leave,
    "Secret Key": _delete,
}
"""The acts that show what a setting changes."""


def _app(choices: Choices, scene: Scene) -> str | None:
    """Choose which of the sources it is."""
    if len(scene.apps) == 1:
        return scene.apps[0]
    return scene.apps[int(choices.chance(0.5))]


def _client(choices: Choices, scene: Scene) -> str | None:
    """Choose which of the apps it is; a server has no life of its own."""
    chosen = _app(choices, scene)
    return scene.apps[0] if chosen == NAMES["server"] else chosen


# Parts of calls ------------------------------------------------------------------------------------------------------


def _call(choices: Choices, scene: Scene, method: str, fields: JSONObject) -> MakeCall:
    """Return a call with what goes with any call: options, whom it is about, when it was, the context."""
    app = _app(choices, scene)
    at_server = scene.platform == "server" or app == NAMES["server"]
    if choices.chance(0.15):
        fields["integrations"] = _integrations(choices, scene)
    if not at_server and choices.chance(0.04):
        fields["anonymousId"] = choices.pick(ANONYMOUS)
    if choices.chance(0.25 if at_server else 0.04):
        fields["context"] = choices.pick(_CONTEXTS if at_server else _PAGE_CONTEXTS)
    if choices.chance(0.03):
        fields["timestamp"] = "2018-09-18T11:00:00.000Z"
    made = call(app, method, fields)
    if at_server and (made.verbatim or choices.chance(0.2)):
        # A server has to say whom it is about, unless a short phrase does.
        whom = choices.pick(_WHOM)
        return call(app, method, {**fields, **whom})
    return made


_WHOM: Final = Table[JSONObject](
    "whom",
    (3, {"userId": "derek"}),
    (2, {"anonymousId": "a80b66d5-b86d-41bd-866f-fe04ee7841af"}),
    (2, {"userId": "derek", "anonymousId": "a80b66d5-b86d-41bd-866f-fe04ee7841af"}),
    (1, {"userId": "anna", "anonymousId": "anon-1"}),
    (0.2, {"userId": ""}),
    (0.2, {}),
)
_CONTEXTS: Final[Table[JSONObject]] = evenly(
    "context of a server",
    {"device": {"id": "device-1"}},
    {"device": {"id": "device-1", "model": "X", "brand": "b", "manufacturer": "m"}, "ip": "198.51.100.1"},
    {"os": {"name": "iOS", "version": "11.4"}, "network": {"carrier": "O2"}, "app": {"version": "1.2"}},
    {"location": {"country": "NO", "region": "Oslo"}, "locale": "nb-NO"},
    {"traits": {"plan": "Basic"}},
)
_PAGE_CONTEXTS: Final[Table[JSONObject]] = evenly(
    "context of an app",
    {"page": {"title": "Other"}},
    {"ip": "198.51.100.1"},
    {"locale": "de-DE"},
    {"campaign": {"name": "x", "source": "mail"}},
)


def _integrations(choices: Choices, scene: Scene) -> JSONObject:
    if choices.chance(0.4):
        return choices.pick(_SWITCHES)
    options = choices.pick(_OPTIONS)
    if choices.chance(0.5):
        options = {**options, "groups": {choices.pick(_GROUP_TYPES): _group_value(choices, scene)}}
    return {"Amplitude": options}


_SWITCHES: Final[Table[JSONObject]] = evenly(
    "integrations",
    {"Amplitude": False},
    {"All": False},
    {"All": False, "Amplitude": True},
    {"All": True},
    {"Amplitude": {}},
)
_OPTIONS: Final[Table[JSONObject]] = evenly(
    "option",
    {"outOfSession": True},
    {},
    {"outOfSession": False},
    {"outOfSession": "true"},
    {"session_id": 1537272000000},
    {"session_id": -1},
    {"unmap": True},
)
_GROUP_TYPES: Final = evenly("type of group", "sports", "company")


def _group_value(choices: Choices, scene: Scene) -> Value:
    if choices.chance(scene.hostility):
        return _hostile(choices, scene)
    return choices.pick(_GROUP_VALUES)


_GROUP_VALUES: Final[Table[Value]] = evenly("name of a group", "ski", ["ski", "golf"], 7, [])


def _value(choices: Choices, scene: Scene) -> Value:
    return _hostile(choices, scene) if choices.chance(scene.hostility) else choices.pick(PLAIN)


def _hostile(choices: Choices, scene: Scene) -> Value:
    if scene.platform in ("ios", "android") and choices.chance(0.04):
        return choices.pick(LARGE)
    return choices.pick(HOSTILE)


def _properties(choices: Choices, scene: Scene, names: Table[str]) -> JSONObject:
    return dict(several(choices, lambda part: _property(part, scene, names), most=4, likely=0.4))


def _property(choices: Choices, scene: Scene, names: Table[str]) -> tuple[str, Value]:
    name = choices.pick(names)
    return name, _products(choices, scene) if name == _PRODUCTS else _value(choices, scene)


def _traits(choices: Choices, scene: Scene, names: Table[str]) -> JSONObject:
    return dict(several(choices, lambda part: _trait(part, scene, names), most=5, likely=0.5))


def _trait(choices: Choices, scene: Scene, names: Table[str]) -> tuple[str, Value]:
    """Make up a trait, in place of it often one that the settings name."""
    name, is_named = choices.pick(names), choices.chance(0.6)
    if is_named and scene.named:
        name = scene.named[names.entries.index(name) % len(scene.named)]
    return name, choices.pick(AMOUNT) if choices.chance(0.2) else _value(choices, scene)


def _revenue(choices: Choices, scene: Scene) -> JSONObject:
    return dict(several(choices, lambda part: _money(part, scene), most=6, likely=0.75))


def _money(choices: Choices, scene: Scene) -> tuple[str, Value]:
    name = choices.pick(REVENUE)
    if choices.chance(scene.hostility):
        return name, _hostile(choices, scene)
    return name, choices.pick(_TEXTS.get(name, AMOUNT))


def _products(choices: Choices, scene: Scene) -> Value:
    if choices.chance(scene.hostility / 3):
        return _hostile(choices, scene)
    return several(choices, lambda part: _product(part, scene), most=3, likely=0.7)


def _product(choices: Choices, scene: Scene) -> Value:
    if choices.chance(scene.hostility / 3):
        return _hostile(choices, scene)
    return {"sku": "G-32", **_properties(choices, scene, PROPERTY_NAMES), **_revenue(choices, scene)}
