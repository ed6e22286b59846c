"""The probes of what can come later than an app's start: the SDK, Segment's settings, the SDK's options."""

from __future__ import annotations

from typing import Final

from simulator.conformance.language import actions
from simulator.ports.checking.port_under_test import EVENT
from simulator.ports.checking.probes.probe import PHONES, Probe, arrived, done, nothing_arrived, opened, tracked

PROBES: Final = (
    Probe(
        claim="late-sdk",
        steps=(
            opened(given=[actions.HoldSDK()]),
            tracked(),
            nothing_arrived("an event arrives before the SDK does: open.sdkLoads is false"),
            done(actions.LoadSDK()),
            arrived(EVENT),
        ),
        platforms=("web",),
    ),
    Probe(
        claim="late-settings",
        steps=(
            opened(given=[actions.HoldSettings()]),
            tracked(),
            nothing_arrived("an event arrives before Segment's settings do: open.settingsArrive is false"),
            done(actions.DeliverSettings()),
            arrived(EVENT),
        ),
        platforms=PHONES,
    ),
    Probe(
        claim="late-options",
        steps=(opened(given=[actions.DelayOptions()]), tracked(), arrived(EVENT)),
        platforms=(),
        unseen=dict.fromkeys(PHONES, "a port that sets its options in time can't lose the race"),
    ),
)
