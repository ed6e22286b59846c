"""The destination in an iOS app: analytics-ios with Amplitude-iOS."""

from __future__ import annotations

from typing import ClassVar

from simulator.documentation.platforms import Platform
from simulator.model.commands import Initialize
from simulator.model.destinations import pages, revenue
from simulator.model.destinations.base import Commands
from simulator.model.destinations.mobile import MobileDestination


class IOSDestination(MobileDestination):
    """iOS as documented: two screen settings, snake_case revenue names, no group properties."""

    platform: ClassVar[Platform] = "ios"
    page_events = pages.IOS_SCREEN_EVENTS
    revenue_table = revenue.IOS
    advertising_rules = ("advertising.ios", "device-id.prefer-advertising.ios", "device-id.priority.ios")

    def initialize(self, anonymous_id: str) -> Commands:
        """Configure the SDK, then start it: the advertising id has an effect only before the start."""
        del anonymous_id
        return (
            *self._advertising_id(),
            *self._sessions(),
            *self._location(),
            Initialize(api_key=self.settings.api_key, because=("start.mobile-bundled",)),
        )
