"""The tables of `docs/adapter-protocol.md`, made from the published schemas and the capabilities.

`python -m tools.protocol_page FILE` rewrites them between the page's markers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import cleandoc
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec

from simulator import schemas
from simulator.model.clock import Clock
from simulator.model.device import Device, default_profile
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.ports.target.devices_and_settings import described
from simulator.values import JSONObject

MARKS: Final = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)

_REQUESTS: Final = "adapter-requests"
_REPLIES: Final = "adapter-replies"


def renewed(page: str) -> str:
    """Return a page with up-to-date tables."""
    return MARKS.sub(lambda found: f"{found[1]}\n{_MADE[found[2]]()}\n", page)


def requests() -> str:
    """Return the messages of the harness, each with its fields."""
    definitions = _definitions(_REQUESTS)
    parts = []
    for name in (one["$ref"].rpartition("/")[2] for one in _schema(_REQUESTS)["anyOf"]):
        definition = definitions[name]
        [tag] = definition["properties"]["do"]["enum"]
        parts.append(f"### `{tag}`\n\n{cleandoc(definition['description'])}\n")
        fields = [row for field in definition["properties"] for row in _sent(field, definition, definitions)]
        if fields:
            parts.append(_table(("field", "type", ""), fields))
    return "\n".join(parts)


def replies() -> str:
    """Return the replies of an adapter, each object with its fields."""
    return "\n".join(
        f"### {_REPLY_TITLES[name]}\n\n{cleandoc(definition['description'])}\n\n"
        + _table(
            ("field", "type", "may be left out", ""),
            [
                (_code(field), _type(given), _left_out(field, given, definition), given.get("description", ""))
                for field, given in definition["properties"].items()
            ],
        )
        for name, definition in _definitions(_REPLIES).items()
    )


def device() -> str:
    """Return the names of a device's attributes, with an example of each."""
    shown = described(Device(default_profile("android"), clock=Clock(), random=Random(0)))  # noqa: S311
    return _table(
        ("field", "for example"), [(_code(name), _code(value) if value != "" else "") for name, value in shown.items()]
    )


def capabilities() -> str:
    """Return the capabilities with their meaning."""
    return _table(("capability", "what it means"), [(_code(one.name), one.means) for one in CAPABILITIES.values()])


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "requests": requests,
    "replies": replies,
    "device": device,
    "capabilities": capabilities,
}
_REPLY_TITLES: Final = {
    "Reply": "A reply",
    "Threw": "`threw`",
    "Skip": "`skip`",
    "Problem": "`error`",
    "Welcome": "The `ok` of `hello`",
    "PortInfo": "`port` in the `ok` of `hello`",
    "Drained": "The `ok` of `drain`",
    "Seen": "An app in the `ok` of `drain`",
    "SeenCrash": "A crash of an app in the `ok` of `drain`",
}


def _schema(name: str) -> JSONObject:
    made: JSONObject = msgspec.json.decode(schemas.text(name))
    return made


def _definitions(name: str) -> JSONObject:
    definitions: JSONObject = _schema(name)["$defs"]
    return definitions


def _sent(name: str, definition: JSONObject, definitions: JSONObject) -> Iterator[tuple[str, str, str]]:
    """Yield a field of a request; those of an object within it follow, as `endpoints.amplitude`."""
    if name in ("do", "id"):
        return
    field = definition["properties"][name]
    yield _code(name), _type(field), field.get("description", "")
    if "$ref" in field:
        within = definitions[field["$ref"].rpartition("/")[2]]["properties"]
        for inner, below in within.items():
            yield _code(f"{name}.{inner}"), _type(below), below.get("description", "")


def _left_out(name: str, field: JSONObject, definition: JSONObject) -> str:
    if name in definition["required"]:
        return "no"
    return f"yes, it is {_code(field['default'])} then" if field.get("default") else "yes"


def _type(field: JSONObject) -> str:
    if "enum" in field:
        return ", ".join(_code(one) for one in field["enum"])
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if "$ref" in field:
        return "object"
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("type", "anything"))


def _code(value: Any) -> str:
    return f"`{value if isinstance(value, str) else msgspec.json.encode(value).decode()}`"


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n".replace("|  |", "| |") for line in lines)


def main(path: str) -> None:
    """Rewrite the tables of a page."""
    page = Path(path)
    page.write_text(renewed(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
