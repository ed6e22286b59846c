"""The destination in an Android app: analytics-android with Amplitude-Android."""

from __future__ import annotations

from math import isfinite
from typing import ClassVar

from simulator.documentation.platforms import Platform
from simulator.model.calls import Message
from simulator.model.commands import EnableForegroundTracking, Initialize
from simulator.model.destinations import pages, revenue
from simulator.model.destinations.base import Commands
from simulator.model.destinations.mobile import MobileDestination
from simulator.values import JSONObject


class AndroidDestination(MobileDestination):
    """Android as documented: four screen settings, camelCase revenue names, group properties."""

    platform: ClassVar[Platform] = "android"
    page_events = pages.ANDROID_SCREEN_EVENTS
    revenue_table = revenue.ANDROID
    advertising_rules = ("advertising.android", "device-id.prefer-advertising.android", "device-id.priority.android")
    sends_group_properties = True

    def _option_groups(self, message: Message) -> tuple[JSONObject, Commands]:
        """Return the groups of the option, without numbers that org.json refuses."""
        joined, warnings = super()._option_groups(message)
        refused = {group_type for group_type, name in joined.items() if isinstance(name, float) and not isfinite(name)}
        return {group_type: name for group_type, name in joined.items() if group_type not in refused}, warnings

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK: the advertising id has an effect only before, foreground and location only after."""
        del anonymous_id
        return (
            *self._advertising_id(),
            *self._sessions(),
            Initialize(api_key=self.settings.api_key, because=("start.mobile-bundled",)),
            EnableForegroundTracking(),
            *self._location(),
        )
