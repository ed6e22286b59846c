"""The probes of Segment's servers as a part of the port."""

from __future__ import annotations

from typing import Final

from simulator.backend.ingestion.intake import HTTP_API_SENDER
from simulator.conformance.language import actions
from simulator.ports.checking.port_under_test import EVENT, PortUnderTest
from simulator.ports.checking.probes.probe import CLIENTS, Probe, done, opened, tracked, without_segment


def _servers_are_the_senders(port: PortUnderTest) -> str:
    wrong = port.expect(EVENT)
    senders = {event["amplitude"]["sender"] for event in port.events()} - {HTTP_API_SENDER}
    return f"in cloud mode events come from the {', '.join(sorted(senders))} itself" if senders else wrong


def _a_usermap_request_arrives(port: PortUnderTest) -> str:
    requests = port.view().usermap_requests
    return "" if requests else "no usermap request arrives after an alias call with Enable Alias on"


PROBES: Final = (
    Probe(
        claim="cloud-mode",
        steps=(opened(mode="cloud"), tracked(), _servers_are_the_senders),
        platforms=CLIENTS,
        blind=without_segment,
    ),
    Probe(
        claim="segment-servers",
        steps=(
            opened({"Enable Alias": True}),
            done(actions.MakeCall(method="alias", fields={"previousId": "before", "userId": "after"})),
            _a_usermap_request_arrives,
        ),
    ),
)
