"""The message about an SDK that hangs, is slow, or polls: which request, how long each took, and what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest

from simulator.conformance.language.cases import compile_text
from simulator.ports.connections.deadlines import allowed
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.port_runner import PortRunner
from simulator.ports.protocol.messages import Advance, Call
from tests.support.adapters import InMemory

HOUR = 60 * 60 * 1000

SDK = """
import json, sys, time
def work(message):
    WORK
for line in sys.stdin:
    message = json.loads(line)
    if message["do"] == "bye": break
    work(message)
    ok = {}
    if message["do"] == "hello":
        ok = {"protocol": 1, "port": {"name": "sdk", "version": "1"}, "platforms": ["web"], "levels": ["events"],
              "capabilities": ["time"], "pipelining": PIPELINING}
    if message["do"] == "drain":
        ok = {"apps": {"web app": {"events": []}}}
    print(json.dumps({"id": message["id"], "ok": ok}), flush=True)
"""


FEATURE = '''
Feature: deadlines
  Scenario: a call
    Given a web app
    When 2 hours pass
    And the app calls track with
      """
      {"event": "Song Played"}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
'''


@pytest.fixture(params=[False, True], ids=["waiting", "pipelining"])
def reason(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Return the reason of the verdict if the SDK does some work for each message."""

    def of(work: str) -> str:
        program = SDK.replace("WORK", work).replace("PIPELINING", str(request.param))
        port = PortRunner(
            lambda: StdioConnection([sys.executable, "-c", program]), upload_server=InMemory(), timeout=0.5
        )
        [case] = compile_text(FEATURE, "deadlines.feature", "deadlines")
        record = port.run(case, dialect="documented")
        port.close()
        assert record.status == "errored"
        return record.reason

    return of


def test_an_sdk_that_hangs(reason: Callable[[str], str]) -> None:
    assert reason("time.sleep(60 if message['do'] == 'call' else 0)") == (
        "no reply to message 4, call track within 0.5 s; nothing arrived; those before it were answered at once; "
        "if the SDK is only slow, --timeout 3 gives it more time"
    )


def test_an_sdk_that_is_slow(reason: Callable[[str], str]) -> None:
    said = reason("time.sleep({'advance': 0.2, 'call': 60}.get(message['do'], 0))")
    assert re.fullmatch(
        r"no reply to message 4, call track within 0\.5 s; nothing arrived; the slowest of those before it: "
        r"message 3, advance by 2 hours 0\.\d s; if the SDK is only slow, --timeout 3 gives it more time",
        said,
    )


def test_an_sdk_that_polls(reason: Callable[[str], str]) -> None:
    said = reason("time.sleep(60 if message['do'] == 'advance' else 0)")
    assert said == (
        "no reply to message 3, advance by 2 hours within 1 s; nothing arrived; those before it were answered at once; "
        "an SDK that polls need not do so each time while days pass (“An SDK that polls” in the adapter protocol); "
        "one that is only slow gets more time by --timeout 3"
    )


@pytest.mark.parametrize(("hours", "seconds"), [(0, 5), (1, 5), (2, 10), (24, 65), (72, 185)])
def test_a_step_that_lets_days_pass_may_take_longer(hours: int, seconds: float) -> None:
    assert allowed(Advance(id=1, ms=hours * HOUR), 5) == seconds


def test_other_messages_may_take_what_is_said() -> None:
    assert allowed(Call(id=1, app="web app", method="track"), 5) == 5
