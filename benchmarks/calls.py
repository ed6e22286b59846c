"""Speed at which calls become finished events, as a ratio to merely JSON-encoding the same events.

`python -m benchmarks.calls [ROUNDS]` prints, per platform, calls and events per second and how many times as long
the simulation takes as `msgspec.json.encode` takes for the resulting events.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

import msgspec

from simulator import Simulation
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.settings import CLIENTS
from simulator.model.dialects import DIALECTS
from simulator.model.sources import Source
from simulator.people.personas import order, persona
from simulator.values import JSONObject
from simulator.wire.requests import ACCEPTED, OK, Answer

AIM = 20
BATCHES = 40


def workload(platform: Platform) -> list[tuple[str, JSONObject]]:
    """Return a shopper's calls as flat JSON: browsing, an identify, a group, and occasional orders."""
    person, purchase = persona("benchmark"), order("benchmark", products=3)
    view = {"method": "screen" if platform in ("ios", "android") else "page", "name": "Product", "category": "Shop"}
    browse = {
        "event": "Product Viewed",
        "properties": {
            "sku": "45790-32",
            "name": "Monopoly: 3rd Edition",
            "price": 19,
            "category": "Games",
            "position": 3,
            "on_sale": True,
            "rating": 4.5,
            "list": "recommended",
        },
    }
    search = {"event": "Products Searched", "properties": {"query": "board games", "results": 42}}
    calls: list[tuple[str, JSONObject]] = [
        (view.pop("method"), view),
        ("track", search),
        *[("track", browse)] * 12,
        ("identify", {"userId": person.user_id, "traits": dict(person.traits)}),
        ("group", {"groupId": person.group_id, "traits": dict(person.group_traits)}),
        *[("track", browse)] * 3,
        ("track", {"event": "Order Completed", "properties": dict(purchase.properties)}),
    ]
    if platform == "server":
        calls = [(method, {"userId": person.user_id, **fields}) for method, fields in calls]
    return calls


def source_of(platform: Platform, dialect: str = "documented") -> Source:
    """Return a source whose requests are answered with success and thrown away.

    So the measurement covers making events and requests, not Amplitude's work on them.
    """
    settings = {"Track Named Pages": True, "Track All Screens": True, "Log Revenue V2": True}
    success = Answer(OK, ACCEPTED)
    simulation = Simulation(seed="benchmark", dialect=dialect, wire=lambda _: success)
    if platform == "server":
        return simulation.server(settings)
    return simulation.app(platform, settings)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds that something takes, whatever else the machine is doing."""
    begin = process_time()
    work()
    return process_time() - begin


def measure(platform: Platform, dialect: str = "documented") -> tuple[float, float, float]:
    """Return calls per second, events per second, and the ratio to encoding; the median of several rounds."""
    calls = workload(platform) * BATCHES
    source = source_of(platform, dialect)
    logged = source.events  # type: ignore[attr-defined]

    def simulate() -> None:
        for method, fields in calls:
            source.make(method, fields)

    simulate()
    before = len(logged)
    # The simulation should not pay for garbage collection of other modules' data (mainly Faker's).
    gc.collect()
    gc.freeze()
    simulating = seconds(simulate)
    events = [one.event for one in logged[before:]]
    encode = msgspec.json.Encoder().encode
    encoding = seconds(lambda: [encode(event) for event in events])
    return len(calls) / simulating, len(events) / simulating, simulating / encoding


def dialects(platform: Platform, rounds: int) -> str:
    """Return the calls per second of the dialects, as ratios to the documented one, round by round."""
    speeds = [{dialect: measure(platform, dialect)[0] for dialect in DIALECTS} for _ in range(rounds)]
    ratios = {name: median(one[name] / one["documented"] for one in speeds) for name in DIALECTS}
    return "  ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())


def main(rounds: int = 7) -> None:
    """Print a line per platform, and how the dialects compare on the clients."""
    print(f"platform   calls/s  events/s  ratio to encoding the events (aim: within {AIM})")
    for platform in PLATFORMS:
        calls, events, ratio = map(median, zip(*(measure(platform) for _ in range(rounds)), strict=True))
        print(f"{platform:9}{calls:9,.0f} {events:9,.0f}  {ratio:.1f}")
    print("calls per second, as a ratio to documented (aim on web: 0.8)")
    for platform in CLIENTS:
        print(f"{platform:9} {dialects(platform, rounds)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
