"""Identify: traits become operations on user properties."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from simulator.documentation.rules import Because
from simulator.documentation.settings import Settings
from simulator.model.commands import Identify, Operation, Warn
from simulator.model.destinations.base import Commands
from simulator.values import JSONObject, Value, describe

_SET: Because = ("identify.traits",)
_ADD: Because = ("increment.add", "increment.numeric")
_SET_ONCE: Because = ("set-once.first-wins",)


def operations(
    traits: JSONObject, settings: Settings, *, increments: bool, can_be_added: Callable[[Value], bool]
) -> tuple[tuple[Operation, ...], Because, Commands]:
    """Return the operation of each trait, the rules behind them, and a warning for each trait left out.

    `increments` is whether the platform supports traitsToIncrement (rule increment.add: not web), `can_be_added`
    which values it increments by. A trait that is in both lists is incremented (adjudicated).
    """
    to_add = settings.traits_to_increment if increments else ()
    to_set_once = settings.traits_to_set_once
    if not to_add and not to_set_once:
        return tuple([Operation("$set", name, value) for name, value in traits.items()]), _SET, ()
    made: list[Operation] = []
    because: dict[str, None] = {}
    warnings: list[Warn] = []
    for name, value in traits.items():
        if name in to_add:
            if not can_be_added(value):
                warnings.append(_not_a_number(name, value))
                continue
            made.append(Operation("$add", name, value))
            because |= dict.fromkeys(_ADD)
        elif name in to_set_once:
            made.append(Operation("$setOnce", name, value))
            because |= dict.fromkeys(_SET_ONCE)
        else:
            made.append(Operation("$set", name, value))
            because |= dict.fromkeys(_SET)
    return tuple(made), tuple(because), tuple(warnings)


def identify(
    traits: JSONObject, settings: Settings, *, increments: bool, can_be_added: Callable[[Value], bool]
) -> Commands:
    """Return the SDK's identify command for the traits, if there are any to apply."""
    made, because, warnings = operations(traits, settings, increments=increments, can_be_added=can_be_added)
    if not made:
        return warnings
    return (Identify(operations=made, because=because), *warnings)


def is_number(value: Value) -> bool:
    """Tell whether a value is a finite number."""
    return (type(value) is int) or (type(value) is float and isfinite(value))


def _not_a_number(name: str, value: Value) -> Warn:
    shown = f'"{value}"' if isinstance(value, str) else str(value) if isinstance(value, float) else describe(value)
    return Warn(
        text=f'the trait "{name}" is in traitsToIncrement, so it must be a number, not {shown}; it is left out',
        because=("increment.numeric",),
    )
