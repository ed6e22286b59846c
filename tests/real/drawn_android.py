"""Sequences of calls on Android, drawn by lot, in the form of the recorded ones.

A name always stands for the same sequence, which is drawn by its name alone.

`python -m tests.real.played_android` plays them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

EPOCH: Final = 1_537_272_000_000

DOCUMENT: Final[Mapping[str, Any]] = {
    "epoch": EPOCH,
    "setting_defaults": {"apiKey": "0123456789abcdef0123456789abcdef"},
    "device_defaults": {
        "brand": "google",
        "manufacturer": "Google",
        "model": "Pixel 2",
        "os_version": "8.1.0",
        "carrier": "T-Mobile",
        "locale": "en_US",
        "app_version": "1.0.0",
        "advertising_id": "38400000-8cf0-11bd-b23e-10b96e40000d",
        "limit_ad_tracking": False,
        "play_services": True,
        "location_permission": False,
        "place": [37.77, -122.4],
        "online": True,
        "network_country": None,
    },
}
"""The common start of all sequences."""

_EVENTS: Final = ("Song Played", "Order Completed", "session_start", "$identify", "revenue_amount", " x ", "ö", "")
_KEYS: Final = ("a", "b", "c", "email", "name", "$price", "", "k.k")
_SALES: Final = ("revenue", "total", "price", "quantity", "productId", "revenueType", "receipt", "receiptSignature")
_USERS: Final = ("u1", "u2", "derek", " ", "", "7")
_PLAIN: Final = ("red", 1, 2, 7.5, True, False, "derek@sivers.org", 0, -3, 12)
_ODD: Final[tuple[Any, ...]] = (
    None,
    "",
    " ",
    "null",
    "NaN",
    "Infinity",
    "1e3",
    "10d",
    "0x1p3",
    " 3 ",
    "3.5",
    "007",
    "true",
    "2,5",
    1e7,
    1e-7,
    1e21,
    -0.0,
    0.1,
    3.0,
    2147483647,
    2147483648,
    5000000000,
    -9007199254740993,
    9007199254740993,
    123456789.125,
    {"$nan": 1},
    {"$inf": 1},
    {"$ninf": 1},
    {"$date": EPOCH},
    {"$date": 0},
    {"$long": 7},
    {"$float": 2.5},
    [],
    {},
    ["x", 1],
    [[1], {"k": None}],
    {"k": {"k": [True, 2.5]}},
    [{"$nan": 1}],
    {"k": {"$date": 86400000}},
    {"$repeat": ["a", 1024]},
    {"$repeat": ["ab", 600]},
    "ß€😀",
    '\u2028\n\t"\\/',
    ["x", None],
    {"$concat": [{"$repeat": ["a", 1022]}, "😀b"]},
    "<a&b>",
)
_ADVANCES: Final = (
    1,
    999,
    1000,
    29_999,
    30_000,
    30_001,
    60_000,
    299_999,
    300_000,
    300_001,
    1_799_999,
    1_800_001,
    86_400_000,
)
_ANSWERS: Final = (
    {"status": 200, "body": "success"},
    {"status": 200, "body": "success"},
    {"status": 413, "body": "too large"},
    {"status": 500, "body": "oops"},
    {"status": 400, "body": "bad_checksum"},
    {"status": 200, "body": "invalid_api_key"},
    {"status": 200, "body": "request_db_write_failed"},
    {"error": "connect"},
    {"status": 200, "body": "success\n"},
)


def draw(name: str) -> dict[str, Any]:
    """Draw a sequence of 6 to 20 steps."""
    return _Draw(Random(name)).case(name)


class _Draw:
    def __init__(self, random: Random) -> None:
        self._random = random
        #: The share of odd values, the same all over a sequence.
        self._oddness = random.choice((0.0, 0.1, 0.5))
        self._running = True
        self._in_foreground = True

    def case(self, name: str) -> dict[str, Any]:
        random = self._random
        made: dict[str, Any] = {"id": name, "settings": self._settings(), "device": self._device(0.15)}
        if random.random() < 0.5:
            delays = (1, 10, 50, 9_999, 10_001)
            made["answers"] = [
                {**random.choice(_ANSWERS), "delay": random.choice(delays)} for _ in range(random.randrange(8))
            ]
        made["default_answer"] = {"delay": random.choice((1, 50))}
        if random.random() < 0.1:
            made["launch"] = "background"
            self._in_foreground = False
        made["steps"] = [self._step() for _ in range(random.randint(6, 20))]
        return made

    def _settings(self) -> dict[str, Any]:
        random = self._random
        settings: dict[str, Any] = {
            name: random.random() < 0.5
            for name in (
                "trackSessionEvents",
                "useLogRevenueV2",
                "useAdvertisingIdForDeviceId",
                "enableLocationListening",
                "trackAllPagesV2",
                "trackAllPages",
                "trackNamedPages",
                "trackCategorizedPages",
            )
            if random.random() < 0.4
        }
        if random.random() < 0.3:
            settings["traitsToIncrement"] = random.choice((["a"], ["a", "b"], ["c"], []))
        if random.random() < 0.3:
            settings["traitsToSetOnce"] = random.choice((["b"], ["a", "email"], []))
        if random.random() < 0.4:
            settings |= {"groupTypeTrait": "a", "groupTypeValue": random.choice(("b", "name", "missing"))}
        return settings

    def _device(self, often: float) -> dict[str, Any]:
        random = self._random
        changes: Mapping[str, tuple[Any, ...]] = {
            "online": (True, False),
            "location_permission": (True, False),
            "limit_ad_tracking": (True, False),
            "advertising_id": ("", None, "6d92078a-8246-4ba4-ae5b-76104861e7dc"),
            "place": ([0.0, 0.0], None, [52.5, 13.4]),
            "play_services": (True, False),
            "locale": ("de_DE", "pt_BR", "en_US"),
            "network_country": ("de", None, ""),
            "carrier": ("", "O2"),
        }
        return {name: random.choice(values) for name, values in changes.items() if random.random() < often}

    def _step(self) -> dict[str, Any]:
        if not self._running:
            self._running = True
            return {"launch": self._start()}
        kinds: tuple[tuple[Callable[[], dict[str, Any]], int], ...] = (
            (self._track, 8),
            (self._identify, 6),
            (self._group, 3),
            (self._screen, 3),
            (self._alias, 1),
            (self._advance, 5),
            (self._move, 4),
            (self._change, 2),
            (self._plain_call, 3),
            (self._native, 1),
            (self._many, 1),
        )
        [kind] = self._random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        return kind()

    def _track(self) -> dict[str, Any]:
        event = {"event": self._random.choice(_EVENTS)}
        return {"track": {**event, **self._some("properties", (*_KEYS, *_SALES)), **self._options()}}

    def _identify(self) -> dict[str, Any]:
        user = {"userId": self._random.choice(_USERS)} if self._random.random() < 0.7 else {}
        return {"identify": {**user, **self._some("traits", (*_KEYS, "userId", "anonymousId")), **self._options()}}

    def _group(self) -> dict[str, Any]:
        group = {"groupId": self._random.choice(("g1", "g2", "", " "))}
        return {"group": {**group, **self._some("traits", _KEYS), **self._options()}}

    def _screen(self) -> dict[str, Any]:
        random = self._random
        screen = {
            key: random.choice(("Home", "Main", "", " ")) for key in ("name", "category") if random.random() < 0.7
        }
        return {"screen": {**screen, **self._some("properties", (*_KEYS, *_SALES)), **self._options()}}

    def _alias(self) -> dict[str, Any]:
        return {"alias": {"userId": self._random.choice(_USERS)}}

    def _advance(self) -> dict[str, Any]:
        if self._random.random() < 0.1:
            return {"clock": self._random.choice((-3_600_000, -1, 1, 600_000))}
        return {"advance": self._random.choice(_ADVANCES)}

    def _start(self) -> str:
        self._in_foreground = self._random.random() < 0.6
        return "foreground" if self._in_foreground else "background"

    def _move(self) -> dict[str, Any]:
        around = ("background", "switch_activity") if self._in_foreground else ("foreground",)
        what = self._random.choice((*around, *around, "restart", "restart", "kill"))
        if what == "restart":
            return {what: self._start()}
        if what == "kill":
            self._running = False
        elif what != "switch_activity":
            self._in_foreground = what == "foreground"
        return {what: True}

    def _change(self) -> dict[str, Any]:
        return {"device": self._device(0.2) or {"online": True}}

    def _plain_call(self) -> dict[str, Any]:
        return {self._random.choice(("flush", "flush", "reset")): True}

    def _native(self) -> dict[str, Any]:
        return {
            "native": self._random.choice(
                (
                    "regenerateDeviceId",
                    "setOptOut(true)",
                    "setOptOut(false)",
                    "enableLocationListening",
                    "disableLocationListening",
                )
            )
        }

    def _many(self) -> dict[str, Any]:
        return {"repeat": self._random.choice((2, 29, 30, 31, 60)), "do": [{"track": {"event": "Song {n}"}}]}

    def _some(self, name: str, keys: tuple[str, ...]) -> dict[str, Any]:
        """Return a field with values for some of the keys, or none at all."""
        if self._random.random() < 0.2:
            return {}
        count = self._random.randrange(5)
        return {name: {self._random.choice(keys): self._value() for _ in range(count)}}

    def _options(self) -> dict[str, Any]:
        if self._random.random() < 0.75:
            return {}
        own: Any = self._random.choice(
            (
                True,
                False,
                {"outOfSession": True},
                {"outOfSession": "true"},
                {"groups": {"sports": self._value()}},
                {"groups": {"sports": ["ski", "golf"], "b": 7}, "outOfSession": False},
                {},
            )
        )
        integrations = self._random.choice(({"Amplitude": own}, {"All": False, "Amplitude": own}, {"All": False}))
        return {"integrations": integrations}

    def _value(self) -> Any:
        return self._random.choice(_ODD if self._random.random() < self._oddness else _PLAIN)
