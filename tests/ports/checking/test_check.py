"""A check finds an adapter that does not answer one message after the other."""

from __future__ import annotations

import pytest

from simulator.ports.checking import check as checking
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.upload_server import upload_server
from tests.support.adapters import InMemory
from tests.support.commands import miniature, reference


@pytest.mark.parametrize(
    ("mode", "says"),
    [("forgets-what-it-has-read", "within 2 s; nothing arrived"), ("last-first", "a reply has its request's id")],
)
def test_a_check_finds_who_does_not_do_one_after_the_other(mode: str, says: str) -> None:
    found = checking.check(lambda: StdioConnection(miniature(mode, "pipelining")), InMemory(), timeout=2)
    wrong = {one.what: one.wrong for one in found if one.wrong}
    assert says in wrong["it takes messages before it has answered earlier ones"]


def test_a_check_is_content_with_the_reference() -> None:
    with upload_server() as place:
        found = list(checking.check(lambda: StdioConnection(reference()), place, timeout=20))
    assert [one.wrong for one in found if one.wrong] == []
    assert "it takes messages before it has answered earlier ones" in [one.what for one in found]
