"""The page that `--template page` gives a web SDK: how it sends, how it ends, and how days pass in it."""

from __future__ import annotations

import shutil

import pytest

from simulator.conformance.language.cases import compile_text
from simulator.conformance.records.stream import CaseRecord
from simulator.ports import running
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.starting_points import write
from simulator.ports.upload_server import upload_server
from tests import ROOT

pytestmark = pytest.mark.node

PORT = """
export const describes = { name: 'miniature', version: '1' };
export const capabilities = ['time', 'restart', 'pages', 'device-id', 'network', 'flush-timing'];
export const polls = true;
"""

# An SDK of its own: it queues in localStorage, checks the queue every second, and uploads the rest as a page ends.
PAGE = """
const AMPLITUDE = 'https://api.amplitude.com/';
let by = 'fetch';
let ticks = 0;
let seconds = 0;

const queue = () => JSON.parse(localStorage.getItem('queue') ?? '[]');
const keep = (events) => localStorage.setItem('queue', JSON.stringify(events));

function body(events) {
  const form = { v: '2', client: 'a'.repeat(32), e: JSON.stringify(events), upload_time: String(Date.now()) };
  const checksum = require('blueimp-md5')(Object.values(form).join(''));
  return new URLSearchParams({ ...form, checksum });
}

const SEND = {
  async fetch(events) {
    const answer = await fetch(AMPLITUDE, { method: 'POST', body: body(events) });
    if (answer.status === 200 && (await answer.text()) === 'success') keep([]);
  },
  keepalive(events) {
    fetch(AMPLITUDE, { method: 'POST', body: body(events), keepalive: true });
    keep([]);
  },
  beacon(events) {
    if (navigator.sendBeacon(AMPLITUDE, body(events))) keep([]);
  },
};

exports.initialize = () => {
  if (!localStorage.getItem('device')) localStorage.setItem('device', crypto.randomUUID());
  setInterval(() => (ticks += 1), 1000);
  window.addEventListener('pagehide', () => queue().length && SEND[by](queue()));
};
exports.call = (method, args) => {
  if (args.properties?.by) by = args.properties.by;
  if (method !== 'track') return;
  const device_id = exports.deviceId();
  const event = { event_type: args.event, device_id, timestamp: Date.now(), event_properties: { ...args.properties, ticks } };
  keep([...queue(), { ...event, session_id: 1, uuid: crypto.randomUUID() }]);
};
exports.deviceId = () => localStorage.getItem('device');
exports.flush = () => (queue().length ? SEND.fetch(queue()) : null);
"""

FEATURE = """
Feature: the page
  Scenario Outline: what a page sends as it ends outlives it (<case>)
    Given a web app
    When the app tracks "Song Played" with the properties
      | by | <case> |
    And the app is restarted
    Then Amplitude has received <arrived> events so far

    Examples:
      | case      | arrived |
      | beacon    | 1       |
      | keepalive | 1       |

  Scenario: a fetch may be lost with the page, and its event is in the storage
    Given a web app
    When the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id   |
      | Song Played  | <device id> |
      | Song Skipped | <device id> |

  Scenario: timers that fire every second do so once a minute while days pass, and not in shorter steps
    Given a web app
    When 1 minute passes
    And the app tracks "Song Played"
    And 2 days pass
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | {"ticks": 60}    |
      | Song Played | {"ticks": 3235}  |
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CaseRecord]:
    folder = tmp_path_factory.mktemp("port")
    write("page", folder)
    (folder / "port.mjs").write_text(PORT, "utf-8")
    (folder / "page.cjs").write_text(PAGE, "utf-8")
    (folder / "node_modules").symlink_to(ROOT / "adapters" / "node_modules")
    node = shutil.which("node")
    assert node is not None
    command = [node, "--preserve-symlinks", str(folder / "adapter.mjs")]
    with upload_server() as place:
        found = running.run(
            compile_text(FEATURE, "page.feature", "page"),
            connect=lambda: StdioConnection(command),
            upload_server=place,
            dialect_of=lambda case: "documented",
            timeout=30,
        )
        return {record.case: record for record in found}


@pytest.mark.parametrize(
    "case",
    [
        "page#beacon",
        "page#keepalive",
        "page#a-fetch-may-be-lost-with-the-page-and-its-event-is-in-the-storage",
        "page#timers-that-fire-every-second-do-so-once-a-minute-while-days-pass-and-not-in-shorter-steps",
    ],
)
def test_a_page_is_one_as_browsers_have_them(case: str, records: dict[str, CaseRecord]) -> None:
    record = records[case]
    assert (record.status, record.failures, record.reason) == ("passed", (), "")
    assert len(records) == 4
