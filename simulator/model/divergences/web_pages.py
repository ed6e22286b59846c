"""Divergences on web: pages, identify, groups, device ids, settings and analytics.js itself, a class for each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import Final

import msgspec

from simulator.model.amplitude import visits
from simulator.model.calls import AnyCall, Group, Identify, Message, Page, Screen, Track
from simulator.model.commands import Command, LogEvent, Operation, SetUserProperties, SetVersionName
from simulator.model.commands import Identify as IdentifyCommand
from simulator.model.destinations import groups, pages
from simulator.model.destinations.base import Commands
from simulator.model.destinations.web import WebDestination
from simulator.model.device import Device
from simulator.model.divergences import defaults, diverges
from simulator.model.divergences.web_dates import dated, dated_object
from simulator.model.divergences.web_facade import field_of, plain
from simulator.model.divergences.web_odd import Unwritable, added, thrown
from simulator.model.languages import javascript
from simulator.model.segment.client import SegmentClient
from simulator.model.storage import Schema
from simulator.values import JSONObject, Value, as_json

defaults("pages.web.on-by-default", track_named_pages=True, track_categorized_pages=True)


def _viewed(row: pages.PageRow) -> pages.PageRow:
    return msgspec.structs.replace(row, event=row.event.replace("Loaded", "Viewed"))


@diverges("pages.web.viewed")
class ViewedPages(WebDestination):
    """Named and categorized pages are "Viewed"."""

    page_events = (_viewed(pages.PAGE_EVENTS[0]), _viewed(pages.PAGE_EVENTS[1]), pages.PAGE_EVENTS[2])


@diverges("pages.web.order")
class GeneralPagesFirst(WebDestination):
    """The general event comes first, then the category's, then the name's."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return tuple(reversed(super()._page_rows(call)))


@diverges("identify.web.id-trait")
class IdAmongTraits(WebDestination):
    """The user id is also a trait, named id."""

    def _traits(self, call: Identify, message: Message) -> JSONObject:
        given = super()._traits(call, message)
        return {**given, "id": message.user_id} if message.user_id else given


@diverges("identify.web.stored-user-id")
class StoredUserId(WebDestination):
    """The user id is set to the one that the library knows, even if an identify has none."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Map an identify of the user whom the library knows."""
        return super().identify(msgspec.structs.replace(call, user_id=call.user_id or message.user_id), message)


_TRAITS: Final = Schema(JSONObject)


@diverges("identify.web.stored-traits")
class RemembersTraits(SegmentClient):
    """The library stores the traits of a user and completes each identify with them."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self._traits = device.storage.open("segment-traits", _TRAITS, dict)

    def _identify(self, call: Identify) -> Identify:
        call = super()._identify(call)
        # An empty id is not the user's own: it leaves their id, and not their traits (lib/entity.ts, `identify`).
        same = call.user_id is None or self.user_id in (None, call.user_id)
        traits = {**self._traits, **call.traits} if same else call.traits
        # Traits are read back from the storage before they are sent. There, one of this name becomes the prototype.
        if "__proto__" in traits:
            traits = {name: value for name, value in traits.items() if name != "__proto__"}
        return msgspec.structs.replace(call, traits=as_json(traits))

    def _remember_identify(self, call: Identify, message: Message) -> None:
        super()._remember_identify(call, message)
        self._traits.clear()
        self._traits.update(as_json(call.traits))

    def _forget(self) -> None:
        super()._forget()
        self._traits.clear()


@diverges("identify.web.iso-dates")
class ReadsDates(SegmentClient):
    """A string that is an ISO 8601 date becomes a date, anywhere in properties, traits and options."""

    def _as_sent(self, call: AnyCall) -> AnyCall:
        """Return a call with its dates read."""
        call = super()._as_sent(call)
        name = _DATED.get(type(call))
        if name is None:
            return call
        given, options = getattr(call, name), call.integrations
        read = dated_object(given) if given else given
        read_options = dated_object(options) if options else options
        if read is given and read_options is options:
            return call
        return msgspec.structs.replace(call, **{name: read, "integrations": read_options})


_DATED: Final[Mapping[type[AnyCall], str]] = {
    Track: "properties",
    Page: "properties",
    Identify: "traits",
    Group: "traits",
}


@diverges("traits.web.set-once")
class SetsEveryTime(WebDestination):
    """Traits to Set Once is not read."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        return tuple(_setting(one) for one in super()._apply_traits(given))


def _setting(command: Command) -> Command:
    if not isinstance(command, IdentifyCommand):
        return command
    made = tuple(
        msgspec.structs.replace(one, operator="$set") if one.operator == "$setOnce" else one
        for one in command.operations
    )
    return msgspec.structs.replace(command, operations=made, because=("identify.traits",))


@diverges("traits.web.increment")
class Increments(WebDestination):
    """Traits to Increment is read; a trait in both lists is in both operations, and the SDK takes the first."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        to_add, to_set_once = self.settings.traits_to_increment, self.settings.traits_to_set_once
        if given.keys().isdisjoint(to_add):
            return super()._apply_traits(given)
        added = tuple(Operation("$add", name, value) for name, value in given.items() if name in to_add)
        rest = super()._apply_traits(
            {name: value for name, value in given.items() if name not in to_add or name in to_set_once}
        )
        others = [one for one in rest if isinstance(one, IdentifyCommand)]
        because = dict.fromkeys(("increment.add", *(rule for one in others for rule in one.because)))
        operations = (*added, *(operation for one in others for operation in one.operations))
        warnings = (one for one in rest if not isinstance(one, IdentifyCommand))
        return (IdentifyCommand(operations=operations, because=tuple(because)), *warnings)


@diverges("identify.web.set-user-properties")
class SetsUserProperties(WebDestination):
    """Traits go through `setUserProperties`, which sends nothing when no value is left."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        return tuple(_user_properties(one) for one in super()._apply_traits(given))


def _user_properties(command: Command) -> Command:
    if not isinstance(command, IdentifyCommand) or any(one.operator != "$set" for one in command.operations):
        return command
    return SetUserProperties(
        properties={one.property: one.value for one in command.operations}, because=command.because
    )


@diverges("device-id.web.no-fallback")
class NoStandIn(SegmentClient):
    """There is no fallback for a device id that the SDK has not made yet."""

    @property
    def stand_in_device_id(self) -> str | None:
        """No id."""
        return None


@diverges("device-id.web.sticky-anonymous-id")
class KeepsAnonymousId(SegmentClient):
    """The anonymousId of any call is kept for later calls."""

    keeps_anonymous_ids = True


@diverges("device-id.web.other-user")
class NewAnonymousId(SegmentClient):
    """A user other than the last one gets a new anonymousId."""

    def _anonymous_id_for(self, call: Identify) -> str:
        other = call.user_id and self.user_id not in (None, call.user_id)
        return self._new_id() if other and not call.anonymous_id else super()._anonymous_id_for(call)

    def _remember_identify(self, call: Identify, message: Message) -> None:
        super()._remember_identify(call, message)
        if message.anonymous_id:
            self._store.anonymous_id = message.anonymous_id


@diverges("group.web.truthy-values")
class TruthyGroupTraits(WebDestination):
    """A group trait counts if it is truthy in JavaScript: 0 is not, an empty list is."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        group_type = call.traits.get(self.settings.group_type_trait)
        name = call.traits.get(self._group_value_trait())
        if not (javascript.truthy(group_type) and javascript.truthy(name)):
            return groups.association(call, "", "") if found.from_traits else found
        if isinstance(group_type, str):
            return groups.Association(group_type, name, ("group.traits-mapping", "group.user-property"), True)
        return found


@diverges("group.web.type-not-text")
class GroupTypeIsText(WebDestination):
    """A call with a type that is not a string is lost: `setGroup` refuses it, and nothing else sends it."""

    def group(self, call: Group, message: Message) -> Commands:
        """Map a group call, unless its type is not a string."""
        group_type = call.traits.get(self.settings.group_type_trait)
        name = call.traits.get(self._group_value_trait())
        if not isinstance(group_type, str) and javascript.truthy(group_type) and javascript.truthy(name):
            return ()
        return super().group(call, message)


@diverges("group.web.id-not-required")
class AcceptsNoGroupId(SegmentClient):
    """The library accepts a group call without a group ID."""

    def _check_complete(self, call: AnyCall) -> None:
        if type(call) is not Group:
            super()._check_complete(call)


@diverges("group.web.id-not-required")
class NoLegacyGroupWithoutId(WebDestination):
    """Without a group ID there is a group only if both traits name it."""

    def group(self, call: Group, message: Message) -> Commands:
        """Map a group call that has an id or both traits."""
        if not call.group_id and not self._association(call).from_traits:
            return ()
        return super().group(call, message)


class _StoredGroup(msgspec.Struct):
    group_id: str | None = None
    traits: JSONObject = {}


_GROUP: Final = Schema(_StoredGroup)


@diverges("group.web.stored-traits")
class RemembersGroup(SegmentClient):
    """The library stores the last group and completes a call for the same one with its traits."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self._stored_group = device.storage.open("segment-group", _GROUP, _StoredGroup)

    def _group(self, call: Group) -> Group:
        call, stored = super()._group(call), self._stored_group
        traits = call.traits
        if call.group_id is None or stored.group_id in (None, call.group_id):
            traits = {**stored.traits, **traits}
        return msgspec.structs.replace(call, group_id=call.group_id or stored.group_id, traits=as_json(traits))

    def _remember_group(self, call: Group) -> None:
        super()._remember_group(call)
        self._stored_group.group_id, self._stored_group.traits = call.group_id, as_json(call.traits)

    def _forget(self) -> None:
        super()._forget()
        self._stored_group.group_id, self._stored_group.traits = None, {}


@diverges("group.web.id-trait")
class GroupIdAmongTraits(WebDestination):
    """The group ID is also a trait of the group, named id."""

    def group(self, call: Group, message: Message) -> Commands:
        """Map a group call with its id among the traits."""
        if call.group_id:
            call = msgspec.structs.replace(call, traits={**call.traits, "id": call.group_id})
        return super().group(call, message)


@diverges("groups.web.pages")
class GroupsOnPages(WebDestination):
    """The option groups applies to the events of a page call too."""

    def page(self, call: Page, message: Message) -> Commands:
        """Send the events with the groups."""
        made = super().page(call, message)
        joined, warnings = groups.option(message) if call.integrations else ({}, ())
        if not joined:
            return (*made, *warnings)
        grouped = (
            msgspec.structs.replace(one, groups=joined, because=(*one.because, "groups.event-level"))
            if isinstance(one, LogEvent)
            else one
            for one in made
        )
        return (*grouped, *warnings)


@diverges("groups.web.option-spelling")
class OptionsInAnySpelling(SegmentClient):
    """The options of the integration are found whatever the letter case of its name."""

    def _with_options(self, call: AnyCall) -> AnyCall:
        call, options = super()._with_options(call), call.integrations
        if "Amplitude" in options:
            return call
        value = next((value for name, value in options.items() if plain(name) == "amplitude"), None)
        if not isinstance(value, dict):
            return call
        return msgspec.structs.replace(call, integrations={**options, "Amplitude": value})


@diverges("track.web.empty-name")
class AcceptsNoEventName(SegmentClient):
    """The library accepts an event without a name; the SDK drops it."""

    def _check_complete(self, call: AnyCall) -> None:
        if type(call) is not Track:
            super()._check_complete(call)


def _page_of(message: Message) -> JSONObject:
    """Return the library's data about the page."""
    page = message.context.get("page")
    return page if isinstance(page, dict) else {}


@diverges("settings.web.append-fields")
class AppendsFields(WebDestination):
    """Append Fields To Event Props copies fields of the message into the event properties."""

    def _rewrites_all(self) -> bool:
        return bool(self.settings.append_fields_to_event_props) or super()._rewrites_all()

    def _rewritten(self, commands: Commands, message: Message) -> Commands:
        made = super()._rewritten(commands, message)
        return (
            tuple(self._with_fields(one, message) for one in made)
            if self.settings.append_fields_to_event_props
            else made
        )

    def _with_fields(self, command: Command, message: Message) -> Command:
        if not isinstance(command, LogEvent):
            return command
        properties = command.event_properties
        fields = {
            name: field_of(message, command.event_type, properties, path)
            for path, name in self.settings.append_fields_to_event_props.items()
        }
        return msgspec.structs.replace(command, event_properties=added(properties, fields))


@diverges("settings.web.map-query-params")
class MapsQueryParams(WebDestination):
    """Map Query Params puts the whole query string into properties of the event or the user."""

    def _rewrites_all(self) -> bool:
        return bool(self.settings.map_query_params) or super()._rewrites_all()

    def _rewritten(self, commands: Commands, message: Message) -> Commands:
        commands = super()._rewritten(commands, message)
        if not self.settings.map_query_params:
            return commands
        return tuple(
            one for command in commands for one in self._with_query(command, dated(_page_of(message).get("search")))
        )

    def _traits(self, call: Identify, message: Message) -> JSONObject:
        given, names = super()._traits(call, message), self.settings.map_query_params
        return {**given, **dict.fromkeys(names, dated(_page_of(message).get("search")))} if names else given

    def _with_query(self, command: Command, query: Value) -> Commands:
        if not isinstance(command, LogEvent):
            return (command,)
        kinds = self.settings.map_query_params
        of_user = {name: query for name, kind in kinds.items() if kind == "user_properties"}
        of_event = {name: query for name in kinds if name not in of_user}
        event = msgspec.structs.replace(command, event_properties=added(command.event_properties, of_event))
        # Only the kind of the last name decides whether user properties are sent.
        last = next(reversed(kinds.values()))
        if of_event and isinstance(command.event_properties, Unwritable):
            return (event,)
        return (SetUserProperties(properties=of_user), event) if last == "user_properties" else (event,)


@diverges("track.web.null-options")
class ThrowsAtNull(WebDestination):
    """With null in place of options the integration throws when it reads them: before an event, after traits."""

    def _rewritten(self, commands: Commands, message: Message) -> Commands:
        made = super()._rewritten(commands, message)
        if message.call.integrations.get("Amplitude", ...) is not None or isinstance(message.call, Group):
            return made
        before = tuple(takewhile(lambda one: not isinstance(one, LogEvent), made))
        return (
            made
            if len(before) == len(made) and not isinstance(message.call, Identify)
            else (*before, thrown(_NO_OPTIONS))
        )


_NO_OPTIONS: Final = "integrations.Amplitude is null, so its options can't be read"


@diverges("settings.web.referrer-on-page")
class ReferrerOnPage(WebDestination):
    """Track Referrer sends the referrer with each page call."""

    def page(self, call: Page, message: Message) -> Commands:
        """Send the referrer, then the events."""
        made = super().page(call, message)
        wanted = self.settings.track_referrer and not self.settings.use_amplitude_referral
        if not (wanted and message.document_referrer):
            return made
        return (visits.identify(visits.referrer_of(message.document_referrer)), *made)


@diverges("settings.web.version-name")
class VersionName(WebDestination):
    """Version Name is the app's version on each event."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK and set the version."""
        name = self.settings.version_name
        started = super().initialize(anonymous_id)
        return (*started, SetVersionName(version_name=name)) if name else started
