"""Segment's servers where a port has none: the harness stands in for them, in the scenario's time."""

from __future__ import annotations

from functools import partial

import msgspec

from simulator.conformance import suite
from simulator.conformance.language.cases import compile_text
from simulator.ports import running
from simulator.ports.protocol import messages
from simulator.ports.reference import ReferenceAdapter
from tests.support.adapters import InMemory, InProcess


class _TellsSegmentsMessages(ReferenceAdapter):
    """Leaves Segment's servers to the harness; requests of its own copy of them go nowhere."""

    def hello(self) -> messages.Welcome:
        welcome = super().hello()
        claims = tuple(name for name in welcome.capabilities if name != "segment-servers")
        return msgspec.structs.replace(welcome, capabilities=claims)


def test_segments_servers_try_again_in_the_scenarios_time() -> None:
    [case] = [case for case in suite.load() if case.id == "uploads/server-leg#cloud-web"]
    connect = partial(InProcess, _TellsSegmentsMessages(level="wire"))
    [record] = running.run([case], connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


class _DoesNotKnowItsAddress(_TellsSegmentsMessages):
    """Leaves Segment's servers to see where its messages come from, as analytics.js does."""

    def drain(self, request: messages.Drain) -> messages.Drained:
        apps = super().drain(request).apps
        for seen in apps.values():
            for message in seen.messages or ():
                message["context"] = {key: value for key, value in message["context"].items() if key != "ip"}
        return messages.Drained(apps=apps)


_IN_CLOUD_MODE = """
Feature: Address
  Scenario: the address is that of the app
    Given a web app in cloud mode
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | ip          |
      | Song Played | 203.0.113.7 |
"""


def test_segments_servers_see_where_a_message_comes_from() -> None:
    cases = compile_text(_IN_CLOUD_MODE, "address.feature", "address")
    connect = partial(InProcess, _DoesNotKnowItsAddress(level="wire"))
    [record] = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


_DELETED_IN_BETWEEN = """
Feature: Deletion
  Scenario: what the harness asks for in the port's place is among its calls, in order
    Given a server source with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    When the app identifies "derek"
    And the server deletes the user "derek"
    And the app identifies "sarah"
    Then the SDK is called with exactly
      | method          |
      | identifyapi     |
      | deletions/users |
      | identifyapi     |
"""


def test_a_deletion_that_the_harness_asks_for_is_a_call_of_the_port() -> None:
    cases = compile_text(_DELETED_IN_BETWEEN, "deletion.feature", "deletion")
    connect = partial(InProcess, _TellsSegmentsMessages(level="events"))
    [record] = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


_REFUSED_IN_BETWEEN = """
Feature: A fault
  Scenario: what Segment's servers send while Amplitude refuses it
    Given a web app in cloud mode
    When the app tracks "Song Played"
    And Amplitude answers 413
    And the app tracks "Song Skipped"
    And Amplitude answers as usual
    And the app tracks "Song Ended"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
      | Song Ended  |
"""


def test_segments_servers_send_while_a_fault_lasts() -> None:
    cases = compile_text(_REFUSED_IN_BETWEEN, "fault.feature", "fault")
    connect = partial(InProcess, _TellsSegmentsMessages(level="wire"))
    [record] = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


_REFUSED_AT_THE_END = """
Feature: An end
  Scenario: what waits for another attempt is sent before Amplitude is looked at
    Given a web app in cloud mode
    When Amplitude answers 500 once
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
"""


def test_segments_servers_send_what_waits_before_amplitude_is_looked_at() -> None:
    cases = compile_text(_REFUSED_AT_THE_END, "end.feature", "end")
    connect = partial(InProcess, _TellsSegmentsMessages(level="wire"))
    [record] = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())
