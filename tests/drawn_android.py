"""Sequences of calls on Android, drawn by lot, in the form of the recorded ones.

What a name stands for never changes: a sequence is drawn by its name alone.

    python -m tests.drawn_android --dialect shipped --number 100 [--seed 1] [--only 1/7] [--show]
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
        "brand": "google", "manufacturer": "Google", "model": "Pixel 2", "os_version": "8.1.0", "carrier": "T-Mobile",
        "locale": "en_US", "app_version": "1.0.0", "advertising_id": "38400000-8cf0-11bd-b23e-10b96e40000d",
        "limit_ad_tracking": False, "play_services": True, "location_permission": False, "place": [37.77, -122.4],
        "online": True, "network_country": None,
    },
}  # fmt: skip
"""What all sequences start from."""

_EVENTS: Final = ("Song Played", "Order Completed", "session_start", "$identify", "revenue_amount", " x ", "ö", "")
_KEYS: Final = ("a", "b", "c", "email", "name", "$price", "", "k.k")
_SALES: Final = ("revenue", "total", "price", "quantity", "productId", "revenueType", "receipt", "receiptSignature")
_USERS: Final = ("u1", "u2", "derek", " ", "", "7")
_PLAIN: Final = ("red", 1, 2, 7.5, True, False, "derek@sivers.org", 0, -3, 12)
_ODD: Final = (
    None, "", " ", "null", "NaN", "Infinity", "1e3", "10d", "0x1p3", " 3 ", "3.5", "007", "true", "2,5", 1e7, 1e-7,
    1e21, -0.0, 0.1, 3.0, 2147483647, 2147483648, 5000000000, -9007199254740993, 9007199254740993, 123456789.125,
    {"$nan": 1}, {"$inf": 1}, {"$ninf": 1}, {"$date": EPOCH}, {"$date": 0}, {"$long": 7}, {"$float": 2.5},
    {"$texts": ["x", "y"]}, {"$texts": []}, [], {}, ["x", 1], [[1], {"k": None}], {"k": {"k": [True, 2.5]}},
    [{"$nan": 1}], {"k": {"$date": 86400000}}, {"$repeat": ["a", 1024]}, {"$repeat": ["ab", 600]}, "ß€😀", "\u2028\n\t\"\\/",
    ["x", None], {"$concat": [{"$repeat": ["a", 1022]}, "😀b"]}, "<a&b>",
)  # fmt: skip
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
    {"status": 200, "body": "success"}, {"status": 200, "body": "success"}, {"status": 413, "body": "too large"},
    {"status": 500, "body": "oops"}, {"status": 400, "body": "bad_checksum"}, {"status": 200, "body": "invalid_api_key"},
    {"status": 200, "body": "request_db_write_failed"}, {"error": "connect"}, {"status": 200, "body": "success\n"},
)  # fmt: skip


def draw(name: str) -> dict[str, Any]:
    """Draw a sequence of 6 to 20 steps."""
    return _Draw(Random(name)).case(name)


class _Draw:
    def __init__(self, random: Random) -> None:
        self._random = random
        #: How often a value is odd, the same all over a sequence.
        self._oddness = random.choice((0.0, 0.1, 0.5))
        self._running = True

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
        made["steps"] = [self._step() for _ in range(random.randint(6, 20))]
        return made

    def _settings(self) -> dict[str, Any]:
        random = self._random
        settings: dict[str, Any] = {
            name: random.random() < 0.5
            for name in (
                "trackSessionEvents", "useLogRevenueV2", "useAdvertisingIdForDeviceId", "enableLocationListening",
                "trackAllPagesV2", "trackAllPages", "trackNamedPages", "trackCategorizedPages",
            )
            if random.random() < 0.4
        }  # fmt: skip
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
            "online": (True, False), "location_permission": (True, False), "limit_ad_tracking": (True, False),
            "advertising_id": ("", None, "6d92078a-8246-4ba4-ae5b-76104861e7dc"), "place": ([0.0, 0.0], None, [52.5, 13.4]),
            "play_services": (True, False), "locale": ("de_DE", "pt_BR", "en_US"), "network_country": ("de", None, ""),
            "carrier": ("", "O2"),
        }  # fmt: skip
        return {name: random.choice(values) for name, values in changes.items() if random.random() < often}

    def _step(self) -> dict[str, Any]:
        if not self._running:
            self._running = True
            return {"launch": self._random.choice(("foreground", "background"))}
        kinds: tuple[tuple[Callable[[], dict[str, Any]], int], ...] = (
            (self._track, 8), (self._identify, 6), (self._group, 3), (self._screen, 3), (self._alias, 1),
            (self._advance, 5), (self._move, 4), (self._change, 2), (self._plain_call, 3), (self._native, 1),
            (self._many, 1),
        )  # fmt: skip
        [kind] = self._random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        return kind()

    def _track(self) -> dict[str, Any]:
        return {
            "track": {
                "event": self._random.choice(_EVENTS),
                **self._some("properties", (*_KEYS, *_SALES)),
                **self._options(),
            }
        }

    def _identify(self) -> dict[str, Any]:
        user = {"userId": self._random.choice(_USERS)} if self._random.random() < 0.7 else {}
        return {"identify": {**user, **self._some("traits", (*_KEYS, "userId", "anonymousId")), **self._options()}}

    def _group(self) -> dict[str, Any]:
        return {
            "group": {
                "groupId": self._random.choice(("g1", "g2", "", " ")),
                **self._some("traits", _KEYS),
                **self._options(),
            }
        }

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

    def _move(self) -> dict[str, Any]:
        what = self._random.choice(("background", "foreground", "switch_activity", "restart", "restart", "kill"))
        if what == "kill":
            self._running = False
        return {what: self._random.choice(("foreground", "background")) if what == "restart" else True}

    def _change(self) -> dict[str, Any]:
        return {"device": self._device(0.2) or {"online": True}}

    def _plain_call(self) -> dict[str, Any]:
        return {self._random.choice(("flush", "flush", "reset")): True}

    def _native(self) -> dict[str, Any]:
        return {"native": self._random.choice((
            "regenerateDeviceId", "setOptOut(true)", "setOptOut(false)", "enableLocationListening",
            "disableLocationListening",
        ))}  # fmt: skip

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
        own: Any = self._random.choice((
            True, False, {"outOfSession": True}, {"outOfSession": "true"}, {"groups": {"sports": self._value()}},
            {"groups": {"sports": ["ski", "golf"], "b": 7}, "outOfSession": False}, {},
        ))  # fmt: skip
        integrations = self._random.choice(({"Amplitude": own}, {"All": False, "Amplitude": own}, {"All": False}))
        return {"integrations": integrations}

    def _value(self) -> Any:
        return self._random.choice(_ODD if self._random.random() < self._oddness else _PLAIN)


def main() -> None:
    """Draw sequences, play them on the real stack and on the simulator, and say where they differ."""
    import argparse
    import gzip
    import json
    from collections import Counter
    from pathlib import Path
    from time import monotonic

    from tests.compared_android import Difference, differences, simulated
    from tests.real_android import EDITIONS, RealAndroid

    parser = argparse.ArgumentParser(prog="python -m tests.drawn_android")
    parser.add_argument("--dialect", choices=[*EDITIONS], default="shipped")
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--only", help="play the one with this name, and show it")
    parser.add_argument("--record", type=Path, help="keep what the real stack did in this file")
    parser.add_argument("--recorded", type=Path, help="hold a kept run against the simulator as it is now")
    parser.add_argument("--show", type=int, default=3, help="how many differences of each sequence are shown")
    options = parser.parse_args()
    names = [f"{options.seed}/{i}" for i in range(options.first, options.first + options.number)]
    if options.only:
        names = [options.only]
    began = monotonic()
    kept: dict[str, Any] = {}
    if options.recorded:
        with gzip.open(options.recorded, "rt") as file:
            kept = {one[0]: one[1] for one in map(json.loads, file)}
        names = [*kept]
    real = None if kept else RealAndroid(EDITIONS[options.dialect])
    record = gzip.open(options.record, "wt") if options.record else None
    equal, causes = 0, Counter[str]()
    for name in names:
        case = draw(name)
        theirs = kept[name] if real is None else real.perform(case, DOCUMENT)
        if record:
            record.write(json.dumps([name, theirs]) + "\n")
        try:
            found = [*differences(simulated(case, DOCUMENT, options.dialect), theirs)]
        except Exception as error:  # noqa: BLE001 - whatever the simulator does wrong is a difference
            found = [Difference("the simulator failed", f"{type(error).__name__}: {error}", None)]
        equal += not found
        if found:
            causes[found[0].where.split(".", 1)[-1] if "." in found[0].where else found[0].where.split(" ")[0]] += 1
            print(f"{name}: {len(found)} differences", flush=True)
            for one in found[: options.show]:
                print(
                    f"    {one.where}\n        simulator {str(one.ours)[:300]}\n        real      {str(one.theirs)[:300]}"
                )
        if options.only:
            print(json.dumps(case, indent=1, ensure_ascii=False))
    if record:
        record.close()
    if real:
        real.close()
    print(f"{options.dialect}: {equal} of {len(names)} equal, {len(names) / (monotonic() - began):.1f} per second")
    for cause, count in causes.most_common():
        print(f"    {count:5} {cause}")


if __name__ == "__main__":
    main()
