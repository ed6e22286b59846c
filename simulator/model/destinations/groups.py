"""Groups: the Amplitude group that a group call, or the option `groups`, names."""

from __future__ import annotations

import msgspec

from simulator.documentation.rules import Because
from simulator.model.calls import Group, Message
from simulator.model.commands import SetGroup, Warn
from simulator.model.destinations.base import Commands
from simulator.values import JSONObject, Value, describe

LEGACY_TYPE = "[Segment] Group"


class Association(msgspec.Struct, frozen=True):
    """The group that a user joins."""

    #: A string, or on iOS as shipped whatever the app gave.
    group_type: Value
    name: Value
    because: Because
    #: Whether it came from the two settings, so that its traits are the group's properties.
    from_traits: bool


def association(call: Group, type_trait: str, value_trait: str) -> Association:
    """Return the group of a call: from the two settings' traits, or in the legacy way.

    The printed call joins `Placeholding` by the two traits (rule group.example).

    A trait whose value is false or empty counts as missing (adjudicated), and so does a type that is not a string or a
    number.
    """
    if type_trait and value_trait:
        group_type = _text(call.traits.get(type_trait))
        name = call.traits.get(value_trait)
        if group_type and not _missing(name):
            return Association(group_type, name, ("group.traits-mapping", "group.user-property"), from_traits=True)
    return Association(LEGACY_TYPE, call.group_id, ("group.legacy", "group.user-property"), from_traits=False)


def _missing(value: Value) -> bool:
    return value is None or value is False or (not value and not isinstance(value, int | float))


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def option(message: Message) -> tuple[JSONObject, Commands]:
    """Return the integration option `groups` (group types to values), with a warning if it is not an object."""
    groups = message.option("groups")
    if groups is None:
        return {}, ()
    if isinstance(groups, dict):
        return groups, ()
    text = f"the option groups must be an object of group types and values, not {describe(groups)}; it is ignored"
    return {}, (Warn(text=text),)


def memberships(groups: JSONObject) -> Commands:
    """Return the commands of the legacy group assignment by identify, one per group type."""
    return tuple(
        SetGroup(group_type=group_type, name=name, because=("groups.identify-legacy",))
        for group_type, name in groups.items()
    )
