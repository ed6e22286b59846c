"""Divergences on iOS, groups: which traits give type and value, and what they may be."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.model.calls import Group, Message
from simulator.model.commands import SetGroup, Throw
from simulator.model.destinations.base import Commands
from simulator.model.destinations.groups import LEGACY_TYPE, Association
from simulator.model.destinations.ios import IOSDestination
from simulator.model.divergences import diverges
from simulator.model.languages import objective_c
from simulator.model.languages.objective_c import UnrecognizedSelectorError
from simulator.values import UNDEFINED, Value


@diverges("group.ios.other-setting")
class OtherGroupSetting(IOSDestination):
    """The group value trait is looked up under another setting's key."""

    def _group_value_trait(self) -> str:
        return self.settings.group_type_value


@diverges("group.ios.given-values")
class GivenValues(IOSDestination):
    """A trait is missing only if it is absent: empty text, false and 0 are values, and are passed on unchanged."""

    def _association(self, call: Group) -> Association:
        type_trait, value_trait, traits = self.settings.group_type_trait, self._group_value_trait(), call.traits
        if type_trait and value_trait and type_trait in traits and value_trait in traits:
            because = ("group.traits-mapping", "group.user-property")
            return Association(traits[type_trait], traits[value_trait], because, from_traits=True)
        # A missing group ID is nil in Objective-C, which null is not.
        group_id = UNDEFINED if call.group_id is None else call.group_id
        return Association(LEGACY_TYPE, group_id, ("group.legacy", "group.user-property"), from_traits=False)


@diverges("group.ios.name-as-type")
class NameAsGroupType(IOSDestination):
    """The legacy group's type is the trait `name`, if there is one."""

    def _association(self, call: Group) -> Association:
        found = super()._association(call)
        return found if found.from_traits or "name" not in call.traits else self._named(found, call.traits["name"])

    def _named(self, found: Association, name: Value) -> Association:
        return replace(found, group_type=name)


@diverges("group.ios.swapped")
class SwappedGroup(IOSDestination):
    """The group's value goes to the SDK as its type, and the type as its value."""

    def _association(self, call: Group) -> Association:
        found = super()._association(call)
        return replace(found, group_type=found.name, name=found.group_type)


@diverges("group.ios.type-crashes")
class GroupTypeCrashes(IOSDestination):
    """The SDK sends the type `isEqualToString:`, which only a string has; without a type it does nothing."""

    def group(self, call: Group, message: Message) -> Commands:
        """Put the user into the call's group, or crash the app."""
        joined, *others = super().group(call, message)
        if not isinstance(joined, SetGroup) or joined.group_type is UNDEFINED or objective_c.is_text(joined.group_type):
            return (joined, *others)
        reason = UnrecognizedSelectorError(joined.group_type, "isEqualToString:").reason
        return (Throw(reason=reason, because=joined.because),)
