"""When: time, the app's life, its device, late arrivals, and how Amplitude misbehaves."""

from __future__ import annotations

from typing import Final

from simulator.conformance.language.actions import ChangeDevice, DeliverSettings, Lifecycle, LoadSDK, OpenPage, Wait
from simulator.conformance.language.phrases import Phrase

PHRASES: Final = (
    Phrase(
        "when",
        "{duration} pass(es)",
        "Let time pass.",
        lambda duration: Wait(duration=duration),
    ),
    Phrase(
        "when",
        "{app} goes to the background",
        "The user leaves the app.",
        lambda app: Lifecycle(app=app, event="background"),
    ),
    Phrase(
        "when",
        "{app} goes to the background for {duration}",
        "The user leaves the app and comes back.",
        lambda app, duration: Lifecycle(app=app, event="background", duration=duration),
    ),
    Phrase(
        "when",
        "{app} comes to the foreground",
        "The user comes back to the app.",
        lambda app: Lifecycle(app=app, event="foreground"),
    ),
    Phrase(
        "when",
        "{app} is {process}",
        "The system ends the process, the user opens the app, a push message wakes it, or it is killed and launched "
        "again (on web the page is loaded again).",
        lambda app, process: Lifecycle(app=app, event=process),
    ),
    Phrase(
        "when",
        "the device {network}",
        "The network is gone, or back.",
        lambda online: ChangeDevice(attributes={"online": online}),
    ),
    Phrase(
        "when",
        "the device moves to {number}, {number}",
        "Latitude and longitude in degrees.",
        lambda lat, lng: ChangeDevice(attributes={"place": [lat, lng]}),
    ),
    Phrase(
        "when",
        "the user {permission} the location",
        "The location permission is granted or taken away.",
        lambda permission: ChangeDevice(attributes={"location_permission": permission}),
    ),
    Phrase(
        "when",
        "the user opens the page {string}",
        "Web: the next page is loaded.",
        lambda url: OpenPage(url=url),
    ),
    Phrase(
        "when",
        "the page's address becomes {string}",
        "Web: the address changes, and nothing is loaded.",
        lambda url: ChangeDevice(attributes={"url": url}),
    ),
    Phrase(
        "when",
        "the Amplitude SDK finishes loading",
        "Web: the SDK is there now, and gets the calls made before.",
        LoadSDK,
    ),
    Phrase(
        "when",
        "Segment's settings arrive",
        "Phones: the settings are there now, and the calls made before go on.",
        DeliverSettings,
    ),
    Phrase(
        "when",
        "Amplitude {fault}",
        'Let Amplitude misbehave: `answers 500`, `answers 413 to more than 10 events`, `answers 200 "nonsense"`, '
        "`answers after 70 seconds`, `cuts the connection`, `loses its answers`; with `once` or `3 times`, "
        '`on "/identify"`, `to the ios app` only then and there. `answers as usual` ends it. Its current API: '
        '`throttles the user "…"`, `silences the device "…"`, `takes no more events today of the user "…"`.',
        lambda fault: fault,
    ),
)
