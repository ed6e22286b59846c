"""Standard input and output: long messages both ways, and replies in another order than their requests."""

from __future__ import annotations

import sys

import msgspec
import pytest

from simulator.errors import AdapterError
from simulator.ports.connections.stdio import LONGEST_OUTBOX, StdioConnection
from simulator.ports.protocol import messages
from tests.support.commands import miniature


def test_both_sides_may_have_more_to_say_than_a_pipe_takes() -> None:
    """If both sides only wrote, neither would ever be read."""
    connection = StdioConnection([sys.executable, "-c", ANSWERS_AT_LENGTH])
    requests = [
        messages.Call(id=number, app="web app", method="track", args={"event": "x" * 10_000}) for number in range(200)
    ]
    try:
        for request in requests:
            connection.send(request, timeout=10)
        for request in requests:
            reply = connection.receive(request, timeout=10)
            assert len(msgspec.json.decode(reply.ok)) == LONGEST_OUTBOX
    finally:
        connection.close()


ANSWERS_AT_LENGTH = f"""
import json, sys
for text in sys.stdin:
    print(json.dumps({{"id": json.loads(text)["id"], "ok": "x" * {LONGEST_OUTBOX}}}), flush=True)
"""


def test_an_adapter_that_only_writes_is_told_so() -> None:
    connection = StdioConnection([sys.executable, "-c", "while True: print('x' * 100_000)"])
    request = messages.Call(id=1, app="web app", method="track", args={"event": "x" * 1_000_000})
    try:
        with pytest.raises(AdapterError, match="more than 16 MiB of replies arrived while the adapter read nothing"):
            connection.send(request, timeout=10)
    finally:
        connection.close()


def test_answers_that_are_asked_for_out_of_order_are_kept() -> None:
    connection = StdioConnection(miniature("always-the-same"))
    first, second = (messages.Close(id=number) for number in (7, 8))
    try:
        connection.send(first, timeout=5)
        connection.send(second, timeout=5)
        assert connection.receive(second, timeout=5).id == 8
        assert connection.receive(first, timeout=5).id == 7
    finally:
        connection.close()
