"""Questions to begin with: drafts that ask what each platform makes of a situation."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.clients import Client, everywhere
from simulator.explorer.drafts import Draft

QuestionKey = Literal["users", "revenue", "push", "prefer-anonymous-id"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to begin with."""

    key: QuestionKey
    title: str
    help: str
    draft: Draft
    #: Whether its answer is in what Amplitude shows; else in the events.
    in_amplitude: bool


_USERS = """Feature: Why are these two users

  Scenario: One person on the web, the phone and a server
    Given a web app
    And an ios app
    And a server source
    When the web app tracks "Product Viewed"
    And the ios app tracks "App Opened"
    And the server calls track with
      \"\"\"
      {"anonymousId": "anon-7f3c", "event": "Cart Saved"}
      \"\"\"
    And 2 minutes pass
    And the web app identifies "derek" with the traits
      | plan | Basic |
    And 1 day passes
    And the ios app identifies "derek" with the traits
      | plan | Pro |
    And the server calls track with
      \"\"\"
      {"userId": "derek", "event": "Receipt Sent"}
      \"\"\"
"""

_REVENUE = """Feature: Which platforms count this revenue twice

  Scenario: An order with two products
    Given an app with the settings
      | Track Revenue Per Product | on |
    When the app identifies "derek"
    And the app calls track with
      \"\"\"
      {
        "userId": "derek",
        "event": "Order Completed",
        "properties": {
          "orderId": "o-1041",
          "revenue": 25,
          "currency": "USD",
          "products": [
            {"productId": "p-1", "name": "Monopoly", "price": 19, "quantity": 1},
            {"productId": "p-2", "name": "Uno", "price": 3, "quantity": 2}
          ]
        }
      }
      \"\"\"
    And 1 minute passes
"""

_PUSH = """Feature: What happens to the session after a push message

  Scenario: A visitor comes back by a push message
    Given an app with the settings
      | Track Session Events | on |
    When the app tracks "Product Viewed"
    And 2 minutes pass
    And the app goes to the background
    And 40 minutes pass
    And the app tracks "Push Received" with the Amplitude options
      | outOfSession | true |
    And 20 seconds pass
    And the app comes to the foreground
    And the app tracks "Push Opened"
"""

_ANONYMOUS = """Feature: What changes with Prefer Anonymous ID

  Scenario: The same visit, the setting off and on
    Given an app
    When the app tracks "Product Viewed"
    And 2 minutes pass
    And the app identifies "derek" with the traits
      | plan | Basic |
    And the app tracks "Product Added"
    And the app calls reset
    And the app tracks "Product Viewed"
"""


def questions() -> tuple[Question, ...]:
    """Return the questions of an empty page."""
    apps = tuple(client for client in everywhere() if client.platform != "server")
    preferring: dict[str, object] = {"Prefer Anonymous ID for Device ID": "on"}
    return (
        Question(
            key="users",
            title="Why are these two users?",
            help="One person on the web, the phone and a server",
            draft=Draft(text=_USERS, clients=tuple(one for one in everywhere() if one.platform != "android")),
            in_amplitude=True,
        ),
        Question(
            key="revenue",
            title="Which platforms count this revenue twice?",
            help="An order with two products",
            draft=Draft(
                text=_REVENUE,
                clients=(*everywhere()[:1], Client(key="web-2", platform="web", dialect="latest"), *everywhere()[1:]),
            ),
            in_amplitude=True,
        ),
        Question(
            key="push",
            title="What happens to the session after a push message?",
            help="40 minutes away, then back",
            draft=Draft(text=_PUSH, clients=apps),
            in_amplitude=False,
        ),
        Question(
            key="prefer-anonymous-id",
            title="What changes with Prefer Anonymous ID?",
            help="The same visit, the setting off and on",
            draft=Draft(
                text=_ANONYMOUS,
                clients=(
                    Client(key="web", platform="web", name="Web"),
                    Client(key="web-2", platform="web", name="Web, anonymous ID", settings=preferring),
                    Client(key="ios", platform="ios", name="iOS, anonymous ID", settings=preferring),
                ),
            ),
            in_amplitude=False,
        ),
    )
