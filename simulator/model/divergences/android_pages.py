"""Divergences on Android: screens."""

from __future__ import annotations

import msgspec

from simulator.model.calls import Page, Screen
from simulator.model.commands import LogEvent
from simulator.model.destinations import pages
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.divergences import defaults, diverges
from simulator.values import JSONObject

defaults("pages.android.on-by-default", track_all_screens=True)


@diverges("pages.android.first-setting-wins")
class OneScreenEvent(AndroidDestination):
    """The settings are checked from the table's last to its first, and the first that fits ends the search."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return super()._page_rows(call)[-1:]


@diverges("pages.android.named-without-category")
class NamedWithoutCategory(AndroidDestination):
    """Track Named Pages never writes the category."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return tuple(
            msgspec.structs.replace(row, event="Viewed (Name) Screen") if row.setting == "track_named_pages" else row
            for row in super()._page_rows(call)
        )


@diverges("pages.android.unnamed-by-category")
class UnnamedByCategory(AndroidDestination):
    """Track All Pages names an unnamed screen after its category."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return tuple(
            msgspec.structs.replace(row, unnamed_event="Viewed (Category) Screen")
            if row.setting == "track_all_pages"
            else row
            for row in super()._page_rows(call)
        )


@diverges("pages.android.name-property")
class NameProperty(AndroidDestination):
    """Track All Screens adds the name, null if there is none."""

    def _page_properties(self, row: pages.PageRow, call: Page | Screen) -> JSONObject:
        properties = super()._page_properties(row, call)
        return {**properties, "name": call.name} if row.setting == "track_all_screens" else properties


@diverges("pages.android.revenue")
class ScreenRevenue(AndroidDestination):
    """A screen's event is handled like a tracked one."""

    def _page_events(self, call: Page | Screen) -> Commands:
        return tuple(made for event in super()._page_events(call) for made in (event, *self._sold(event)))

    def _sold(self, event: object) -> Commands:
        if not isinstance(event, LogEvent) or not self._is_revenue(event.event_properties):
            return ()
        return self._log_revenue(event.event_properties, self.revenue_table)
