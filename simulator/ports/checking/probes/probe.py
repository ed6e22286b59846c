"""A probe as data: the steps that put a claim to the test, and where they can."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from simulator.conformance.language import actions
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.ports.checking.port_under_test import EVENT, PortUnderTest
from simulator.ports.protocol.messages import Welcome

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
PHONES: Final[tuple[Platform, ...]] = ("ios", "android")
CLIENTS: Final[tuple[Platform, ...]] = ("web", *PHONES)

Step = Callable[[PortUnderTest], str]
"""Has a port do or show something; returns what shows that a claim is false, empty if nothing does."""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """A test of a claim: steps, up to the first that shows that it is false."""

    #: The name of the capability.
    claim: str
    steps: tuple[Step, ...]
    #: The platforms on which the claim can be put to the test.
    platforms: tuple[Platform, ...] = PLATFORMS
    #: The platforms on which scenarios rely on the claim although nothing would show that it is false, with the reason.
    unseen: Mapping[Platform, str] = {}
    #: Returns why nothing would show that the claim of such a port is false; empty if something would.
    blind: Callable[[Welcome], str] = lambda welcome: ""

    def wrong(self, port: PortUnderTest) -> str:
        """Return what shows that the claim is false, for the port's author; empty if nothing does."""
        return first_wrong(step(port) for step in self.steps)

    def unseen_on(self, platform: Platform, welcome: Welcome) -> str | None:
        """Return why the claim can't be put to the test; empty if it can, `None` where no scenario relies on it."""
        if platform in self.unseen:
            return self.unseen[platform]
        return self.blind(welcome) if platform in self.platforms else None


def first_wrong(found: Iterable[str]) -> str:
    """Return the first sentence that isn't empty, if there is one; later ones aren't tried."""
    return next(filter(None, found), "")


def opened(
    settings: Mapping[str, object] | None = None,
    *,
    mode: ConnectionMode = "device",
    given: Sequence[actions.Action] = (),
) -> Step:
    """Begin a scenario with one app; `given` is done before the app is opened."""

    def step(port: PortUnderTest) -> str:
        port.open(settings, mode=mode, given=given)
        return ""

    return step


def done(*steps: actions.Action) -> Step:
    """Have the port do something."""

    def step(port: PortUnderTest) -> str:
        port.do(*steps)
        return ""

    return step


def tracked(event: str = EVENT) -> Step:
    """Have the port track an event."""

    def step(port: PortUnderTest) -> str:
        port.track(event)
        return ""

    return step


def uploaded(port: PortUnderTest) -> str:
    """Have the port upload its queue."""
    port.view()
    return ""


def arrived(*names: str) -> Step:
    """Check that exactly these events have arrived, after an upload."""
    return lambda port: port.expect(*names)


def nothing_arrived(otherwise: str) -> Step:
    """Check that no event has arrived, after an upload; `otherwise` is what shows if one has."""
    return lambda port: otherwise if port.events() else ""


# When nothing would show that a claim is false.


def without_uploads(welcome: Welcome) -> str:
    """Say that uploads have to be seen, if they aren't."""
    return "" if "wire" in welcome.levels else "only level wire shows when something is uploaded"


def without_uploads_and_time(welcome: Welcome) -> str:
    """Say that uploads have to be seen or time has to pass, if neither can be."""
    seen = "wire" in welcome.levels or "time" in welcome.capabilities
    return "" if seen else "only level wire or capability time shows what an app does in the background"


def without_segment(welcome: Welcome) -> str:
    """Say that there have to be Segment's servers, if there are none."""
    seen = {"messages", "segment-servers"} & set(welcome.capabilities)
    return "" if seen else "only scenarios of a port that also claims messages or segment-servers ask for it"
