"""Given: the sources, and the state of things before anything happens."""

from __future__ import annotations

from typing import Final

from simulator.conformance.language.actions import (
    AddSource,
    ChangeDevice,
    DelayOptions,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
    SetAccounts,
)
from simulator.conformance.language.arguments import GIVEN_PAIRS, PAIRS
from simulator.conformance.language.parameters import Source
from simulator.conformance.language.phrases import Phrase
from simulator.values import Value


def _add(source: Source, settings: dict[str, Value] | None = None) -> AddSource:
    return AddSource(app=source.name, platform=source.platform, mode=source.mode, settings=settings or {})


PHRASES: Final = (
    Phrase(
        "given",
        "{source}",
        "Install a web app, an ios app or an android app, or start a server source. `an app` leaves it open, "
        "`a second ios app` is one on another device, `in cloud mode` leaves Amplitude to Segment's servers. "
        "The app is launched when the first When step needs it.",
        _add,
    ),
    Phrase(
        "given",
        "{source} with the settings",
        "The same, with destination settings by the docs' names or Segment's keys.",
        _add,
        GIVEN_PAIRS,
    ),
    Phrase(
        "given",
        "the device has",
        "Set attributes of the last app's device: profile, os_version, carrier, locale, vendor_id, advertising_id, "
        "limit_ad_tracking, place, location_permission, ip, app_version, …",
        lambda attributes: ChangeDevice(attributes=attributes),
        PAIRS,
    ),
    Phrase(
        "given",
        "{app} has not been launched yet",
        "Leave the app installed until a step launches it.",
        lambda app: HoldLaunch(app=app),
    ),
    Phrase(
        "given",
        "the Amplitude SDK has not loaded yet",
        "Web: the page is there before the SDK. Without this phrase the SDK is there in time.",
        HoldSDK,
    ),
    Phrase(
        "given",
        "Segment's settings have not arrived yet",
        "Phones: the first activity starts before Segment's settings are there. Without this phrase they are there "
        "in time.",
        HoldSettings,
    ),
    Phrase(
        "given",
        "the Amplitude SDK starts before its options are set",
        "Phones: the SDK's start-up wins the race against the options that the integration sets after it. Without "
        "this phrase the options win.",
        DelayOptions,
    ),
    Phrase(
        "given",
        "the page {string}",
        "Web: the page that the app opens first.",
        lambda url: ChangeDevice(attributes={"url": url}),
    ),
    Phrase(
        "given",
        "Amplitude has no Accounts add-on",
        "Without it there are no groups in Amplitude.",
        lambda: SetAccounts(accounts=False),
    ),
)
