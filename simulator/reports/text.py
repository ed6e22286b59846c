"""Text of ports, made safe to show: invisible characters as escapes, long text cut."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import msgspec

from simulator.conformance.judging.matching import FORMS
from simulator.conformance.records.stream import Begin, CaseRecord, StepText
from simulator.errors import printable
from simulator.values import JSONObject


def cut(text: str, most: int) -> str:
    """Cut a text after `most` characters, and state how many more there are."""
    left_out = len(text) - most
    return text if left_out <= 0 else f"{text[:most]}… ({left_out} more characters)"


def last_lines(text: str, most: int) -> str:
    """Keep the last `most` characters of a text, and state how many come before."""
    left_out = len(text) - most
    return text if left_out <= 0 else f"({left_out} characters before) …{text[-most:]}"


def shown(text: str, most: int = 1000) -> str:
    """Write any text as one visible line."""
    return cut(printable(text), most)


def pieces(says: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a reason, and whether each is quoted, that is, between backticks."""
    for at, part in enumerate(says.split("`")):
        if part:
            yield part, at % 2 == 1


def message_line(message: JSONObject) -> str:
    """Write one message of a transcript: an arrow for its direction, then its JSON."""
    [(direction, said), *_] = message.items() or [("", None)]
    arrow = {"sent": "→", "received": "←"}.get(direction, direction)
    return f"{arrow} {msgspec.json.encode(said).decode()}"


def step_lines(step: StepText, most: int | None = None) -> Iterator[str]:
    """Yield the lines of a step as in a feature, its table in columns; at most `most` lines below it."""
    yield f"{step.keyword.strip()} {step.text}"
    below: list[str] = []
    if step.table:
        widths = [max(len(row[at]) for row in step.table if at < len(row)) for at in range(len(step.table[0]))]
        below += [
            f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))} |"
            for row in step.table
        ]
    if step.docstring is not None:
        below += step.docstring.splitlines()
    yield from (f"  {line}" for line in below[:most])
    if most is not None and len(below) > most:
        yield f"  … ({len(below) - most} more lines)"


def arrived(record: CaseRecord) -> tuple[JSONObject, ...]:
    """Return the events that Amplitude had at the last observation; none if there was none, or it was not recorded."""
    views = [one.found for one in record.observations if one.at == "view" and isinstance(one.found, dict)]
    events = views[-1].get("events", ()) if views else ()
    return tuple(one for one in events if isinstance(one, dict))


def remark(record: CaseRecord) -> str:
    """Return a remark on a failure besides its rules: that the form of an id is not a rule of the page."""
    made = FORMS["generated id"].help
    if any(made in one.expected for failure in record.failures for one in failure.differences):
        return (
            "the form of a generated id is a rule of Amplitude's SDKs of 2018, not of the documentation: a port may "
            "declare another (--deviations)"
        )
    return ""


def exploring(path: str) -> str:
    """Return the command that shows the failing cases of a stream in the explorer."""
    return shlex.join(["devicemode", "explore", "--record", path])


def repeat(begin: Begin, record: CaseRecord) -> str:
    """Return the command that performs a case again."""
    command = shlex.join(["devicemode", "conform", "--case", record.case, "--dialect", record.dialect])
    return f"{command} {begin.again}".rstrip()
