"""Acts of one click, each written as a line of Gherkin: the app's life, time, device and Amplitude."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from simulator.conformance.language.writing import Lines
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.explorer.forms import Example, Field, Form, call_lines, forms, lifelike

__all__ = ["Act", "Example", "Field", "Form", "acts", "call_lines", "forms", "lifelike"]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one click does."""

    group: Literal["App", "Time", "Device", "Network", "Amplitude"]
    #: `leave`, `+5 min`, `offline`
    label: str
    #: As a palette lists it: `A push message wakes the app`.
    help: str
    lines: Lines
    #: The platforms that it is for; on the others it is refused.
    platforms: tuple[Platform, ...]


_APPS: Final[tuple[Platform, ...]] = ("web", "ios", "android")
_PHONES: Final[tuple[Platform, ...]] = ("ios", "android")


def acts() -> tuple[Act, ...]:
    """Return all acts: life, time, device, network, Amplitude."""
    return tuple(
        Act(group=group, label=label, help=says, lines=(line,), platforms=platforms)
        for group, label, says, line, platforms in _ACTS
    )


_ActGroup = Literal["App", "Time", "Device", "Network", "Amplitude"]
_ACTS: Final[tuple[tuple[_ActGroup, str, str, str, tuple[Platform, ...]], ...]] = (
    ("App", "leave", "The user leaves the app", "the app goes to the background", _APPS),
    ("App", "come back", "The user comes back to the app", "the app comes to the foreground", _APPS),
    ("App", "away 5 min", "Leave the app for 5 minutes", "the app goes to the background for 5 minutes", _APPS),
    ("App", "kill", "The system ends the app", "the app is killed", _APPS),
    ("App", "launch", "The user opens the app", "the app is launched", _APPS),
    ("App", "push", "A push message wakes the app in the background", "the app is launched in the background", _APPS),
    ("App", "restart", "Kill the app and open it again; on web, load the page again", "the app is restarted", _APPS),
    ("Time", "+1 min", "Wait 1 minute", "1 minute passes", PLATFORMS),
    ("Time", "+5 min", "Wait 5 minutes", "5 minutes pass", PLATFORMS),
    ("Time", "+40 min", "Wait 40 minutes, longer than a session lives", "40 minutes pass", PLATFORMS),
    ("Time", "next day", "Wait until the next day", "1 day passes", PLATFORMS),
    ("Network", "offline", "The network is gone", "the device goes offline", _APPS),
    ("Network", "online", "The network is back", "the device comes online", _APPS),
    ("Device", "move", "The device moves to Oslo", "the device moves to 59.9139, 10.7522", _PHONES),
    ("Device", "allow location", "The user allows the location", "the user allows the location", _PHONES),
    ("Device", "forbid location", "The user forbids the location", "the user forbids the location", _PHONES),
    (
        "Device",
        "next page",
        "The visitor opens another page",
        'the user opens the page "https://example.com/next"',
        ("web",),
    ),
    ("Amplitude", "answers 500", "Amplitude fails from now on", "Amplitude answers 500", PLATFORMS),
    ("Amplitude", "fails once", "Amplitude fails once", "Amplitude answers 500 once", PLATFORMS),
    ("Amplitude", "cuts the line", "Amplitude cuts the connection", "Amplitude cuts the connection", PLATFORMS),
    ("Amplitude", "as usual", "Amplitude answers as usual again", "Amplitude answers as usual", PLATFORMS),
)
