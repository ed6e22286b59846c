from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
import pytest
from freezegun import freeze_time

from simulator.conformance.language.actions import AnyAction, ChangeDevice, Lifecycle, MakeCall, OpenPage, Wait
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import UsageError
from simulator.model import device
from simulator.people import journeys, personas

MAKERS: dict[str, Callable[[int], Any]] = {
    "persona": personas.persona,
    "order": personas.order,
    **{f"journey on {one}": partial(journeys.journey, platform=one) for one in PLATFORMS},
}


def encoded(value: object) -> bytes:
    return msgspec.json.encode(value)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_the_same_seed_gives_the_same_bytes_whatever_was_made_before(make: Callable[[int], Any]) -> None:
    from faker import Faker

    first = encoded(make(7))
    Faker.seed(99)
    Faker().name()
    make(8)
    assert encoded(make(7)) == first
    assert encoded(make(8)) != first


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_nothing_depends_on_todays_date(make: Callable[[int], Any]) -> None:
    made = []
    for day in ("1999-12-31 23:59:59", "2037-02-28 12:00:00"):
        with freeze_time(day):
            made.append([encoded(make(seed)) for seed in range(10)])
    assert made[0] == made[1] == [encoded(make(seed)) for seed in range(10)]


def test_nothing_depends_on_the_hash_seed() -> None:
    program = (
        "import msgspec, sys; from simulator.people import journeys as j, personas as p\n"
        "made = [p.persona(s, one) for s in range(20) for one in p.available_locales()]\n"
        "made += [(p.order(s), j.journey(s, platform='ios')) for s in range(20)]\n"
        "sys.stdout.buffer.write(msgspec.json.encode(made))"
    )
    command = [sys.executable, "-c", program]
    outputs = [
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("locale", personas.available_locales())
def test_each_locale_has_people_that_a_device_can_belong_to(locale: str) -> None:
    for seed in range(20):
        made = personas.persona(seed, locale)
        assert made.locale == locale
        assert locale in device.locales()
        assert made.traits["address"]["country"] == device.locales()[locale].country_name
        assert all(value not in (None, "") for value in (*made.traits.values(), *made.group_traits.values()))
        assert made.traits["email"].isascii()
        assert json.loads(json.dumps(made.traits, allow_nan=False)) == made.traits


def test_the_seed_chooses_a_locale_and_people_differ() -> None:
    made = [personas.persona(seed) for seed in range(100)]
    assert len({one.locale for one in made}) > 10
    assert len({one.user_id for one in made}) == len({one.group_id for one in made}) == 100
    assert personas.persona(1, "de-DE") == personas.persona("1", "de_DE")


@pytest.mark.parametrize("seed", range(50))
def test_an_order_adds_up_to_the_cent(seed: int) -> None:
    made = personas.order(seed)
    names = ("total", "revenue", "shipping", "tax", "discount")
    amounts = {name: Decimal(str(made.properties[name])) for name in names}
    assert amounts["revenue"] == sum(Decimal(str(one["price"])) * one["quantity"] for one in made.products)
    assert amounts["total"] == amounts["revenue"] + amounts["shipping"] + amounts["tax"] - amounts["discount"]
    assert amounts["total"] > 0
    assert all(amount.as_tuple().exponent in (0, -1, -2) for amount in amounts.values())
    if made.currency == "JPY":
        assert all(amount == int(amount) for amount in amounts.values())
    assert json.loads(json.dumps(made.properties, allow_nan=False)) == made.properties


def test_an_order_has_the_names_of_the_documented_example() -> None:
    made = personas.order("docs", products=2, currency="EUR")
    assert list(made.properties) == [
        "checkoutId",
        "orderId",
        "affiliation",
        "total",
        "revenue",
        "shipping",
        "tax",
        "discount",
        "coupon",
        "currency",
        "products",
    ]
    assert [list(one) for one in made.products] == [["productId", "sku", "name", "price", "quantity", "category"]] * 2
    assert made.properties["currency"] == made.currency == "EUR"
    assert made.properties["orderId"] == made.order_id


ALLOWED: dict[Platform, tuple[type, ...]] = {
    "web": (MakeCall, Wait, Lifecycle, ChangeDevice, OpenPage),
    "ios": (MakeCall, Wait, Lifecycle, ChangeDevice),
    "android": (MakeCall, Wait, Lifecycle, ChangeDevice),
    "server": (MakeCall, Wait),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_journey_has_the_steps_of_its_platform_and_the_reference_refuses_none(platform: Platform) -> None:
    methods: set[str] = set()
    for seed in range(15):
        made = journeys.journey(seed, platform=platform)
        assert all(isinstance(step, ALLOWED[platform]) for step in made.steps)
        assert len(made.calls) == 50
        tracked = [call for call in made.calls if call.method == "track"]
        assert all(3 <= len(call.fields["properties"]) <= 11 for call in tracked)
        methods |= {call.method for call in made.calls}
        events = journeys.play(made, settings={"Track All Pages": True})
        assert sum(logged.event.event_type == call.fields["event"] for call in tracked[:1] for logged in events) >= 1
    assert {"track", "identify", "group"} < methods
    assert {"ios": {"flush", "reset", "screen"}, "web": {"page", "reset"}}.get(platform, set()) <= methods


@pytest.mark.parametrize("events", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_journey_of_any_length_ends_in_the_foreground_and_online(platform: Platform, events: int) -> None:
    for seed in range(15):
        made = journeys.journey(seed, platform=platform, events=events)
        assert len(made.calls) == events
        reference = Reference()
        source = made.source()
        reference.perform(source)
        made.perform(reference)
        app = reference.sources[str(source.app)]
        if platform != "server":
            reference.launch_apps()
            assert app.running  # type: ignore[union-attr]
            assert app.device.online  # type: ignore[union-attr]
        if platform in ("ios", "android"):
            assert app.amplitude.sessions.in_foreground  # type: ignore[union-attr]


def test_a_journey_is_a_scenario_for_any_target() -> None:
    made = journeys.journey("recorded", platform="android", events=10)
    done: list[AnyAction] = []

    class Recorder:
        def perform(self, action: AnyAction) -> None:
            done.append(action)

    made.perform(Recorder())
    assert tuple(done) == made.steps
    assert made.duration == sum(getattr(step, "duration", None) or 0 for step in done)
    assert msgspec.json.decode(encoded(made), type=journeys.Journey) == made


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: personas.persona(1, "de_CH"), 'no persona has the locale "de_CH"'),
        (lambda: personas.order(1, products=0), "1 or more, not 0"),
        (lambda: personas.order(1, products=True), "1 or more, not True"),
        (lambda: personas.order(1, currency="euro"), "three capital letters"),
        (lambda: journeys.journey(1, platform="windows"), 'no platform "windows"'),  # type: ignore[arg-type]
        (lambda: journeys.journey(1, platform="ios", events=-1), "0 or more, not -1"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(make: Callable[[], object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        make()


def test_without_faker_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    personas.available_locales.cache_clear()
    monkeypatch.setitem(sys.modules, "faker", None)
    for make in MAKERS.values():
        with pytest.raises(UsageError, match=r'pip install "devicemode\[pytest\]"'):
            make(1)
