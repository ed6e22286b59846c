"""Schemas from the classes of the formats, with the comments on their fields.

`python -m tools.schemas` rewrites the packaged files.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Final

import msgspec

from simulator import schemas
from simulator.backend.ingestion import faults
from simulator.conformance.judging import expectations, matching
from simulator.conformance.records import recording
from simulator.conformance.records import stream as records
from simulator.conformance.running import runner
from simulator.ports.protocol import capabilities, messages
from simulator.values import JSONObject
from simulator.vectors import form
from simulator.vectors.export import json_text

_MODULES: Final = (messages, records, runner, recording, matching)
"""The modules of the classes that the schemas are made from."""

_REFERENCE: Final = "#/$defs/{name}"


def run() -> JSONObject:
    """Return the schema of a line of a run's report."""
    return schema_of("A line of the report of a run", records.AnyRecord)


def adapter_requests() -> JSONObject:
    """Return the schema of the requests to an adapter."""
    return schema_of("What the harness says to an adapter", messages.AnyRequest)


def adapter_replies() -> JSONObject:
    """Return the schema of an adapter's replies; the content of `ok` depends on the request."""
    results = {request.__struct_config__.tag: result for request, result in messages.REPLIES.items()}
    made = schema_of("What an adapter answers", messages.Reply, *results.values())
    reply = made["$defs"]["Reply"]
    for one in ("ok", "threw", "skip", "error"):
        reply.setdefault("oneOf", []).append({"required": [one]})
    holds = " and ".join(f"for `{tag}` a {result.__name__}" for tag, result in results.items())
    reply["properties"]["ok"]["description"] = f"The request was carried out. It holds {holds}, else anything."
    return made


def vectors() -> JSONObject:
    """Return the schema of every file of an export."""
    classes = (form, messages, capabilities, faults, expectations)
    made = schema_of("Vectors of the device-mode Amplitude destination", form.Index | form.Feature, modules=classes)
    made["$defs"]["Step"]["oneOf"] = [{"required": [body]} for body in ("send", "fault", "accounts", "expect")]
    return made


GENERATED: Final[Mapping[str, Callable[[], JSONObject]]] = {
    "run": run,
    "adapter-requests": adapter_requests,
    "adapter-replies": adapter_replies,
    "vectors": vectors,
}
"""The schemas that are made here, by their names."""


def text(schema: JSONObject) -> str:
    """Write a schema for people."""
    return json_text(schema)


def schema_of(title: str, root: Any, *others: Any, modules: Sequence[ModuleType] = _MODULES) -> JSONObject:
    """Return the schema of `root`; `others` are described beside it. The classes of both are in `modules`."""
    [made, *_], definitions = msgspec.json.schema_components([root, *others], ref_template=_REFERENCE)
    for definition in definitions.values():
        if "description" in definition:
            # From Python 3.13 on, docstrings don't have the indentation of the source.
            definition["description"] = inspect.cleandoc(definition["description"])
    for kind in _structs(definitions, modules):
        _describe(definitions[kind.__name__], kind)
    found: JSONObject = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **made,
        "$defs": definitions,
    }
    plain: JSONObject = _without_discriminators(found)
    return plain


def _structs(names: Iterable[str], modules: Sequence[ModuleType]) -> Iterator[type[msgspec.Struct]]:
    for name in names:
        [kind] = {vars(module)[name] for module in modules if name in vars(module)}
        yield kind


def _describe(definition: JSONObject, kind: type[msgspec.Struct]) -> None:
    """Put the comments on a class's fields into its schema."""
    encoded = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    for parent in reversed(kind.__mro__):
        if issubclass(parent, msgspec.Struct) and parent is not msgspec.Struct:
            for name, says in _comments(parent):
                definition["properties"][encoded[name]]["description"] = says


def _comments(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a class that have a comment `#: …` above them, with it."""
    for comment, name in re.findall(r"((?:^ +#: .*\n)+) +(\w+):", inspect.getsource(kind), re.MULTILINE):
        yield name, " ".join(line.strip().removeprefix("#: ") for line in comment.splitlines())


def _without_discriminators(value: Any) -> Any:
    """Leave out a keyword of OpenAPI that strict validators refuse; the tags alone tell the objects apart."""
    if isinstance(value, dict):
        return {key: _without_discriminators(item) for key, item in value.items() if key != "discriminator"}
    return [_without_discriminators(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    for each, generate in GENERATED.items():
        schemas.path(each).write_text(text(generate()), "utf-8")
