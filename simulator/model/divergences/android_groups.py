"""Divergences on Android: groups."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.model.calls import Group
from simulator.model.commands import Operation
from simulator.model.destinations import groups
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.divergences import diverges
from simulator.model.languages import java
from simulator.values import UNDEFINED, JSONObject, Value


@diverges("group.android.value-key")
class ValueKey(AndroidDestination):
    """The value trait is looked up under a different key from the one that Segment sends."""

    def _group_value_trait(self) -> str:
        return self.settings.group_type_value


@diverges("group.android.name-as-type")
class NameAsType(AndroidDestination):
    """Without the two traits the group's name is the type."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        name = _name(call.traits)
        return replace(found, group_type=name) if "group.legacy" in found.because and name else found


def _name(traits: JSONObject) -> str:
    """Return a name as `Traits.name` makes it: the trait `name`, else the first and the last name."""
    name, *parts = (_text(traits.get(key)) for key in ("name", "firstName", "lastName"))
    return name or " ".join(filter(None, parts))


def _text(value: Value) -> str:
    text = "" if value is None else java.string_value_of(value)
    return "" if java.is_null_or_empty(text) else text


@diverges("group.android.present-traits")
class PresentTraits(AndroidDestination):
    """A trait counts if it is present, whatever its value; an empty type becomes the legacy one."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        named = (self.settings.group_type_trait, self._group_value_trait())
        if "group.legacy" not in found.because or not all(name and name in call.traits for name in named):
            return found
        group_type, name = (call.traits[name] for name in named)
        return groups.Association(
            _text(group_type) or groups.LEGACY_TYPE,
            name,
            ("group.traits-mapping", "group.user-property"),
            from_traits=True,
        )


@diverges("group.android.values-as-text")
class ValuesAsText(AndroidDestination):
    """Type and value are the traits as Java writes them; null counts as missing."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        if not found.from_traits:
            return found
        group_type, name = call.traits[self.settings.group_type_trait], call.traits[self._group_value_trait()]
        return replace(
            found,
            group_type=_text(group_type) or groups.LEGACY_TYPE,
            name=UNDEFINED if name is None else java.string_value_of(name),
        )


@diverges("group.android.no-properties")
class NoGroupProperties(AndroidDestination):
    """A group call only sets the group, not its properties."""

    sends_group_properties = False


@diverges("group.android.nested-properties")
class NestedGroupProperties(AndroidDestination):
    """Every group call sets two properties of its group: the library's name, and all traits as one object."""

    def _describe_group(self, call: Group, found: groups.Association) -> Commands:
        return super()._describe_group(call, replace(found, from_traits=True))

    def _group_operations(self, call: Group) -> tuple[Operation, ...]:
        library = Operation("$set", "library", "segment")
        return (library, Operation("$set", "group_properties", call.traits)) if call.traits else (library,)
