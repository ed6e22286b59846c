"""What stands where an object should, and what the integration throws at."""

from __future__ import annotations

from simulator.model.commands import Caught
from simulator.values import JSONObject, Value


class NoObject(dict[str, Value]):
    """Properties that are no object: the SDK makes an empty object of them, and what is added to them is lost."""


class Unwritable(NoObject):
    """Properties that are text, a number or true: the integration throws when it adds anything to them."""


def added(properties: JSONObject, more: JSONObject) -> JSONObject:
    """Return properties with more of them."""
    return properties if isinstance(properties, NoObject) else {**properties, **more}


def thrown(what: str) -> Caught:
    """Return what stands for an exception of the integration."""
    return Caught(text=f"the integration throws: {what}")
