"""Adapters that are wrong on purpose, one way each: `python -m tests.wrong_ports.miniatures MODE [pipelining]`.

With `pipelining` they say that messages may come before the replies to earlier ones.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

WELCOME = {
    "protocol": 1,
    "port": {"name": "miniature", "version": "1"},
    "platforms": ["web"],
    "levels": ["events"],
    "capabilities": [],
    "pipelining": "pipelining" in sys.argv,
}
EVENT = {"event_type": "Song Played", "device_id": "d", "session_id": 1}


def right(message: dict[str, Any]) -> dict[str, Any]:
    """Answer as the protocol says, with the same event each time."""
    ok: Any = {}
    if message["do"] == "hello":
        ok = WELCOME
    elif message["do"] == "drain":
        ok = {"apps": {"web app": {"events": [EVENT]}}}
    return {"id": message["id"], "ok": ok}


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def line(value: object) -> None:
    write(json.dumps(value) + "\n")


def crash(message: dict[str, Any]) -> None:
    if message["do"] == "call":
        sys.stderr.write("Segmentation fault in the port\n")
        sys.stderr.flush()
        os._exit(139)
    line(right(message))


def hang(message: dict[str, Any]) -> None:
    while message["do"] == "call":
        time.sleep(60)
    line(right(message))


def garbage(message: dict[str, Any]) -> None:
    write("\x00\xff{{{ not JSON\n" if message["do"] == "call" else json.dumps(right(message)) + "\n")


def noise(message: dict[str, Any]) -> None:
    if message["do"] == "call":
        write("DEBUG tracking an event\n")
    line(right(message))


def noise_afterwards(message: dict[str, Any]) -> None:
    line(right(message))
    if message["do"] == "call":
        write("DEBUG tracked an event\n")


def long_line(message: dict[str, Any]) -> None:
    if message["do"] != "call":
        line(right(message))
        return
    for _ in range(100):
        write("x" * 1_000_000)
    write("\n")


def slow_drip(message: dict[str, Any]) -> None:
    if message["do"] != "call":
        line(right(message))
        return
    for character in json.dumps(right(message)):
        write(character)
        time.sleep(0.2)


def unflushed(message: dict[str, Any]) -> None:
    write(json.dumps(right(message)) + ("" if message["do"] == "call" else "\n"))
    while message["do"] == "call":
        time.sleep(60)


def wrong_id(message: dict[str, Any]) -> None:
    line(right(message) | ({"id": 7_777} if message["do"] == "call" else {}))


def two_answers(message: dict[str, Any]) -> None:
    line(right(message) | ({"error": {"message": "and no"}} if message["do"] == "call" else {}))


def wrong_types(message: dict[str, Any]) -> None:
    line({"id": message["id"], "ok": {"apps": [1, 2]}} if message["do"] == "drain" else right(message))


def reports_an_error(message: dict[str, Any]) -> None:
    if message["do"] == "call":
        line({"id": message["id"], "error": {"message": "no emulator", "trace": "at Port.call (port.kt:12)"}})
    else:
        line(right(message))


def closes_output(message: dict[str, Any]) -> None:
    if message["do"] == "call":
        os.close(1)
        time.sleep(60)
    line(right(message))


def wrong_version(message: dict[str, Any]) -> None:
    answer = right(message)
    if message["do"] == "hello":
        answer["ok"] = WELCOME | {"protocol": 2}
    line(answer)


def unknown_capability(message: dict[str, Any]) -> None:
    answer = right(message)
    if message["do"] == "hello":
        answer["ok"] = WELCOME | {"capabilities": ["tiem"]}
    line(answer)


def skips(message: dict[str, Any]) -> None:
    if message["do"] == "open":
        line({"id": message["id"], "skip": {"reason": "no pages yet", "issue": "https://example.com/7"}})
    else:
        line(right(message))


def throws(message: dict[str, Any]) -> None:
    if message["do"] == "call":
        line({"id": message["id"], "threw": {"message": "TypeError: track needs a name", "type": "TypeError"}})
    else:
        line(right(message))


def refuses_nothing(message: dict[str, Any]) -> None:
    answer = right(message)
    if message["do"] == "hello":
        answer["ok"] = WELCOME | {"capabilities": ["messages", "refusals"]}
    line(answer)


def floods_stderr(message: dict[str, Any]) -> None:
    sys.stderr.write("chatter\n" * 100_000)
    sys.stderr.flush()
    line(right(message))


MODES: dict[str, Callable[[dict[str, Any]], None]] = {
    "always-the-same": lambda message: line(right(message)),
    "crash": crash,
    "hang": hang,
    "garbage": garbage,
    "noise": noise,
    "noise-afterwards": noise_afterwards,
    "long-line": long_line,
    "slow-drip": slow_drip,
    "unflushed": unflushed,
    "wrong-id": wrong_id,
    "two-answers": two_answers,
    "wrong-types": wrong_types,
    "reports-an-error": reports_an_error,
    "closes-output": closes_output,
    "wrong-version": wrong_version,
    "unknown-capability": unknown_capability,
    "skips": skips,
    "throws": throws,
    "floods-stderr": floods_stderr,
    "refuses-nothing": refuses_nothing,
}


def forgets_what_it_has_read() -> None:
    """Take the first of the messages that have come, and forget the others."""
    while data := os.read(0, 65536):
        message = json.loads(data.splitlines()[0])
        if message["do"] == "bye":
            return
        line(right(message))


def last_first() -> None:
    """Reply first to the last of the messages that have come."""
    while data := os.read(0, 65536):
        for message in map(json.loads, reversed(data.splitlines())):
            if message["do"] == "bye":
                return
            line(right(message))


MISREADING: dict[str, Callable[[], None]] = {
    "forgets-what-it-has-read": forgets_what_it_has_read,
    "last-first": last_first,
}


def main(mode: str) -> None:
    """Speak the protocol in one of the ways."""
    if mode == "silent":
        time.sleep(3600)
    if mode in MISREADING:
        MISREADING[mode]()
        return
    for text in sys.stdin:
        message = json.loads(text)
        if message["do"] == "bye":
            return
        MODES[mode](message)


if __name__ == "__main__":
    main(sys.argv[1])
