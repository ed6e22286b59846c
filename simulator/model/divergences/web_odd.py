"""Values in place of an object, and the exceptions that they cause in the integration."""

from __future__ import annotations

from simulator.model.commands import Caught
from simulator.values import JSONObject, Value


class NoObject(dict[str, Value]):
    """Properties that are not an object: the SDK makes an empty object of them; anything added to them is lost."""


class Unwritable(NoObject):
    """Properties that are a string, a number or true: the integration throws when it adds anything to them."""


def added(properties: JSONObject, more: JSONObject) -> JSONObject:
    """Return properties with others added."""
    return properties if isinstance(properties, NoObject) else {**properties, **more}


def thrown(what: str) -> Caught:
    """Return the command for an exception in the integration."""
    return Caught(text=f"the integration throws: {what}")
