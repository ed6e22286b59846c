"""Checks of a port's description of itself, and of what it lacks for a case."""

from __future__ import annotations

from simulator.conformance.language.cases import Case
from simulator.errors import AdapterError, UsageError, nearest, quoted
from simulator.ports.protocol.capabilities import CAPABILITIES, has_a_part, needs
from simulator.ports.protocol.messages import PROTOCOL, Welcome


def check_welcome(welcome: Welcome) -> None:
    """Raise `AdapterError` for another protocol, no platform or no level, `UsageError` for an unknown capability."""
    if welcome.protocol != PROTOCOL:
        raise AdapterError(
            f"the adapter speaks protocol {welcome.protocol}, this harness protocol {PROTOCOL}; "
            "one of the two has to be updated",
            fatal=True,
        )
    if not welcome.platforms or not welcome.levels:
        raise AdapterError("the port claims no platform or no level; there is nothing to run", fatal=True)
    check_claims(welcome.capabilities)


def check_claims(capabilities: tuple[str, ...]) -> None:
    """Raise `UsageError` for an unknown capability, with the nearest name that there is."""
    for name in capabilities:
        if name not in CAPABILITIES:
            raise UsageError(f"there is no capability {quoted(name)}.{nearest(name, CAPABILITIES)}")


def lacking_for(case: Case, welcome: Welcome) -> str:
    """Return what a port lacks for a case, for people; empty if nothing."""
    others = [platform for platform in case.platforms if platform not in welcome.platforms]
    if not has_a_part(case):
        return "a part in it: it is about Amplitude's API alone"
    if others:
        return f"platform {', '.join(others)}"
    return needs(case).missing(capabilities=frozenset(welcome.capabilities), levels=frozenset(welcome.levels))
