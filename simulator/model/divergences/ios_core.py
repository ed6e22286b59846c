"""Divergences on iOS, Segment's core: which calls reach the integration, and with which values."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from simulator.documentation.rules import Because
from simulator.model.calls import AnyCall, Group, Identify, Message, Track
from simulator.model.crashes import UncaughtError
from simulator.model.device import Device
from simulator.model.divergences import diverges
from simulator.model.languages import objective_c
from simulator.model.languages.objective_c import UnrecognizedSelectorError
from simulator.model.segment.client import IOSSegmentClient
from simulator.model.storage import Schema
from simulator.values import JSONObject, Value, as_json

_OPTIONS: Because = ("out-of-session.minus-one", "groups.event-level", "groups.identify-legacy")
"""The rules about the options for Amplitude alone."""


class _Switches(IOSSegmentClient):
    """The first key of `integrations` that is present, out of several, says whether a call goes to the integration."""

    keys: tuple[str, ...] = ("Amplitude", "All")

    def _is_switched_on(self, message: Message) -> bool:
        integrations = message.call.integrations
        key = next((key for key in self.keys if key in integrations), None)
        return key is None or self._is_on(key, integrations[key])

    def _is_on(self, key: str, value: Value) -> bool:
        del key
        return value is not False


@diverges("integrations.ios.loose-flags")
class LooseFlags(_Switches):
    """A flag is sent `boolValue`; `all` counts too."""

    keys = ("Amplitude", "All", "all")

    def _is_on(self, key: str, value: Value) -> bool:
        if isinstance(value, str) or objective_c.is_number(value):
            return objective_c.bool_value(value)
        return super()._is_on(key, value)


@diverges("integrations.ios.text-is-on")
class TextIsOn(_Switches):
    """Only a number switches Amplitude off; the other two keys are sent `boolValue`."""

    keys = ("Amplitude", "All", "all")

    def _is_on(self, key: str, value: Value) -> bool:
        if objective_c.is_number(value) or (isinstance(value, str) and key != "Amplitude"):
            return objective_c.bool_value(value)
        return super()._is_on(key, value)


@diverges("integrations.ios.options-crash")
class OptionsCrash(_Switches):
    """Options in place of a flag are sent `boolValue`, which an object, a list and null don't have."""

    def _is_on(self, key: str, value: Value) -> bool:
        if value is None or isinstance(value, dict | list):
            raise UncaughtError(UnrecognizedSelectorError(value, "boolValue").reason, _OPTIONS)
        return super()._is_on(key, value)


@diverges("integrations.ios.all-crashes")
class AllCrashes(OptionsCrash):
    """Options under All still crash the app; under Amplitude they no longer do."""

    def _is_on(self, key: str, value: Value) -> bool:
        return (
            value is not False
            if key == "Amplitude" and not objective_c.is_number(value)
            else super()._is_on(key, value)
        )


@diverges("values.ios.nulls-dropped")
class NullsDropped(IOSSegmentClient):
    """Nulls under keys and in lists are left out of the copy."""

    changes_in_copies = IOSSegmentClient.changes_in_copies | {type(None)}

    def _copied(self, value: Value) -> Value:
        if isinstance(value, dict) and None in value.values():
            value = {key: item for key, item in value.items() if item is not None}
        elif isinstance(value, list) and None in value:
            value = [item for item in value if item is not None]
        return super()._copied(value)


@diverges("calls.ios.nothing-required")
class NothingRequired(IOSSegmentClient):
    """The checks of a call are assertions, which release builds leave out."""

    def _check_complete(self, call: AnyCall) -> None:
        if type(call) not in _UNCHECKED:
            super()._check_complete(call)


_UNCHECKED: Final = frozenset({Track, Group})


_TRAITS: Final[Schema[JSONObject]] = Schema(JSONObject)


@diverges("identify.ios.stored-traits")
class StoredTraits(IOSSegmentClient):
    """The library keeps a user's traits, adds both ids, and sends all of them with each identify."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self._stored = device.storage.open("segment-traits", _TRAITS, dict)
        self._traits = dict(self._stored)

    def _identify(self, call: Identify) -> Identify:
        """Return an identify with the traits of earlier ones, too."""
        call = super()._identify(call)
        user = {} if call.user_id is None else {"userId": call.user_id}
        ids = {"anonymousId": call.anonymous_id or self.anonymous_id, **user}
        return replace(call, traits={**self._traits, **call.traits, **ids})

    def _remember_identify(self, call: Identify, message: Message) -> None:
        super()._remember_identify(call, message)
        self._traits = {**self._traits, **call.traits}
        self._keep()

    def _forget(self) -> None:
        super()._forget()
        self._traits = {}
        self._keep()

    def _keep(self) -> None:
        """Keep the traits for the next process; one that JSON can't hold leaves none of them to it."""
        self._stored.clear()
        if objective_c.is_valid_json(self._traits):
            self._stored.update(as_json(self._traits))
