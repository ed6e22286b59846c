"""Divergences on Android, Segment's library: its refusals, and the data that it keeps about a user."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Final

from msgspec.structs import replace

from simulator.errors import CallError
from simulator.model.calls import (
    METHODS,
    TEXTS,
    Alias,
    AnyCall,
    Flush,
    Identify,
    Message,
    Reset,
    Screen,
    Track,
    texts_of,
)
from simulator.model.device import Device
from simulator.model.divergences import diverges
from simulator.model.languages import java
from simulator.model.segment.client import SegmentClient
from simulator.model.storage import Schema
from simulator.values import UNDEFINED, JSONObject, Value

SEGMENT: Final = "Segment.io"
"""The name of Segment's own integration."""

_TEXTS: Final = ("name", "category", "user_id", "group_id")
DAY: Final = 24 * 60 * 60 * 1000


@diverges("calls.android.blank-texts")
class BlankTexts(SegmentClient):
    """A string is trimmed before it is checked for emptiness, and an empty one is left out."""

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message."""
        for text in texts_of[type(call)](call):
            if text is not None and _is_blank(text):
                return super().complete(_without_blanks(call))
        return super().complete(call)


def _without_blanks(call: AnyCall) -> AnyCall:
    left_out = {name: None for name in TEXTS[type(call)] if name in _TEXTS and _is_blank(getattr(call, name))}
    if isinstance(call, Track) and _is_blank(call.event):
        return replace(call, event="", **left_out)
    return replace(call, **left_out)


def _is_blank(text: object) -> bool:
    return isinstance(text, str) and java.is_null_or_empty(text)


_OWN: Final[dict[type[AnyCall], tuple[str, ...]]] = {
    kind: tuple(
        name
        for name in ("user_id", "anonymous_id", "previous_id", "timestamp")
        if name in kind.__struct_fields__ and not (name == "user_id" and kind in (Identify, Alias))
    )
    for kind in METHODS.values()
}
"""The ids and the time that no method of the library has a parameter for, by the type of the call."""


@diverges("calls.android.no-own-ids")
class NoOwnIds(SegmentClient):
    """A call has neither ids nor a time of its own, except for the userId of identify and alias."""

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message."""
        given = {name: None for name in _OWN[type(call)] if getattr(call, name) is not None}
        return super().complete(replace(call, **given) if given else call)


@diverges("calls.android.no-own-context")
class NoOwnContext(SegmentClient):
    """A call has no context of its own."""

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message."""
        return super().complete(replace(call, context={}) if call.context else call)


@diverges("pages.android.unnamed-refused")
class UnnamedRefused(SegmentClient):
    """A screen without a name or category is refused."""

    def _check_screen(self, call: Screen) -> None:
        if not call.name and not call.category:
            raise CallError("either category or name must be provided")


@diverges("identify.android.empty-refused")
class EmptyRefused(SegmentClient):
    """An identify without a userId or traits is refused."""

    def _check_identify(self, call: Identify) -> None:
        if not call.user_id and not call.traits:
            raise CallError("either userId or some traits must be provided")


@diverges("integrations.android.segment-refused")
class SegmentRefused(SegmentClient):
    """A call that switches Segment's own integration is refused."""

    def _check_integrations(self, call: AnyCall) -> None:
        if SEGMENT in call.integrations and not isinstance(call.integrations[SEGMENT], dict):
            raise CallError("Segment integration cannot be enabled or disabled")


@diverges("integrations.android.text-flags")
class TextFlags(SegmentClient):
    """A flag that is a string is on if it is "true"."""

    def _is_switched_on(self, message: Message) -> bool:
        integrations = message.call.integrations
        flag = integrations.get("Amplitude", True) if "Amplitude" in integrations else integrations.get("All", True)
        return java.boolean_value_of(flag) if isinstance(flag, str) else super()._is_switched_on(message)


_TRAITS: Final[Schema[JSONObject]] = Schema(JSONObject)
_ID_TRAITS: Final = {"anonymousId": "anonymous_id", "userId": "user_id"}
"""The traits under which the library keeps the ids, with the names that the ids have elsewhere."""


class _TraitsCache(SegmentClient):
    """The library keeps the user among the traits, across the app's processes, until reset.

    An identify adds its traits except nulls, and sends everything collected so far. The ids are traits too, so a trait
    with the name of one replaces it. Traits that a later process reads from the device have been JSON in between.
    """

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        #: The traits on the device, as JSON: numbers are doubles, dates are text.
        self._kept = device.storage.open("segment-traits", _TRAITS, dict)
        #: The traits of this process; what the library has put among them, it reads back as the ids.
        self._traits: JSONObject = dict(self._kept)
        self._take_ids(self._traits)

    @property
    def user_id(self) -> str | None:
        """The user's id as the traits have it, even if it is blank, which counts as none everywhere else."""
        return java.string_value_of(self._traits["userId"]) if "userId" in self._traits else super().user_id

    def _identified(self, call: Identify, message: Message) -> Message:
        """Return the message of an identify with the traits of all before it."""
        message = super()._identified(call, message)
        given = {name: value for name, value in call.traits.items() if value is not None}
        own = {name for name, attribute in _ID_TRAITS.items() if getattr(call, attribute)}
        kept = {name: value for name, value in self._traits.items() if name not in own}
        return self._with_traits(message, {**kept, **given})

    def reaches_amplitude(self, message: Message) -> bool:
        """Tell whether a call goes to the integration: without an anonymousId no message of it can be made.

        Flush and reset need none.
        """
        has_message = not isinstance(message.call, Flush | Reset)
        if has_message and java.is_null_or_empty(message.anonymous_id):
            return False
        return super().reaches_amplitude(message)

    def _remember_identify(self, call: Identify, message: Message) -> None:
        super()._remember_identify(call, message)
        known, traits = self._traits, call.traits
        written = {
            name: self._kept[name] if name in self._kept and known.get(name) is item else self._as_json(item)
            for name, item in traits.items()
            if item is not UNDEFINED
        }
        self._kept.clear()
        self._kept.update(written)
        self._traits = traits
        self._take_ids(traits)

    def _forget(self) -> None:
        super()._forget()
        self._traits = {}
        self._kept.clear()

    def _with_traits(self, message: Message, traits: JSONObject) -> Message:
        """Return the message of an identify with traits, and with the ids among them."""
        ids = {attribute: _text(traits[name]) for name, attribute in _ID_TRAITS.items() if name in traits}
        return replace(message, call=replace(message.call, traits=traits), **ids)

    def _take_ids(self, traits: JSONObject) -> None:
        if "userId" in traits:
            self._store.user_id = _text(traits["userId"])
        if "anonymousId" in traits:
            self._store.anonymous_id = java.string_value_of(traits["anonymousId"])

    def _as_json(self, value: Value) -> Value:
        """Return a value as it is read back from the device."""
        if isinstance(value, dict):
            return {name: self._as_json(item) for name, item in value.items() if item is not UNDEFINED}
        if isinstance(value, list):
            return [None if item is UNDEFINED else self._as_json(item) for item in value]
        if isinstance(value, datetime):
            return java.date_to_string(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return float(value) if isinstance(value, int) or isfinite(value) else self._no_number(value)

    def _no_number(self, value: float) -> Value:
        """Return the value that NaN or an infinity is read back as."""
        raise NotImplementedError


def _text(value: Value) -> str | None:
    """Return an id as the library reads it from the traits; a blank one counts as none."""
    text = java.string_value_of(value)
    return None if java.is_null_or_empty(text) else text


@diverges("calls.android.wait-for-settings")
class WaitForSettings(SegmentClient):
    """The thread that makes the messages fetches the settings first."""

    makes_messages_late = True

    def handed_on(self, call: AnyCall, message: Message) -> Message:
        """Return the message of a call that had to wait: it is made now, in its turn."""
        message = self.complete(call)
        if type(call) not in self.remembered_at_once:
            self.remember(message)
        return message


@diverges("identify.android.shared-traits")
class SharedTraits(_TraitsCache):
    """The cache is filled at once, but read later, when another thread handles the call."""

    remembered_at_once = frozenset({Identify, Reset})

    def handed_on(self, call: AnyCall, message: Message) -> Message:
        """Return the message of a call that had to wait: an identify has the traits that the cache holds by now."""
        message = super().handed_on(call, message)
        if not isinstance(message.call, Identify):
            return message
        message = replace(message, user_id=self._store.user_id, anonymous_id=self.anonymous_id)
        return self._with_traits(message, self._traits)

    def _no_number(self, value: float) -> Value:
        return java.string_value_of(value)


@diverges("identify.android.kept-traits")
class KeptTraits(_TraitsCache):
    """The cache is filled and read call by call."""

    def handed_on(self, call: AnyCall, message: Message) -> Message:
        """Return the message of a call that had to wait: it has the time of the call."""
        return replace(super().handed_on(call, message), timestamp=message.timestamp)

    def _no_number(self, value: float) -> Value:
        return 0.0


@diverges("identify.android.ids-as-traits")
class IdsAsTraits(SegmentClient):
    """The library keeps both ids among the traits."""

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message; that of an identify has the ids among its traits."""
        return _with_ids_among_traits(super().complete(call))

    def handed_on(self, call: AnyCall, message: Message) -> Message:
        """Return the message of a call that had to wait."""
        return _with_ids_among_traits(super().handed_on(call, message))


def _with_ids_among_traits(message: Message) -> Message:
    call = message.call
    if not isinstance(call, Identify):
        return message
    ids = {name: value for name, attribute in _ID_TRAITS.items() if (value := getattr(message, attribute))}
    return replace(message, call=replace(call, traits={**ids, **call.traits}))


@diverges("alias.android.own-user")
class AliasOfOwnUser(SegmentClient):
    """The user that the library knows replaces the one that an alias is to."""

    def complete(self, call: AnyCall) -> Message:
        """Turn a call into a message."""
        message = super().complete(call)
        known = self._store.user_id
        if not isinstance(message.call, Alias) or not known:
            return message
        return replace(message, user_id=known, call=replace(message.call, user_id=known))


@diverges("start.android.reset-forgets-settings")
class ResetForgetsSettings(SegmentClient):
    """reset clears everything that the library keeps under its tag."""

    def _forget(self) -> None:
        super()._forget()
        self._store.settings_time = None


@diverges("start.android.settings-for-a-day")
class SettingsForADay(SegmentClient):
    """Settings that are a day old are fetched again; without a network the old ones are used."""

    def _keeps_settings(self) -> bool:
        since = self._store.settings_time
        fresh = since is not None and self._clock.now < since + DAY
        return super()._keeps_settings() and (fresh or not self._device.online)
