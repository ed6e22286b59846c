"""Then: what Amplitude makes of the events: users, their properties, groups, revenue."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.conformance.judging.expectations import (
    ExpectCrossProjectView,
    ExpectGroupProperties,
    ExpectNoGroups,
    ExpectRevenue,
    ExpectUserCount,
    ExpectUserGroups,
    ExpectUserProperties,
)
from simulator.conformance.judging.matching import ABSENT
from simulator.conformance.language import columns
from simulator.conformance.language.arguments import PAIRS, exact_rows, wrong
from simulator.conformance.language.phrases import Phrase
from simulator.values import Value

Cells = tuple[tuple[Value, ...], ...]


def _as_text(value: Value) -> str:
    if value is ABSENT:
        wrong("the cell of an id or a group type can't be empty")
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _user_groups(groups: Cells) -> ExpectUserGroups:
    return ExpectUserGroups(groups=tuple((_as_text(group_type), name) for group_type, name in groups))


def _group(group_type: str, name: str, properties: dict[str, Value] | None = None) -> ExpectGroupProperties:
    return ExpectGroupProperties(group_type=group_type, name=name, properties=properties or {})


def _cross_project(users: Cells) -> ExpectCrossProjectView:
    for _, user_ids in users:
        if not isinstance(user_ids, list):
            wrong("a cell of user_ids must be a JSON list")
    return ExpectCrossProjectView(
        rows=tuple((_as_text(global_id), tuple(map(_as_text, user_ids))) for global_id, user_ids in users)
    )


PHRASES: Final = (
    Phrase(
        "then",
        "Amplitude sees {count} user(s)",
        "The number of users that all events belong to.",
        lambda count: ExpectUserCount(count=count),
    ),
    Phrase(
        "then",
        "the user has the properties",
        "The only user's properties; an empty cell means absent.",
        lambda properties: ExpectUserProperties(properties=properties),
        PAIRS,
    ),
    Phrase(
        "then",
        "the user {string} has the properties",
        "One user's properties.",
        lambda user, properties: ExpectUserProperties(properties=properties, user_id=user),
        PAIRS,
    ),
    Phrase(
        "then",
        "the user is in exactly these groups",
        "The only user's groups.",
        _user_groups,
        exact_rows(*columns.USER_GROUP),
    ),
    Phrase(
        "then",
        "the group {string} {string} has exactly the properties",
        "The properties of a group, by its type and name.",
        _group,
        PAIRS,
    ),
    Phrase(
        "then",
        "the group {string} {string} has no properties",
        "The group exists and has no properties.",
        _group,
    ),
    Phrase(
        "then",
        "Amplitude knows no groups",
        "There is no group, and nobody is in one.",
        ExpectNoGroups,
    ),
    Phrase(
        "then",
        "Amplitude counts a revenue of {number}",
        "Price times quantity over all events.",
        lambda amount: ExpectRevenue(amount=amount),
    ),
    Phrase(
        "then",
        "the cross-project view shows exactly",
        "Each global user with the user ids mapped to it.",
        _cross_project,
        exact_rows(*columns.GLOBAL_USER),
    ),
)
