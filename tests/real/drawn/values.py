"""Values that an app may put anywhere: plain ones as in practice, and odd ones."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf, isfinite, nan
from random import Random
from typing import Final

from simulator.values import UNDEFINED, JSONObject, Value

_WORDS: Final = ("blue", "Acme", "premium", "x", "Großhändler", "日本", "So What", "a.b", "true")
_DATES: Final = ("2018-09-18", "2018-09-18T12:30:00.000Z", "2018-09-18T12:30:00+02:00", "2018-09-18 08:15")

_ODD: Final[tuple[Value, ...]] = (
    None,
    UNDEFINED,
    nan,
    inf,
    -inf,
    True,
    False,
    0,
    -0.0,
    -1,
    1.5,
    "",
    " ",
    "0",
    "0x10",
    "1e400",
    "Infinity",
    "-3",
    "$1,032.50",
    "$12.50",
    "12abc",
    " 7 ",
    ".5",
    "5.",
    "1_000",
    "٣",
    [],
    [2],
    [1, 2],
    ["7"],
    [[3]],
    [None],
    [True, "a"],
    [{"a": 1}],
    ["x", 5, [7], None, {"b": None}],
    {},
    {"a": 1},
    {"a": {"b": [1, {"c": nan}]}},
    1e21,
    1e-7,
    123456789.25,
    2**31,
    2**53,
    datetime(2018, 9, 18, 12, 30, tzinfo=UTC),
    [datetime(2018, 9, 18, tzinfo=UTC)],
    "2018-13-45",
    "2018-00-00",
    "x" * 4097,
    "y" * 4095 + "😀",
)


def plain(random: Random) -> Value:
    """Return a value as apps send it every day."""
    kind = random.randrange(8)
    if kind < 3:
        return random.choice(_WORDS)
    if kind == 3:
        return random.randrange(-5, 1000)
    if kind == 4:
        return round(random.uniform(0, 500), 2)
    if kind == 5:
        return random.random() < 0.5
    if kind == 6:
        return random.choice(_DATES)
    return random.choice(({"city": "Ulm", "zip": 89073}, ["a", "b"], {"a": {"b": "c"}}, [1, 2, 3]))


def value(random: Random, oddness: float) -> Value:
    """Return a value, an odd one with that probability."""
    return random.choice(_ODD) if random.random() < oddness else plain(random)


def amount(random: Random, oddness: float) -> Value:
    """Return an amount of money or of things."""
    if random.random() < oddness:
        return random.choice(_ODD)
    return random.choice((10, 20.5, 3, 1, 2, 0, 99.99, "12.50", "7", 100))


def for_adapter(given: Value) -> Value:
    """Return a value as the adapter's pages read it: values that JSON can't write are given by name."""
    if isinstance(given, dict):
        return {key: for_adapter(item) for key, item in given.items()}
    if isinstance(given, list):
        return [for_adapter(item) for item in given]
    if given is UNDEFINED:
        return {"$js": "undefined"}
    if isinstance(given, datetime):
        return {"$js": given.isoformat()}
    if isinstance(given, float):
        if given != given:
            return {"$js": "NaN"}
        if not isfinite(given):
            return {"$js": "Infinity" if given > 0 else "-Infinity"}
        if given == 0 and str(given) == "-0.0":
            return {"$js": "-0"}
    return given


def pick(random: Random, chances: dict[str, float]) -> list[str]:
    """Return some of the names, each with a probability."""
    return [name for name, chance in chances.items() if random.random() < chance]


def some(random: Random, names: tuple[str, ...], oddness: float, *, most: int = 3) -> JSONObject:
    """Return an object with up to `most` of the names."""
    chosen = random.sample(names, random.randint(0, min(most, len(names))))
    return {name: value(random, oddness) for name in chosen}
