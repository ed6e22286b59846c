"""A feature of two scenarios, so that one port passes one of them and fails the other."""

from __future__ import annotations

from typing import Final

SONGS: Final = """\
Feature: Songs
  Scenario: played
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  Scenario: paused
    Given a web app
    When the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Paused |
"""
"""With `always-the-same`, the port that always tracks Song Played, the first passes and the second fails."""
