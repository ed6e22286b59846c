"""The origin of a visit, as amplitude-js finds it out if asked to (sdk-facts, section 3.10)."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs

from simulator.documentation.rules import Because
from simulator.model.commands import Identify, Operation
from simulator.model.device import WebPage

UTM: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


def utm(page: WebPage) -> dict[str, str]:
    """Return the utm_… parameters of the page's address."""
    return _parameters(page, UTM)


def gclid(page: WebPage) -> dict[str, str]:
    """Return the parameter gclid of the page's address."""
    return _parameters(page, ("gclid",))


def referrer(page: WebPage) -> dict[str, str]:
    """Return the page's referrer."""
    return referrer_of(page.document_referrer)


def referrer_of(address: str) -> dict[str, str]:
    """Return a referrer and its domain, which is the part between the second and the third slash."""
    if not address:
        return {}
    parts = address.split("/")
    return {"referrer": address, **({"referring_domain": parts[2]} if len(parts) > 2 else {})}


def identify(values: dict[str, str], because: Because = ()) -> Identify:
    """Return the identify for the values found: each is set once as the initial one, and always as the last one."""
    operations: list[Operation] = []
    for name, value in values.items():
        operations += (Operation("$setOnce", f"initial_{name}", value), Operation("$set", name, value))
    return Identify(operations=tuple(operations), because=because)


def _parameters(page: WebPage, names: tuple[str, ...]) -> dict[str, str]:
    given = parse_qs(page.query)
    return {name: given[name][0] for name in names if name in given}
