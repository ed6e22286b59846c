"""`devicemode watch --segment`: a real server sends through Segment's library, and a scenario judges it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from segment.analytics.client import Client

FEATURE = """
Feature: Songs

  Scenario: a song is bought
    Given a server source with the settings
      | Track All Pages | on |
    When the server identifies "jane" with the traits
      | plan | Pro |
    And the server tracks "Song Bought" with the properties
      | revenue | 1.5 |
    Then Segment receives exactly these messages
      | type     | event       | userId |
      | identify |             | jane   |
      | track    | Song Bought | jane   |
    And Amplitude receives exactly these events
      | event_type  | user_id | revenue |
      | $identify   | jane    |         |
      | Song Bought | jane    | 1.5     |
"""


@pytest.mark.parametrize(
    ("price", "code"),
    [pytest.param(1.5, 0, id="right"), pytest.param(2.5, 1, id="wrong", marks=pytest.mark.exhaustive)],
)
def test_what_a_real_server_sends_is_judged(tmp_path: Path, price: float, code: int) -> None:
    feature = tmp_path / "songs.feature"
    feature.write_text(FEATURE, "utf-8")
    command = [sys.executable, "-m", "simulator", "watch", str(feature), "--segment", "--port", "0", "--quiet", "0.5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout
        lines: list[str] = []
        host = key = ""
        while not key:
            line = watching.stdout.readline()
            lines.append(line)
            assert line, lines
            if found := re.search(r"send to (\S+), write key (\S+),", line):
                host, key = found.groups()
        reader = Thread(target=lambda: lines.extend(watching.stdout or ()))
        reader.start()
        analytics = Client(key, host=host, sync_mode=True)
        analytics.identify("jane", {"plan": "Pro"})
        analytics.track("jane", "Song Bought", {"revenue": price})
        reader.join()
    shown = "".join(lines)
    assert watching.returncode == code, shown
    assert "Segment: track Song Bought" in shown
