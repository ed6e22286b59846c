"""The parts that the destinations of the three bundled SDKs share."""

from __future__ import annotations

from typing import ClassVar

from simulator.model.calls import Group, Identify, Message, Page, Screen, Track
from simulator.model.commands import GroupIdentify, LogEvent, Operation, SetGroup, SetUserId, Warn
from simulator.model.destinations import groups, pages, revenue, traits
from simulator.model.destinations.base import Commands, Destination
from simulator.values import JSONObject, Value


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
        """Log the event, and directly after it its revenue, if it has any (adjudication 11.13)."""
        properties = call.properties
        out_of_session = bool(call.integrations) and self._out_of_session(message)
        event, warnings = self._event(call.event, message, out_of_session=out_of_session)
        if not self._is_revenue(properties):
            return (event, *warnings)
        logged = self._log_revenue(properties, self.revenue_table, out_of_session=out_of_session)
        return (event, *logged, *warnings)

    def identify(self, call: Identify, message: Message) -> Commands:
        """Set the user id, then apply the traits, then the option groups."""
        applied = self._apply_traits(self._traits(call, message))
        joined, warnings = self._option_groups(message)
        return (*self._set_user(call), *applied, *groups.memberships(joined), *warnings)

    def group(self, call: Group, message: Message) -> Commands:
        """Put the user into the call's group; if the platform does so, give the group its properties."""
        del message
        found = self._association(call)
        joined = SetGroup(group_type=found.group_type, name=found.name, because=found.because)
        return (joined, *self._describe_group(call, found))

    def _event(self, event_type: str, message: Message, *, out_of_session: bool = False) -> tuple[LogEvent, Commands]:
        """Return the logEvent command of a track message."""
        because: tuple[str, ...] = ("track.event",)
        call = message.call
        warnings: Commands = ()
        grouped: JSONObject = {}
        if call.integrations:
            grouped, warnings = self._option_groups(message)
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

    def _option_groups(self, message: Message) -> tuple[JSONObject, Commands]:
        """Return the groups of the option, and a warning if they are not valid."""
        return groups.option(message)

    def _set_user(self, call: Identify) -> Commands:
        """Return the command for the user id; without one the user stays as before (adjudicated)."""
        return (SetUserId(user_id=call.user_id, because=("identify.user-id",)),) if call.user_id else ()

    def _traits(self, call: Identify, message: Message) -> JSONObject:
        """Return the traits that become user properties."""
        del message
        return call.traits

    def _apply_traits(self, given: JSONObject) -> Commands:
        """Return the commands that apply traits."""
        return traits.identify(given, self.settings, increments=self.increments_traits, can_be_added=self._can_be_added)

    def _can_be_added(self, value: Value) -> bool:
        """Tell whether an increment trait's value goes to the SDK; anything but a number is left out (adjudicated)."""
        return traits.is_number(value)

    def _association(self, call: Group) -> groups.Association:
        """Return the group that a group call names."""
        return groups.association(call, self.settings.group_type_trait, self._group_value_trait())

    def _group_value_trait(self) -> str:
        """Return the name of the trait that holds the group value."""
        return self.settings.group_value_trait

    def _describe_group(self, call: Group, found: groups.Association) -> Commands:
        """Return the command that gives the group its properties, if the platform does so."""
        if not (self.sends_group_properties and found.from_traits):
            return ()
        made = self._group_operations(call)
        return (
            GroupIdentify(group_type=found.group_type, name=found.name, operations=made, because=("group.properties",)),
        )

    def _group_operations(self, call: Group) -> tuple[Operation, ...]:
        """Return the operations that make the traits the group's properties."""
        return tuple(Operation("$set", name, value) for name, value in call.traits.items())

    def _is_revenue(self, properties: JSONObject) -> bool:
        """Tell whether a track call with these properties logs revenue."""
        return self.revenue_table.is_revenue(properties)

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        """Read revenue from properties, or say why there is none."""
        return revenue.read(properties, table)

    def _log_revenue(
        self, properties: JSONObject, table: revenue.RevenueTable, *, out_of_session: bool = False
    ) -> Commands:
        """Return the commands for properties that hold revenue."""
        found = self._read_revenue(properties, table)
        if isinstance(found, Warn):
            return (found,)
        v2 = self.settings.use_log_revenue_v2
        return (revenue.command(found, table, v2=v2, out_of_session=out_of_session), *found.warnings)

    def _out_of_session(self, message: Message) -> bool:
        """Tell whether the option outOfSession is set, as in the printed call (rule out-of-session.example)."""
        return self.knows_out_of_session and message.option("outOfSession") is True

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        """Return the rows of the page table that send an event for a call."""
        return pages.matching(self.page_events, self.settings, call)

    def _page_properties(self, row: pages.PageRow, call: Page | Screen) -> JSONObject:
        """Return the event properties of a row's event."""
        return pages.event_properties(row, call)

    def _page_events(self, call: Page | Screen) -> Commands:
        rows = self._page_rows(call)
        several = ("page.one-event-per-setting",) if len(rows) > 1 else ()
        return tuple(
            LogEvent(
                event_type=pages.event_type(row, call),
                event_properties=self._page_properties(row, call),
                because=row.because + several,
            )
            for row in rows
        )
