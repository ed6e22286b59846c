"""What the destinations of the three bundled SDKs share."""

from __future__ import annotations

from typing import ClassVar

from simulator.calls import Group, Identify, Message, Page, Screen, Track
from simulator.commands import GroupIdentify, LogEvent, Operation, SetGroup, SetUserId
from simulator.destinations import groups, pages, revenue, traits
from simulator.destinations.base import Commands, Destination
from simulator.values import JSONObject


class ClientDestination(Destination):
    """Track, identify and group as all device-mode clients map them. Class attributes hold the differences."""

    page_events: ClassVar[tuple[pages.PageRow, ...]] = ()
    revenue_table: ClassVar[revenue.RevenueTable]
    #: Rule increment.add: not on web.
    increments_traits: ClassVar[bool] = True
    #: Rule group.properties: Android alone among the clients.
    sends_group_properties: ClassVar[bool] = False
    #: Rule out-of-session.minus-one: mobile only.
    knows_out_of_session: ClassVar[bool] = True

    def track(self, call: Track, message: Message) -> Commands:
        """Log the event, and directly after it the revenue that it carries (adjudication 11.13)."""
        properties = call.properties
        out_of_session = self._out_of_session(message)
        event, warnings = self._event(call.event, message, out_of_session=out_of_session)
        if not self.revenue_table.is_revenue(properties):
            return (event, *warnings)
        logged = self._log_revenue(properties, self.revenue_table, out_of_session=out_of_session)
        return (event, *logged, *warnings)

    def identify(self, call: Identify, message: Message) -> Commands:
        """Set the user id, if one is given (adjudicated), then apply the traits, then the option groups."""
        user = (SetUserId(user_id=call.user_id, because=("identify.user-id",)),) if call.user_id else ()
        applied = traits.identify(call.traits, self.settings, increments=self.increments_traits)
        joined, warnings = groups.option(message)
        return (*user, *applied, *groups.memberships(joined), *warnings)

    def group(self, call: Group, message: Message) -> Commands:
        """Put the user into the call's group; where the platform does so, give the group its properties."""
        del message
        found = groups.association(call, self.settings)
        joined = SetGroup(group_type=found.group_type, name=found.name, because=found.because)
        if not (self.sends_group_properties and found.from_traits):
            return (joined,)
        made = tuple(Operation("$set", name, value) for name, value in call.traits.items())
        properties = GroupIdentify(
            group_type=found.group_type, name=found.name, operations=made, because=("group.properties",)
        )
        return (joined, properties)

    def _event(self, event_type: str, message: Message, *, out_of_session: bool = False) -> tuple[LogEvent, Commands]:
        """Return the logEvent command of a track message."""
        because: tuple[str, ...] = ("track.event",)
        call = message.call
        warnings: Commands = ()
        grouped: JSONObject = {}
        if call.integrations:
            grouped, warnings = groups.option(message)
            if grouped:
                because = ("track.event", "groups.event-level")
        properties = call.properties if isinstance(call, Track) else {}
        return (
            LogEvent(
                event_type=event_type,
                event_properties=properties,
                groups=grouped,
                out_of_session=out_of_session,
                because=because,
            ),
            warnings,
        )

    def _log_revenue(
        self, properties: JSONObject, table: revenue.RevenueTable, *, out_of_session: bool = False
    ) -> Commands:
        """Return the revenue command of properties that hold revenue."""
        v2 = self.settings.use_log_revenue_v2
        return revenue.log_revenue(properties, table, v2=v2, out_of_session=out_of_session)

    def _out_of_session(self, message: Message) -> bool:
        return self.knows_out_of_session and message.option("outOfSession") is True

    def _page_events(self, call: Page | Screen) -> Commands:
        rows = pages.matching(self.page_events, self.settings, call)
        several = ("page.one-event-per-setting",) if len(rows) > 1 else ()
        return tuple(
            LogEvent(
                event_type=pages.event_type(row, call),
                event_properties=pages.event_properties(row, call),
                because=row.because + several,
            )
            for row in rows
        )
