"""Text of ports, made fit to be shown: invisible characters as escapes, long text cut."""

from __future__ import annotations

import shlex
from typing import Final

import msgspec

from simulator.conformance.records import Begin, CaseRecord
from simulator.values import JSONObject

LINES: Final = "\n\t"
"""The characters that are kept besides the visible ones where text has lines."""


def visible(text: str, *, keep: str = "") -> str:
    r"""Write what can't be seen as an escape (`\x1b`, `\u202e`), but for the characters in `keep`.

    Controls would act on a terminal and have no place in XML, marks of direction would turn what stands behind them,
    and a space of another width looks like the usual one.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else _escape(one) for one in text)


def _escape(one: str) -> str:
    if one.isascii():
        return one.encode("unicode_escape").decode()
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cut(text: str, most: int) -> str:
    """Leave out the end of a text that has more characters than `most`, and say how many these are."""
    left_out = len(text) - most
    return text if left_out <= 0 else f"{text[:most]}… ({left_out} more characters)"


def last_lines(text: str, most: int) -> str:
    """Leave out the beginning of a text that has more characters than `most`, and say how many these are."""
    left_out = len(text) - most
    return text if left_out <= 0 else f"({left_out} characters before) …{text[-most:]}"


def shown(text: str, most: int = 1000) -> str:
    """Write any text as one visible line."""
    return cut(visible(text), most)


def message_line(message: JSONObject) -> str:
    """Write one message of a transcript: an arrow for its direction, then its JSON."""
    [(direction, said), *_] = message.items() or [("", None)]
    arrow = {"sent": "→", "received": "←"}.get(direction, direction)
    return f"{arrow} {msgspec.json.encode(said).decode()}"


def repeat(begin: Begin, record: CaseRecord) -> str:
    """Return the command that performs a case again."""
    command = shlex.join(["devicemode", "conform", "--case", record.case, "--dialect", record.dialect])
    return f"{command} {begin.again}".rstrip()
