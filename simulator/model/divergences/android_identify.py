"""Divergences on Android: identify and traits."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.model.calls import Identify, Message
from simulator.model.commands import SetUserId, SetUserProperties
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.divergences import diverges
from simulator.values import JSONObject, Value


@diverges("identify.android.sets-user-always")
class SetsUserAlways(AndroidDestination):
    """Every identify sets the user id to the one that the library knows, even to none."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Set the user id, then apply the traits, then the option groups."""
        return super().identify(replace(call, user_id=message.user_id), message)

    def _set_user(self, call: Identify) -> Commands:
        return (SetUserId(user_id=call.user_id, because=("identify.user-id",)),)


@diverges("traits.android.set-user-properties")
class AllAtOnce(AndroidDestination):
    """Without traits to increment or to set once, all go through one call, which sends no empty identify."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        if self.settings.traits_to_increment or self.settings.traits_to_set_once:
            return super()._apply_traits(given)
        return (SetUserProperties(properties=given, because=("identify.traits",)),) if given else ()


@diverges("traits.android.text-and-numbers")
class TextAndNumbers(AndroidDestination):
    """With traits to increment or to set once, a trait must have one of the types that the code checks for."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        if self.settings.traits_to_increment or self.settings.traits_to_set_once:
            given = {name: value for name, value in given.items() if _is_text_or_number(value)}
        return super()._apply_traits(given)


@diverges("traits.android.text-increments")
class TextIncrements(AndroidDestination):
    """Text is added without checking what it says, and so are NaN and infinities."""

    def _can_be_added(self, value: Value) -> bool:
        return _is_text_or_number(value)


def _is_text_or_number(value: Value) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)
