"""Seeded days of use: a made-up person's use of an app, as the steps of a scenario.

Its person browses, logs in, buys, leaves and comes back close to the limits of a session, loses the network; the app is
killed by the system. The same seed gives the same journey on every machine and every day.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from math import floor
from random import Random
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from simulator.conformance.language.actions import (
    AddSource,
    AnyAction,
    ChangeDevice,
    Lifecycle,
    MakeCall,
    OpenPage,
    Wait,
)
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import UsageError, nearest
from simulator.model.clock import EPOCH
from simulator.model.device import uuid4
from simulator.people.personas import CATALOG, DAY, PLANS, Persona, amount, order, persona, seeded
from simulator.values import JSONObject, Value

if TYPE_CHECKING:
    from simulator.wire.events import LoggedEvent

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE

_NEXT_TO_LIMITS: Final = tuple(limit + off for limit in (5 * MINUTE, 30 * MINUTE) for off in (-SECOND, -1, 0, 1))
"""Pauses right at the two limits after which a session may end."""


class SupportsPerform(Protocol):
    """Something that performs steps: the reference, or a port behind a driver."""

    def perform(self, action: AnyAction) -> None:
        """Perform one step."""


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """Some days of one person's use of one app, as the steps of a scenario."""

    seed: int | str
    platform: Platform
    persona: Persona
    steps: tuple[AnyAction, ...]

    @property
    def calls(self) -> tuple[MakeCall, ...]:
        """The Segment calls among the steps."""
        return tuple(step for step in self.steps if isinstance(step, MakeCall))

    @property
    def duration(self) -> int:
        """The journey's length in milliseconds."""
        return sum(step.duration or 0 for step in self.steps if isinstance(step, Wait | Lifecycle))

    def source(self, settings: dict[str, object] | None = None) -> AddSource:
        """Return the step that installs the app (or starts the server) that the journey is about."""
        name = "server source" if self.platform == "server" else f"{self.platform} app"
        return AddSource(app=name, platform=self.platform, settings=settings or {})

    def perform(self, target: SupportsPerform) -> None:
        """Perform every step on the source that was declared last on `target`."""
        for step in self.steps:
            target.perform(step)


def play(
    journey: Journey, *, settings: dict[str, object] | None = None, dialect: str = "documented"
) -> list[LoggedEvent]:
    """Perform a journey on a simulation with its seed and return the events, all of them uploaded."""
    from simulator.conformance.running.reference import Reference

    reference = Reference(dialect=dialect, platform=journey.platform, seed=journey.seed)
    source = journey.source(settings)
    reference.perform(source)
    journey.perform(reference)
    reference.drain()
    return reference.sources[str(source.app)].events


def journey(seed: int | str, *, platform: Platform, events: int = 50, locale: str | None = None) -> Journey:
    """Make some days of use with exactly `events` Segment calls.

    Someone browses anonymously, logs in and goes on, with everything that happens along the way: pauses close to the
    limits of a session, restarts, offline spells, logging out and in again. At the end the app runs in the foreground
    and is online.
    """
    if platform not in PLATFORMS:
        raise UsageError(
            f'there is no platform "{platform}".{nearest(str(platform), PLATFORMS)} There are {", ".join(PLATFORMS)}'
        )
    if type(events) is not int or events < 0:
        raise UsageError(f"a journey has a whole number of calls, 0 or more, not {events!r}")
    who = persona(seed, locale)
    kind: type[_Life] = _ServerLife if platform == "server" else _WebLife if platform == "web" else _MobileLife
    life = kind(f"{seed}/{platform}", who)
    steps: list[AnyAction] = list(life.begin())
    left = events
    for step in life.live(events):
        if isinstance(step, MakeCall):
            if left == 0:
                break
            left -= 1
        steps.append(step)
    steps += life.end(steps)
    return Journey(seed=seed, platform=platform, persona=who, steps=tuple(steps))


class _Life:
    """Produces the steps of an endless journey. The platforms share this class; subclasses add the rest."""

    view = "screen"

    def __init__(self, seed: str, who: Persona) -> None:
        self.seed = seed
        self.random = seeded(f"journey/{seed}")
        self.who = who
        self.known = False
        self._orders = 0

    def begin(self) -> Iterator[AnyAction]:
        """Set up the device for the person."""
        yield ChangeDevice(attributes={"locale": self.who.locale})

    def live(self, events: int) -> Iterator[AnyAction]:
        """Browse, log in, and go on forever."""
        for _ in range(self.random.randint(0, max(1, events // 4))):
            yield from self.browse()
        yield from self.log_in()
        while True:
            yield from self.pick()
            yield from self.pause()

    def end(self, steps: list[AnyAction]) -> Iterator[AnyAction]:
        """Bring the app back to the foreground and online."""
        del steps
        return iter(())

    def pick(self) -> Iterator[AnyAction]:
        """Do one of the things that people do."""
        what: tuple[Callable[[], Iterator[AnyAction]], ...] = (
            self.browse,
            self.act,
            self.buy,
            self.change_mind,
            self.interrupt,
        )
        return self.random.choices(what, weights=(30, 45, 4, 4, 17))[0]()

    def call(self, method: str, **fields: Value) -> Iterator[AnyAction]:
        """Make a call, a moment after the last step."""
        yield MakeCall(method=method, fields=fields)

    def pause(self) -> Iterator[AnyAction]:
        """Let some time pass: mostly seconds, occasionally long enough for a session to end."""
        kind = self.random.random()
        if kind < 0.75:
            yield Wait(duration=self.random.randint(1, 90 * SECOND))
        elif kind < 0.85:
            yield Wait(duration=self.long_pause())

    def long_pause(self) -> int:
        """Choose a duration close to the limits of a session, or hours."""
        kind = self.random.random()
        if kind < 0.4:
            return self.random.choice(_NEXT_TO_LIMITS)
        if kind < 0.8:
            return self.random.randint(MINUTE, 45 * MINUTE)
        return self.random.randint(HOUR, 14 * HOUR)

    def browse(self) -> Iterator[AnyAction]:
        """Look at a page or screen."""
        name, category = self.random.choice(_PLACES)
        fields: JSONObject = {"name": name} if self.random.random() < 0.9 else {}
        if self.random.random() < 0.5:
            fields["category"] = category
        if self.random.random() < 0.3:
            fields["properties"] = self.properties(())
        yield from self.call(self.view, **fields)

    def act(self) -> Iterator[AnyAction]:
        """Do something that the app tracks."""
        event, names = self.random.choice(tuple(_EVENTS.items()))
        yield from self.call("track", event=event, properties=self.properties(names), **self.options())

    def options(self) -> JSONObject:
        """Return the integration options that a track call has now and then."""
        if self.random.random() < 0.05:
            return {"integrations": {"Amplitude": {"groups": {"onboarding_cohort": "Summer 2018"}}}}
        return {}

    def properties(self, names: tuple[str, ...]) -> JSONObject:
        """Return three to ten properties, the named ones first."""
        wanted = self.random.randint(3, 10)
        others = [name for name in _VALUES if name not in names]
        chosen = [*names, *self.random.sample(others, max(0, wanted - len(names)))]
        return {name: _VALUES[name](self.random) for name in chosen}

    def buy(self) -> Iterator[AnyAction]:
        """Complete an order."""
        self._orders += 1
        yield from self.call(
            "track", event="Order Completed", properties=order(f"{self.seed}/{self._orders}").properties
        )

    def log_in(self) -> Iterator[AnyAction]:
        """Say who the user is, and often which company they work for."""
        self.known = True
        yield from self.call("identify", userId=self.who.user_id, traits=dict(self.who.traits))
        if self.random.random() < 0.6:
            yield from self.call("group", groupId=self.who.group_id, traits=dict(self.who.group_traits))

    def change_mind(self) -> Iterator[AnyAction]:
        """Change a trait."""
        traits: JSONObject = {"plan": self.random.choice(PLANS), "logins": self.random.randint(1, 3)}
        yield from self.call("identify", traits=traits)

    def interrupt(self) -> Iterator[AnyAction]:
        """Do something other than use the app."""
        return self.pause()


class _ClientLife(_Life, ABC):
    """The part that a phone and a browser share: a network that comes and goes, and logging out."""

    def interrupt(self) -> Iterator[AnyAction]:
        what: tuple[Callable[[], Iterator[AnyAction]], ...] = (self.go_offline, self.log_out, self.leave)
        return self.random.choices(what, weights=(20, 8, 72))[0]()

    def end(self, steps: list[AnyAction]) -> Iterator[AnyAction]:
        online = [
            step.attributes["online"]
            for step in steps
            if isinstance(step, ChangeDevice) and "online" in step.attributes
        ]
        if online and not online[-1]:
            yield ChangeDevice(attributes={"online": True})

    def go_offline(self) -> Iterator[AnyAction]:
        """Use the app without a network for a while."""
        yield ChangeDevice(attributes={"online": False})
        for _ in range(self.random.randint(1, 6)):
            yield from self.act()
            yield from self.pause()
        yield ChangeDevice(attributes={"online": True})

    def log_out(self) -> Iterator[AnyAction]:
        """Log out, browse anonymously, log in again."""
        yield from self.call("reset")
        for _ in range(self.random.randint(0, 3)):
            yield from self.browse()
        yield from self.log_in()

    @abstractmethod
    def leave(self) -> Iterator[AnyAction]:
        """Leave the app and come back."""


class _MobileLife(_ClientLife):
    def leave(self) -> Iterator[AnyAction]:
        kind = self.random.random()
        if kind < 0.55:
            yield Lifecycle(event="background", duration=self.long_pause())
        elif kind < 0.7:
            yield from self.notified()
        elif kind < 0.8:
            yield from self.call("flush")
        elif kind < 0.9:
            yield Lifecycle(event="restart")
        else:
            yield Lifecycle(event="background")
            yield Lifecycle(event="kill")
            yield Wait(duration=self.long_pause())
            woken = self.random.random() < 0.4
            yield Lifecycle(event="launch-in-background" if woken else "launch")
            if woken:
                yield from self.notified(in_background=True)

    def notified(self, *, in_background: bool = False) -> Iterator[AnyAction]:
        """See a push message outside the app, and open the app because of it."""
        if not in_background:
            yield Lifecycle(event="background")
            yield Wait(duration=self.long_pause())
        yield from self.call(
            "track",
            event="Push Notification Viewed",
            properties=self.properties(("campaign",)),
            integrations={"Amplitude": {"outOfSession": True}},
        )
        yield Wait(duration=self.random.randint(SECOND, 2 * MINUTE))
        yield Lifecycle(event="foreground")

    def end(self, steps: list[AnyAction]) -> Iterator[AnyAction]:
        yield from super().end(steps)
        moves = [step for step in steps if isinstance(step, Lifecycle)]
        if not moves:
            return
        last = moves[-1]
        if last.event == "kill":
            yield Lifecycle(event="launch")
        elif last.event == "launch-in-background" or (last.event == "background" and last.duration is None):
            yield Lifecycle(event="foreground")


class _WebLife(_ClientLife):
    view = "page"

    def leave(self) -> Iterator[AnyAction]:
        kind = self.random.random()
        if kind < 0.5:
            name, category = self.random.choice(_PLACES)
            yield OpenPage(url=f"https://example.com/{category.lower()}/{name.lower().replace(' ', '-')}")
            yield from self.browse()
        elif kind < 0.85:
            yield Wait(duration=self.long_pause())
        else:
            yield Lifecycle(event="restart")


class _ServerLife(_Life):
    view = "page"

    def begin(self) -> Iterator[AnyAction]:
        return iter(())

    def call(self, method: str, **fields: Value) -> Iterator[AnyAction]:
        """Make a call with the ids and the context of its user."""
        who = self.who
        ids = {"anonymousId": uuid4(seeded(f"visitor/{self.seed}"))} | ({"userId": who.user_id} if self.known else {})
        context = {
            "ip": "198.51.100.7",
            "device": {"id": uuid4(seeded(f"device/{self.seed}")).replace("-", ""), "model": "iPhone 6"},
            "locale": {"language": who.locale.lower().replace("_", "-")},
        }
        yield MakeCall(method=method, fields={**ids, "context": context, **fields})

    def browse(self) -> Iterator[AnyAction]:
        """Forward a page or screen view."""
        self.view = self.random.choice(("page", "screen"))
        return super().browse()

    def options(self) -> JSONObject:
        """Now and then return the session that a client would be in."""
        if self.random.random() < 0.3:
            return {"integrations": {"Amplitude": {"session_id": EPOCH + self.random.randrange(DAY)}}}
        return super().options()

    def interrupt(self) -> Iterator[AnyAction]:
        yield Wait(duration=self.long_pause())


_PLACES: Final = (
    ("Home", "Start"),
    ("Settings", "Merchant"),
    ("Search", "Shop"),
    ("Product", "Shop"),
    ("Cart", "Shop"),
    ("Checkout", "Shop"),
    ("Profile", "Account"),
    ("Sign Up", "Account"),
    ("Player", "Music"),
    ("Help", "Support"),
)
_EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "Products Searched": ("query", "results"),
    "Product Viewed": ("productId", "category", "price"),
    "Product Added": ("productId", "category", "price", "quantity"),
    "Coupon Applied": ("coupon", "amount"),
    "Signed Up": ("plan", "source"),
    "Subscription Started": ("plan", "trial"),
    "Song Played": ("title", "artist", "seconds"),
    "Playlist Shared": ("title", "tags", "source"),
    "Level Finished": ("level", "score", "seconds"),
    "Article Bookmarked": ("title", "author"),
    "Support Contacted": ("topic", "rating"),
}
_VALUES: Final[dict[str, Callable[[Random], Value]]] = {
    "query": lambda random: random.choice(("teapot", "blue scarf", "naïve café", "地図")),
    "results": lambda random: random.randrange(200),
    "productId": lambda random: f"{random.randrange(16**24):024x}",
    "category": lambda random: random.choice(tuple(CATALOG)),
    "price": lambda random: amount(random.randrange(99, 20_000)),
    "quantity": lambda random: random.randint(1, 5),
    "coupon": lambda random: random.choice(("SUMMER", "WELCOME10")),
    "amount": lambda random: floor(random.random() * 1000) / 8,
    "plan": lambda random: random.choice(PLANS),
    "trial": lambda random: random.random() < 0.5,
    "source": lambda random: random.choice(("email", "push", "organic", None)),
    "title": lambda random: random.choice(("Für Elise", "Blue in Green", "さくら", "Ode to Joy")),
    "artist": lambda random: random.choice(("Beethoven", "Davis", "Trad.")),
    "author": lambda random: random.choice(("Sivers", "Žižek", "O'Neil")),
    "seconds": lambda random: random.randrange(1, 600),
    "tags": lambda random: random.sample(("new", "sale", "live", "team"), random.randint(0, 3)),
    "level": lambda random: random.randint(1, 40),
    "score": lambda random: random.randrange(100_000),
    "topic": lambda random: random.choice(("billing", "bug", "other")),
    "rating": lambda random: random.randint(1, 5),
    "campaign": lambda random: {"name": random.choice(("autumn", "comeback")), "medium": "push"},
    "experiment": lambda random: random.choice(("A", "B")),
}
