"""The published JSON Schemas: they are those of the classes, and a real run's messages fit them."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator

from simulator import schemas
from simulator.conformance import suite
from simulator.conformance.language import actions
from simulator.conformance.language.cases import Case
from simulator.conformance.records.stream import CaseRecord
from simulator.ports import running
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol import messages
from simulator.ports.upload_server import upload_server
from tests.support.commands import devicemode, reference
from tools import schemas as making

Messages = list[dict[str, Any]]


def schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(schemas.text(name))
    return made


def part(name: str, definition: str) -> Draft202012Validator:
    """Return a validator of one of the objects that a schema describes."""
    whole = schema(name)
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]})


REQUEST = Draft202012Validator(schema("adapter-requests"))
REPLY = Draft202012Validator(schema("adapter-replies"))


@pytest.mark.parametrize("name", making.GENERATED)
def test_a_packaged_schema_is_that_of_the_classes(name: str) -> None:
    packaged, made = schema(name), json.loads(making.text(making.GENERATED[name]()))
    assert in_one_order(packaged) == in_one_order(made), f"write them anew: {sys.executable} -m tools.schemas"


def in_one_order(value: Any) -> Any:
    """Return a schema with its alternatives in one order: msgspec's versions put null first or last."""
    if isinstance(value, dict):
        ordered = {key: in_one_order(item) for key, item in value.items()}
        if "anyOf" in ordered:
            ordered["anyOf"] = sorted(ordered["anyOf"], key=json.dumps)
        return ordered
    return [in_one_order(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", schemas.ABOUT)
def test_every_schema_is_a_schema_of_draft_2020_12(name: str) -> None:
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", making.GENERATED)
def test_every_object_of_a_schema_says_what_it_is(name: str) -> None:
    for title, definition in schema(name)["$defs"].items():
        assert definition.get("description"), f"{name}: {title}"


def test_every_schema_is_printed_and_listed() -> None:
    listed = devicemode("schema")
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.output.splitlines()] == list(schemas.ABOUT)
    for name in schemas.ABOUT:
        assert devicemode("schema", name).output == schemas.text(name)


def test_a_schema_that_does_not_exist_is_a_wrong_argument() -> None:
    answer = devicemode("schema", "runs")
    assert answer.exit_code == 2
    assert "'runs' is not one of 'run', 'adapter-requests', 'adapter-replies', 'vectors'" in answer.output


# A run's messages


def kind_of(step: object) -> tuple[str, str]:
    """Return the kind of an action or expectation, with the method or event in it."""
    if isinstance(step, actions.Lifecycle):
        return "lifecycle", step.event
    return type(step).__name__, step.method if isinstance(step, actions.MakeCall | actions.CallSDK) else ""


def chosen() -> tuple[Case, ...]:
    """Return some dozen cases in which each kind of step occurs twice, if it occurs at all."""
    taken: list[Case] = []
    seen: Counter[tuple[str, str]] = Counter()
    for case in suite.load():
        kinds = {kind_of(one.step) for one in case.steps}
        if "documented" in case.dialects and case.platforms and any(seen[kind] < 2 for kind in kinds):
            taken.append(case)
            seen.update(kinds)
    return tuple(taken)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Messages, Messages, list[CaseRecord]]:
    """Run cases through the reference's adapter; return every line in either direction, and the records."""
    folder = tmp_path_factory.mktemp("said")
    requests, replies = folder / "requests", folder / "replies"
    adapter = shlex.join(reference())
    # tee writes to its own output first: a line is in the file before it is passed on, whichever process is killed then.
    tap = "tee /dev/fd/3 3>&1 >{}".format
    tapped = f"{tap(shlex.quote(str(requests)))} | {adapter} | {tap(shlex.quote(str(replies)))}"
    with upload_server() as place:
        records = list(
            running.run(
                chosen(),
                connect=lambda: StdioConnection(["sh", "-c", tapped]),
                upload_server=place,
                dialect_of=lambda case: "documented",
                timeout=30,
            )
        )
    return lines(requests), lines(replies), records


def lines(path: Path) -> Messages:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_the_reference_behind_its_adapter_passes_what_it_is_asked(
    said: tuple[Messages, Messages, list[CaseRecord]],
) -> None:
    _, _, records = said
    assert len(records) >= 24
    assert {record.status for record in records} <= {"passed", "not applicable"}
    assert sum(record.status == "passed" for record in records) >= 24


def test_every_message_of_a_run_fits_the_schemas(said: tuple[Messages, Messages, list[CaseRecord]]) -> None:
    requests, replies, _ = said
    for request in requests:
        REQUEST.validate(request)
    for reply in replies:
        REPLY.validate(reply)
    # Each request has its reply, except the last.
    assert [request["id"] for request in requests if request["do"] != "bye"] == [reply["id"] for reply in replies]
    results = {"hello": part("adapter-replies", "Welcome"), "drain": part("adapter-replies", "Drained")}
    checked = set()
    for request, reply in zip(requests, replies, strict=False):
        if request["do"] in results and "ok" in reply:
            results[request["do"]].validate(reply["ok"])
            checked.add(request["do"])
    assert checked == set(results)


def test_a_run_says_every_message_that_there_is(said: tuple[Messages, Messages, list[CaseRecord]]) -> None:
    requests, replies, _ = said
    known = {kind.__struct_config__.tag for kind in get_args(messages.AnyRequest)}
    # Whether the last message still arrives before the process ends is a race.
    assert {request["do"] for request in requests} | {"bye"} == known
    REQUEST.validate(messages.plain(messages.Bye(id=0)))
    assert {name for reply in replies for name in reply} == {"id", "ok", "threw"}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"id": 1},
        {"do": "hello"},
        {"do": "helo", "id": 1},
        {"do": "call", "id": "1", "app": "web app", "method": "track"},
        {"do": "call", "id": 1, "method": "track"},
        {"do": "lifecycle", "id": 1, "app": "ios app", "event": "sleep"},
        {"do": "advance", "id": 1, "ms": 1.5},
    ],
    ids=json.dumps,
)
def test_the_schema_refuses_what_is_no_request(message: object) -> None:
    assert not REQUEST.is_valid(message)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"id": 1},
        {"ok": {}},
        {"id": 1, "ok": {}, "error": {"message": "no"}},
        {"id": 1, "threw": {}},
        {"id": 1, "skip": {"issue": "x"}},
        {"id": 1, "error": "no"},
    ],
    ids=json.dumps,
)
def test_the_schema_refuses_what_is_no_reply(message: object) -> None:
    assert not REPLY.is_valid(message)


@pytest.mark.parametrize(
    "reply",
    [
        messages.Reply(id=1, ok={}),
        messages.Reply(id=1, threw=messages.Threw(message="no")),
        messages.Reply(id=1, skip=messages.Skip(reason="no pages", issue="https://example.com/7")),
        messages.Reply(id=1, error=messages.Problem(message="no emulator", trace="at port.kt:12")),
    ],
    ids=["ok", "threw", "skip", "error"],
)
def test_every_kind_of_reply_fits_the_schema(reply: messages.Reply) -> None:
    REPLY.validate(msgspec.to_builtins(reply))
