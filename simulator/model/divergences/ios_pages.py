"""Divergences on iOS, screens and track: the code of each, in the order of the data."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.model.calls import Message, Page, Screen, Track
from simulator.model.commands import LogEvent, Throw
from simulator.model.destinations.base import Commands
from simulator.model.destinations.ios import IOSDestination
from simulator.model.destinations.pages import PageRow
from simulator.model.divergences import diverges
from simulator.model.languages import objective_c
from simulator.model.languages.objective_c import UnrecognizedSelectorError
from simulator.values import JSONObject


@diverges("pages.ios.viewed-screen")
class ViewedScreen(IOSDestination):
    """Track All Pages: always "Viewed (Name) Screen"; a missing name is "(null)", an empty one leaves its space."""

    def _page_rows(self, call: Page | Screen) -> tuple[PageRow, ...]:
        name = "(null)" if call.name is None else call.name
        return tuple(
            replace(row, literal_event=f"Viewed {name} Screen") if row.setting == "track_all_pages" else row
            for row in super()._page_rows(call)
        )


@diverges("pages.ios.name-without-category")
class NameWithoutCategory(IOSDestination):
    """Track All Screens: the screen's name becomes a property, its category does not."""

    def _page_properties(self, row: PageRow, call: Page | Screen) -> JSONObject:
        if row.setting != "track_all_screens":
            return super()._page_properties(row, call)
        given = {name: value for name, value in call.properties.items() if name != "name"}
        return given if call.name is None else given | {"name": call.name}


@diverges("pages.ios.one-event")
class OneScreenEvent(IOSDestination):
    """Track All Screens leaves Track All Pages without effect."""

    def _page_rows(self, call: Page | Screen) -> tuple[PageRow, ...]:
        rows = super()._page_rows(call)
        return tuple(row for row in rows if row.setting == "track_all_screens") or rows


@diverges("pages.ios.tracked")
class TrackedScreens(IOSDestination):
    """A screen's event is handled like a track call, including revenue, groups and outOfSession."""

    def screen(self, call: Screen, message: Message) -> Commands:
        """Track the events of the call."""
        events = super().screen(call, message)
        return tuple(
            command
            for event in events
            if isinstance(event, LogEvent)
            for command in self._tracked(event, call, message)
        )

    def _tracked(self, event: LogEvent, call: Screen, message: Message) -> Commands:
        track = Track(event=event.event_type, properties=event.event_properties, integrations=call.integrations)
        first, *others = self.track(track, replace(message, call=track))
        return (replace(first, because=(*event.because, *first.because)), *others)


@diverges("out-of-session.ios.loose")
class LooseOutOfSession(IOSDestination):
    """The option outOfSession is sent `boolValue`, which only strings and numbers have."""

    def track(self, call: Track, message: Message) -> Commands:
        """Map an event, unless the option, which is read first, crashes the app."""
        try:
            return super().track(call, message)
        except UnrecognizedSelectorError as error:
            return (Throw(reason=error.reason, because=("out-of-session.minus-one",)),)

    def _out_of_session(self, message: Message) -> bool:
        options = message.call.integrations.get("Amplitude")
        if not isinstance(options, dict) or "outOfSession" not in options:
            return False
        return objective_c.bool_value(options["outOfSession"])
