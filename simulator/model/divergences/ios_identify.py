"""Divergences on iOS, identify: the user id, and traits as operations."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.documentation.settings import Settings
from simulator.model.calls import Identify, Message, Reset
from simulator.model.commands import Command, Operation, SetUserId
from simulator.model.commands import Identify as IdentifyCommand
from simulator.model.destinations.base import Commands
from simulator.model.destinations.ios import IOSDestination
from simulator.model.divergences import diverges
from simulator.model.languages import objective_c
from simulator.values import JSONObject, Value

_MOST_PROPERTIES = 1000


@diverges("identify.ios.anonymous-clears-user")
class UserIdAlwaysSet(IOSDestination):
    """Every identify sets the user id; one without a userId clears it."""

    def _set_user(self, call: Identify) -> Commands:
        return (SetUserId(user_id=call.user_id, because=("identify.user-id",)),)


@diverges("identify.ios.stored-traits")
class EmptyUserId(IOSDestination):
    """An empty userId counts as one and is set; without a userId the library's last one stays."""

    def _set_user(self, call: Identify) -> Commands:
        if call.user_id == "":
            return (SetUserId(user_id="", because=("identify.user-id",)),)
        return super()._set_user(call)


@diverges("identify.ios.user-of-the-library")
class UserOfTheLibrary(IOSDestination):
    """Every identify sets the user id to Segment's, which may be from a call that never reached Amplitude."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Set the user id that the library knows, then apply the traits."""
        user_id = message.user_id if call.user_id is None else call.user_id
        return super().identify(replace(call, user_id=user_id), message)


@diverges("identify.ios.too-many-traits")
class TooManyTraits(IOSDestination):
    """Traits go through setUserProperties, which sends nothing for more than 1000."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        lists = self.settings.traits_to_increment or self.settings.traits_to_set_once
        return () if len(given) > _MOST_PROPERTIES and not lists else super()._apply_traits(given)


@diverges("traits.ios.increment-unchecked")
class UncheckedIncrement(IOSDestination):
    """The value of an increment trait goes to the SDK unchecked; the SDK takes numbers, booleans and text."""

    def _can_be_added(self, value: Value) -> bool:
        return isinstance(value, str) or objective_c.is_number(value) or super()._can_be_added(value)


@diverges("traits.ios.shared-identify")
class SharedIdentify(IOSDestination):
    """With either list set, one identify object collects operations and is sent for every trait.

    Only its operators are copied when it is sent: the properties under them are still the object's own when the SDK's
    queue writes the event, which is after the whole call. So the event of a trait has the operators that were there at
    its time, and under them all operations of the whole call.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        #: By property: the first operation on it stays.
        self._collected: dict[str, Operation] = {}
        self._collected_because: dict[str, None] = {}

    def initialize(self, anonymous_id: str) -> Commands:
        """Begin with an empty identify object."""
        self._forget()
        return super().initialize(anonymous_id)

    def _apply_traits(self, given: JSONObject) -> Commands:
        if not self.settings.traits_to_increment and not self.settings.traits_to_set_once:
            return super()._apply_traits(given)
        made = [command for trait in given.items() for command in self._apply_trait(*trait)]
        because = tuple(self._collected_because)
        return tuple(self._as_written(one, because) if isinstance(one, IdentifyCommand) else one for one in made)

    def _apply_trait(self, name: str, value: Value) -> Commands:
        others: list[Command] = []
        for command in super()._apply_traits({name: value}):
            if not isinstance(command, IdentifyCommand):
                others.append(command)
                continue
            for operation in command.operations:
                self._collected.setdefault(operation.property, operation)
            self._collected_because |= dict.fromkeys(command.because)
        if not self._collected:
            return tuple(others)
        return (IdentifyCommand(operations=tuple(self._collected.values())), *others)

    def _as_written(self, logged: IdentifyCommand, because: tuple[str, ...]) -> IdentifyCommand:
        """Return the command as the SDK's queue finds it."""
        operators = {operation.operator for operation in logged.operations}
        found = tuple(operation for operation in self._collected.values() if operation.operator in operators)
        return replace(logged, operations=found, because=because)

    def _forget(self) -> None:
        self._collected = {}
        self._collected_because = {}


@diverges("traits.ios.shared-identify-until-reset")
class SharedIdentifyUntilReset(SharedIdentify):
    """The same, but reset starts with a new identify object."""

    def reset(self, call: Reset, message: Message) -> Commands:
        """Log out, and forget the operations."""
        self._forget()
        return super().reset(call, message)


@diverges("device-id.ios.ad-support-block")
class AdSupportBlock(IOSDestination):
    """The setting has no effect without a block of the app's code."""

    def _advertising_id(self) -> Commands:
        return ()
