"""Segment's client libraries: they turn a call into a message by filling in who, when and where.

`SegmentClient` is the library inside an app or a page, with ids that it stores; `SegmentServerLibrary` is the
stateless library of a server, whose caller names the ids in every call.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import is_not
from typing import ClassVar, Final

import msgspec

from simulator.documentation.platforms import TITLES, Platform
from simulator.documentation.releases import BASE, Package, releases_of
from simulator.documentation.rules import Because
from simulator.errors import CallError
from simulator.model.calls import (
    METHODS,
    TEXTS,
    Alias,
    AnyCall,
    Group,
    Identify,
    Message,
    Page,
    Reset,
    Screen,
    Track,
    texts_of,
)
from simulator.model.clock import Clock
from simulator.model.device import Device
from simulator.model.storage import Schema, reader
from simulator.values import (
    UNDEFINED,
    JSONObject,
    Value,
    as_json,
    check_moment,
    check_text,
    describe,
    iso_date,
    milliseconds,
)

CALLS_OF: Final[dict[Platform, frozenset[str]]] = {
    "web": frozenset({"track", "page", "identify", "group", "alias", "reset"}),
    "ios": frozenset({"track", "screen", "identify", "group", "alias", "flush", "reset"}),
    "android": frozenset({"track", "screen", "identify", "group", "alias", "flush", "reset"}),
    "server": frozenset({"track", "page", "screen", "identify", "group", "alias"}),
}
"""The calls that the Segment library of a platform has (rule page.no-screen-on-web for the web's missing one)."""

_INSTEAD: Final = {
    ("web", "screen"): "call page instead",
    ("web", "flush"): "the web library sends each call at once",
    ("ios", "page"): "call screen instead",
    ("android", "page"): "call screen instead",
    ("server", "flush"): "the server leg forwards each call at once",
    ("server", "reset"): "a server keeps no user; name the ids in each call",
}
_WHY_NOT: Final[dict[tuple[Platform, str], Because]] = {("web", "screen"): ("page.no-screen-on-web",)}


def check(platform: Platform, call: AnyCall) -> None:
    """Raise `CallError` if the Segment library of `platform` refuses the call."""
    check_form(platform, call)
    check_complete(call)


def check_form(platform: Platform, call: AnyCall) -> None:
    """Raise `CallError` for a call that the library of `platform` doesn't have, or with an invalid string or time."""
    if call.method not in CALLS_OF[platform]:
        because = _WHY_NOT.get((platform, call.method), ())
        says = f"the {TITLES[platform]} library has no {call.method} call; {_INSTEAD[platform, call.method]}"
        raise CallError(says, because=because)
    for text in texts_of[type(call)](call):
        if text is not None and not (type(text) is str and text.isascii()):
            _check_texts(call)
            break
    if call.timestamp is not None:
        check_moment(call.timestamp, f"{call.method}: timestamp")


def check_complete(call: AnyCall) -> None:
    """Raise `CallError` for a call that lacks a required field."""
    if type(call) is Track:
        if not call.event:
            raise CallError('track needs an event name, for example "Song Played"')
    elif type(call) is Group:
        if not call.group_id:
            says = "group needs a group ID; it can't be empty, although Amplitude never sees it"
            raise CallError(says, because=("group.id-required",))
    elif type(call) is Alias and not call.user_id:
        raise CallError("alias needs the userId that takes over", because=("alias.user-id",))


def _check_texts(call: AnyCall) -> None:
    for name in TEXTS[type(call)]:
        text = getattr(call, name)
        if text is None:
            continue
        if not isinstance(text, str):
            raise CallError(f"{call.method}: {name} must be a string, not {describe(text)}")
        check_text(text, f"{call.method}: {name}")


class SegmentStore(msgspec.Struct, kw_only=True):
    """The data that the Segment library keeps on the device."""

    anonymous_id: str
    user_id: str | None = None
    #: The time at which its copy of the integrations' settings was fetched, in milliseconds since 1970.
    settings_time: int | None = None
    #: Messages that wait for a network.
    queue: list[Message] = []


_SCHEMA: Final = Schema(SegmentStore, queue=reader(Message))
_ANDROID_ID: Final = Schema(str)

_OBJECTS: Final = {
    kind: tuple(name for name in ("properties", "traits", "integrations", "context") if name in kind.__struct_fields__)
    for kind in METHODS.values()
}


class SegmentClient:
    """The Segment library of a web page or a mobile app."""

    #: The release that it reports, in place of the one in force on the documentation's date.
    release: ClassVar[Package | None] = None
    #: Whether the anonymousId of any call is kept for later calls, or only that of identify.
    keeps_anonymous_ids: ClassVar[bool] = False
    #: Whether a call becomes a message only once the settings of the integrations are there.
    makes_messages_late: ClassVar[bool] = False
    #: What calls say that the library remembers at once, even of those whose message has to wait.
    remembered_at_once: ClassVar[frozenset[type[AnyCall]]] = frozenset({Reset})

    def __init__(self, device: Device) -> None:
        self.platform = device.platform
        self._device = device
        self._clock = device.clock
        self._store = device.storage.open(
            "segment", _SCHEMA, lambda: SegmentStore(anonymous_id=self._cased(device.uuid()))
        )
        self._context = self._read_context()
        self._page = device.page
        self._document_referrer = device.page.document_referrer if device.platform == "web" else ""
        #: Whether the library has the settings of its integrations; it has those of an earlier process at once.
        self.has_settings = self._keeps_settings()

    @property
    def anonymous_id(self) -> str:
        """The id of the anonymous user; kept until reset."""
        return self._store.anonymous_id

    @property
    def stand_in_device_id(self) -> str | None:
        """The device id that a page reads while the Amplitude SDK doesn't have one yet.

        On web it is anonymousId (rule device-id.default.web, adjudication 11.2).
        """
        return self.anonymous_id if self.platform == "web" else None

    @property
    def user_id(self) -> str | None:
        """The id of the last identify, if any."""
        return self._store.user_id

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message; changes nothing. Raises `CallError` for a call the library refuses."""
        check_form(self.platform, call)
        store = self._store
        previous_id, anonymous_id = None, call.anonymous_id or store.anonymous_id
        if type(call) is Alias:
            # Rule alias.client-previous-id; before any identify the anonymous id stands in.
            previous_id = call.previous_id or store.user_id or store.anonymous_id
        elif type(call) is Identify:
            self._check_identify(call)
            call = self._identify(call)
            anonymous_id = self._anonymous_id_for(call)
        elif type(call) is Group:
            call = self._group(call)
        elif type(call) is Page and self.platform == "web":
            call = self._with_page_properties(call)
        elif type(call) is Screen:
            self._check_screen(call)
        self._check_complete(call)
        if call.integrations:
            self._check_integrations(call)
            call = self._with_options(call)
        message = Message(
            call=self._as_sent(call),
            message_id=self._cased(self._device.event_uuid()),
            timestamp=self._clock.now if call.timestamp is None else call.timestamp,
            user_id=call.user_id or store.user_id,
            anonymous_id=anonymous_id,
            context=self._context_with(call),
            previous_id=previous_id,
            document_referrer=self._document_referrer,
        )
        return self._identified(call, message) if type(call) is Identify else message

    def reaches_amplitude(self, message: Message) -> bool:
        """Tell whether a message goes to the integration: its `integrations` may leave Amplitude out."""
        return not message.call.integrations or self._is_switched_on(message)

    def remember(self, message: Message) -> None:
        """Remember what a message says about the user, once it has been accepted."""
        call = message.call
        if call.anonymous_id and (self.keeps_anonymous_ids or type(call) is Identify):
            self._store.anonymous_id = call.anonymous_id
        if type(call) is Identify:
            self._remember_identify(call, message)
        elif type(call) is Group:
            self._remember_group(call)
        elif type(call) is Reset:
            self._forget()

    def remember_waiting(self, message: Message) -> None:
        """Remember what a call says whose message has to wait, as far as that does not wait as well."""
        if type(message.call) in self.remembered_at_once:
            self.remember(message)

    def take_settings(self) -> None:
        """Keep Segment's settings, unless it has some already."""
        if not self.has_settings:
            self._store.settings_time = self._clock.now
            self.has_settings = True

    def handed_on(self, call: AnyCall, message: Message) -> Message:
        """Return the message of a call that was made before the settings arrived, as integrations get it now."""
        del call
        return message

    def keep(self, message: Message) -> None:
        """Queue a message until there is a network, in the JSON form that the device's disk has."""
        call = message.call
        objects = {name: as_json(value) for name in _OBJECTS[type(call)] if (value := getattr(call, name))}
        # The library's own context is JSON already.
        context = message.context if message.context is self._context else as_json(message.context)
        if objects or context is not message.context:
            message = msgspec.structs.replace(message, call=msgspec.structs.replace(call, **objects), context=context)
        self._store.queue.append(message)

    def send(self, receive: Callable[[Message], None]) -> None:
        """Give each queued message to `receive`, then take it out of the queue."""
        while self._store.queue:
            receive(self._store.queue[0])
            del self._store.queue[0]

    def _identify(self, call: Identify) -> Identify:
        """Return an identify with the fields that the library adds."""
        return call

    def _anonymous_id_for(self, call: Identify) -> str:
        """Return the anonymousId of an identify, which the library fills in (rule identify.anonymous-merge-client)."""
        return call.anonymous_id or self._store.anonymous_id

    def _identified(self, call: Identify, message: Message) -> Message:
        """Return the message of an identify as it leaves the library."""
        del call
        return message

    def _group(self, call: Group) -> Group:
        """Return a group call with the fields that the library adds."""
        return call

    def _with_options(self, call: AnyCall) -> AnyCall:
        """Return a call with its options as the integration finds them."""
        return call

    def _as_sent(self, call: AnyCall) -> AnyCall:
        """Return a complete call as its message has it."""
        return call

    def _is_switched_on(self, message: Message) -> bool:
        """Tell whether a message whose call has `integrations` goes to ours."""
        return message.reaches_amplitude

    def _remember_identify(self, call: Identify, message: Message) -> None:
        """Remember what an identify says."""
        del message
        if call.user_id:
            self._store.user_id = call.user_id

    def _remember_group(self, call: Group) -> None:
        """Remember what a group call says."""

    def _forget(self) -> None:
        """Forget the user."""
        self._store.user_id = None
        self._store.anonymous_id = self._new_id()

    def _check_complete(self, call: AnyCall) -> None:
        """Raise `CallError` for a call that lacks a required field."""
        check_complete(call)

    def _check_screen(self, call: Screen) -> None:
        """Raise `CallError` for a screen call that lacks a required field."""

    def _check_identify(self, call: Identify) -> None:
        """Raise `CallError` for an identify that lacks a required field."""

    def _check_integrations(self, call: AnyCall) -> None:
        """Raise `CallError` for values that `integrations` must not have."""

    def _keeps_settings(self) -> bool:
        """Tell whether the settings of an earlier process are there and still valid."""
        return self._store.settings_time is not None

    def _new_id(self) -> str:
        return self._cased(self._device.later_uuid())

    def _cased(self, made: str) -> str:
        return made.upper() if self.platform == "ios" else made

    def _read_context(self) -> JSONObject:
        return context_of(self._device, self.release or releases_of(BASE, self.platform).segment)

    def _context_with(self, call: AnyCall) -> JSONObject:
        """Return the library's context, overridden by the call's own; a web page is read again for each call."""
        if self.platform != "web":
            return {**self._context, **call.context} if call.context else self._context
        if self._page is not self._device.page:
            self._page, self._context = self._device.page, self._read_context()
            self._document_referrer = self._page.document_referrer
        page = self._context["page"]
        if type(call) is Page:
            # The call's data about the page also goes into its context.
            given: Value = {name: call.properties[name] for name in page}
        elif not call.context:
            return self._context
        else:
            given = call.context.get("page")
        if not given or isinstance(given, dict):
            given = {**page, **{name: value for name, value in (given or {}).items() if value is not UNDEFINED}}
        return self._context if not call.context and given == page else {**self._context, **call.context, "page": given}

    def _with_page_properties(self, call: Page) -> Page:
        named = {key: value for key, value in (("name", call.name), ("category", call.category)) if value}
        own = {**call.properties, **named}
        missing = {
            key: value for key, value in self._device.page.defaults().items() if own.get(key, UNDEFINED) is UNDEFINED
        }
        return msgspec.structs.replace(call, properties={**own, **missing})


_COPIED: Final[dict[type[AnyCall], str]] = {
    kind: name for kind in METHODS.values() for name in ("properties", "traits") if name in kind.__struct_fields__
}
"""The field that the iOS library copies, by the type of the call."""


class IOSSegmentClient(SegmentClient):
    """The library of an iOS app: it copies properties and traits before anything else reads them.

    In the copies dates are ISO 8601 text (analytics-ios, SEGCoerceJSONObject).
    """

    #: The types of values that differ in a copy, or may contain such values.
    changes_in_copies: ClassVar[frozenset[type]] = frozenset({dict, list, datetime})

    def _as_sent(self, call: AnyCall) -> AnyCall:
        name = _COPIED.get(type(call))
        if name is None:
            return call
        given = getattr(call, name)
        if self.changes_in_copies.isdisjoint(map(type, given.values())):
            return call
        return msgspec.structs.replace(call, **{name: self._copied(given)})

    def _copied(self, value: Value) -> Value:
        """Return the copy of a value; the same object if nothing in it has to change."""
        kind = type(value)
        if kind is dict:
            changed = {
                key: made
                for key, item in value.items()
                if type(item) in self.changes_in_copies and (made := self._copied(item)) is not item
            }
            return {**value, **changed} if changed else value
        if kind is list:
            items = [self._copied(item) if type(item) in self.changes_in_copies else item for item in value]
            return items if any(map(is_not, items, value)) else value
        return iso_date(milliseconds(value)) if kind is datetime else value


class SegmentServerLibrary:
    """The Segment library of a server: stateless, so each call names its user.

    Only a call that gives an anonymousId has one (rule identify.anonymous-merge-server).
    """

    platform: Final[Platform] = "server"

    def __init__(self, clock: Clock, device: Device) -> None:
        self._clock = clock
        self._device = device

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message. Raises `CallError` if it names neither userId nor anonymousId."""
        check("server", call)
        if type(call) is Alias:
            _check_server_alias(call)
        elif not call.user_id and not call.anonymous_id:
            says = f"a {call.method} call from a server needs a userId, an anonymousId or both"
            raise CallError(says, because=("identify.anonymous-merge-server",))
        return Message(
            call=call,
            message_id=self._device.event_uuid(),
            timestamp=self._clock.now if call.timestamp is None else call.timestamp,
            user_id=call.user_id or None,
            anonymous_id=call.anonymous_id or None,
            context=call.context,
            previous_id=call.previous_id if type(call) is Alias else None,
        )


def _check_server_alias(call: Alias) -> None:
    options = call.integrations.get("Amplitude")
    unmaps = isinstance(options, dict) and "unmap" in options
    if not call.previous_id and not unmaps:
        says = "alias from a server needs a previousId, or the Amplitude option unmap"
        raise CallError(says, because=("alias.previous-id", "alias.unmap"))


def context_of(device: Device, release: Package) -> JSONObject:
    """Return the context that a release of Segment's library reads off a device when it starts."""
    profile = device.profile
    if profile.platform == "web":
        return {
            "library": release.to_json(),
            "locale": device.locale.tag,
            "page": device.page.defaults(),
            "userAgent": profile.user_agent,
            "ip": device.ip,
        }
    ios = profile.platform == "ios"
    advertising_id = device.readable_advertising_id
    tracking = advertising_id is not None and not device.limit_ad_tracking
    return {
        "app": {"version": device.app_version},
        "device": {
            "id": device.vendor_id if ios else device.storage.open("android-id", _ANDROID_ID, device.uuid),
            "manufacturer": profile.manufacturer,
            "model": profile.model,
            **({"adTrackingEnabled": tracking} if device.hands_out_advertising_id else {}),
            **({"advertisingId": advertising_id} if tracking else {}),
        },
        "ip": device.ip,
        "library": release.to_json(),
        "locale": device.locale.tag,
        "network": {"carrier": profile.carrier},
        "os": {"name": "iOS" if ios else "Android", "version": profile.os_version},
    }
