"""Decisions of the harness: for a port they are the same as for the reference."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from simulator.backend import Backend, wire_of
from simulator.conformance.language.actions import (
    AddSource,
    AnyAction,
    CallSDK,
    ChangeDevice,
    DeleteUserData,
    Lifecycle,
    MakeCall,
    OpenPage,
)
from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.reference import NO_DEVICE, Reference
from simulator.conformance.running.runner import Performance
from simulator.errors import DeviceError
from simulator.ports import running
from simulator.ports.protocol.messages import Reply, Request, name_of
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget
from tests.support.adapters import InMemory, InProcess


class Overheard(InProcess):
    """Records the messages to the adapter."""

    def __init__(self, adapter: ReferenceAdapter) -> None:
        super().__init__(adapter)
        self.told: list[str] = []

    def ask(self, request: Request, *, timeout: float) -> Reply:
        self.told.append(name_of(request))
        return super().ask(request, timeout=timeout)


def port(level: str = "wire", **options: Any) -> tuple[PortTarget, Overheard]:
    backend = Backend()
    wire = wire_of(backend)
    adapter = ReferenceAdapter(level=level, wire_to=lambda address: wire, **options)
    connection = Overheard(adapter)
    target = PortTarget(
        connection, adapter.hello(), case="case", backend=backend, endpoint="http://127.0.0.1:9", **options
    )
    return target, connection


ON_DEVICES = (
    ChangeDevice(attributes={"location_permission": False}),
    Lifecycle(event="background"),
    Lifecycle(event="restart"),
    CallSDK(method="uploadEvents"),
    OpenPage(url="https://example.com/"),
)


@pytest.mark.parametrize("action", ON_DEVICES, ids=lambda action: type(action).__name__)
def test_no_port_is_asked_for_a_server_s_device(action: AnyAction) -> None:
    """An adapter that knows nothing of servers' devices would fail, and the scenario with it."""
    for target in (Reference(), (asked := port())[0]):
        performance = Performance(target)
        performance.step(AddSource(app="server source", platform="server"))
        performance.step(action, 4)
        performance.step(MakeCall(method="track", fields={"event": "Song Played"}))
        performance.step(DeleteUserData(user_id="derek"))
        target.drain()
        assert [(one.line, one.says) for one in performance.refusals][:1] == [(4, NO_DEVICE)]
        with pytest.raises(DeviceError, match=NO_DEVICE):
            target.device_id(None)
    assert asked[1].told == ["open", "call", "call", "drain"]


def test_a_name_is_taken_when_it_is_said_again() -> None:
    for target in (Reference(), port()[0]):
        performance = Performance(target)
        for number, platform in enumerate(("web", "ios")):
            performance.step(AddSource(app="app", platform=platform), number)  # type: ignore[arg-type]  # both are platforms
        performance.step(MakeCall(method="track", fields={"event": "Song Played"}))
        target.drain()
        assert [one.line for one in performance.refusals] == [1]
        assert "there is already a source named" in performance.refusals[0].says
        assert [event["platform"] for event in target.view().events] == ["Web"]


def test_what_segment_s_servers_say_is_known_while_the_app_does_not_run() -> None:
    for target in (Reference(), port()[0]):
        performance = Performance(target)
        performance.step(AddSource(app="web app", platform="web", mode="cloud"))
        performance.step(MakeCall(method="track", fields={"event": "Order Completed"}))
        performance.step(Lifecycle(event="kill"))
        target.drain()
        assert len(target.warnings()) == 1


def test_a_deletion_is_no_call_of_an_app() -> None:
    """Segment's servers request it, whoever stands in for them; a server's calls are theirs as well."""
    key = {"Secret Key": "f0e1d2c3b4a5968778695a4b3c2d1e0f"}
    for platform, methods in (("ios", ["logEvent", "logEvent"]), ("server", ["httpapi", "deletions/users", "httpapi"])):
        for target in (Reference(), port("wire")[0], port("events")[0]):
            performance = Performance(target)
            performance.step(AddSource(app="it", platform=platform, settings=key))  # type: ignore[arg-type]  # as above
            for action in (TRACK, DeleteUserData(user_id="derek"), TRACK):
                performance.step(action)
            target.drain()
            assert [command["method"] for command in target.commands()] == methods
            assert performance.refusals == []


TRACK = MakeCall(method="track", fields={"event": "Song Played"})

CLOUD = """
Feature: Cloud mode
  Scenario: a page
    Given a web app in cloud mode
    When the app calls page with name "Home"
    Then Amplitude receives no events
"""


def test_segments_servers_have_the_documented_defaults_in_every_dialect() -> None:
    """A setting that is not given has the same default whoever forwards to Amplitude."""
    [case] = compile_text(CLOUD, "cloud.feature", "cloud")
    for dialect in ("latest", "documented"):
        connect = partial(InProcess, ReferenceAdapter(level="events", reading=dialect))
        [record] = running.run(
            [case],
            connect=connect,
            upload_server=InMemory(),
            dialect_of=lambda case, name=dialect: name,  # type: ignore[misc]  # each its own
        )
        assert record.status == "passed", record.failures
