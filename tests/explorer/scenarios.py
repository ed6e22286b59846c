"""Scenarios that several tests play."""

from __future__ import annotations

from typing import Final

from simulator.documentation.platforms import Platform
from simulator.explorer.clients import Client, everywhere
from simulator.explorer.drafts import Draft
from simulator.explorer.playing import Play, Player

PUSH: Final = '''Feature: Back by a push message

  Scenario: A visitor comes back and buys
    Given an app with the settings
      | Track Session Events      | on   |
      | Log Revenue V2            | on   |
      | Track Revenue Per Product | on   |
      | Traits to Set Once        | plan |
    When the app tracks "Product Viewed"
    And 2 minutes pass
    And the app identifies "derek" with the traits
      | plan | Basic |
      | city | Oslo  |
    And the app goes to the background
    And 40 minutes pass
    And the app tracks "Push Received" with the Amplitude options
      | outOfSession | true |
    And 20 seconds pass
    And the app comes to the foreground
    And the app tracks "Push Opened"
    And the app calls track with
      """
      {
        "userId": "derek",
        "event": "Order Completed",
        "properties": {
          "orderId": "o-1041",
          "revenue": 25,
          "products": [
            {"name": "Monopoly", "price": 19, "quantity": 1},
            {"name": "Uno", "price": 3, "quantity": 2}
          ]
        }
      }
      """
'''

PHONES: Final[tuple[Platform, ...]] = ("ios", "android")


def draft(text: str = PUSH, *clients: Client) -> Draft:
    """Return a draft, by default on all four platforms."""
    return Draft(text=text, clients=clients or everywhere())


def scenario(*steps: str) -> str:
    """Return a feature with one scenario whose steps follow `Given an app`."""
    lines = ["Feature: Tried out", "", "  Scenario: Tried out", "    Given an app"]
    return "\n".join([*lines, *(f"    * {step}" for step in steps)]) + "\n"


def played(player: Player, of: Draft) -> Play:
    """Play a draft that can be played."""
    play = player.play(of)
    assert play is not None
    return play
