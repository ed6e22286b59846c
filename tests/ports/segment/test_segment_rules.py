"""The rules of Segment's API: complete, each with its source, each proven on every endpoint that it names."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from simulator.backend.app import Beside, application
from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.in_memory import MemoryStores
from simulator.backend.reading.live import Feed
from simulator.backend.reading.view import View
from simulator.documentation.api_rules import APIRule, segment_documentation, segment_rules
from simulator.documentation.settings import Settings
from simulator.model.clock import Clock
from simulator.model.dialects import dialect
from simulator.ports.segment.api import SegmentAPI
from simulator.ports.segment.cdn import STANDALONE, cdn_routes
from simulator.ports.segment.endpoints import tracking_routes
from simulator.ports.segment.journal import Kept
from simulator.ports.segment.proofs import PATHS, proofs
from simulator.ports.segment.sources import Sources, made_source
from simulator.ports.segment.stand_in import SegmentStandIn
from tests import ROOT
from tests.support.posts import NOW, ask
from tools.segment_rules import MARKS, renewed

RULES: Final = segment_rules().values()

scenarios("features")


class Stand:
    """Both stand-ins without a socket, at a time of the test's own."""

    def __init__(self, scripts: Path) -> None:
        self.time = NOW
        self.sources = Sources([_source("shop")])
        stores = MemoryStores()
        projects = Projects(stores)
        feed = Feed(started=NOW)
        self.stand_in = SegmentStandIn(
            self.sources,
            stores=stores,
            projects=projects,
            dialect=dialect("documented"),
            clock=Clock(NOW),
            now=lambda: self.time,
            feed=feed,
        )
        routes = (*tracking_routes(self.stand_in), *cdn_routes(self.sources, analytics_js=scripts))
        beside = Beside(routes=routes, endpoints=SegmentAPI(self.stand_in).endpoints())
        self.app = application(projects, now=lambda: self.time, feed=feed, beside=beside)
        self.answer = httpx.Response(0)

    def post(self, path: str, body: bytes, **headers: str) -> None:
        self.answer = ask(self.app, "POST", path, content=body, headers=headers)

    @property
    def kept(self) -> tuple[Kept, ...]:
        return tuple(self.stand_in.workspace("").journal.messages())

    @property
    def view(self) -> View:
        answer = ask(self.app, "GET", f"/api/projects/{Settings().api_key}/view")
        return msgspec.json.decode(answer.content, type=View)


def _source(name: str, platform: str = "server", mode: str = "cloud", key: str = "") -> Any:
    source = made_source(platform, mode, name=name)
    return msgspec.structs.replace(source, write_key=key or f"{name}-key")


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    (tmp_path / STANDALONE).write_text('window.key = "__WRITE_KEY__";')
    return Stand(tmp_path)


@given(parsers.parse('another source with the write key "{key}"'))
def another(stand: Stand, key: str) -> None:
    stand.sources.put(_source("another", key=key))


@given(parsers.re(r'a (?P<platform>\w+) source in (?P<mode>\w+) mode with the write key "(?P<key>[^"]*)"'))
def source_in_mode(stand: Stand, platform: str, mode: str, key: str) -> None:
    stand.sources.put(_source("page", platform, mode, key))


@given("Segment answers 429 once")
def misbehaves(stand: Stand) -> None:
    fault = json.dumps({"status": 429, "times": 1}).encode()
    ask(stand.app, "POST", "/api/segment/faults", content=fault, headers={"Content-Type": "application/json"})


@when(parsers.parse('Segment is sent this at "{path}"'))
def sent(stand: Stand, path: str, docstring: str) -> None:
    stand.post(path, docstring.encode(), **{"Content-Type": "application/json"})


@when(parsers.parse('Segment is sent this at "{path}" as text/plain, with the user "{user}"'))
def sent_by(stand: Stand, path: str, user: str, docstring: str) -> None:
    credentials = httpx.BasicAuth(user, "")._auth_header  # noqa: SLF001 - httpx has no other way to write it
    stand.post(path, docstring.encode(), **{"Content-Type": "text/plain", "Authorization": credentials})


@when(parsers.parse('Segment is sent this at "{path}" with gzip'))
def sent_compressed(stand: Stand, path: str, docstring: str) -> None:
    stand.post(path, gzip.compress(docstring.encode()), **{"Content-Encoding": "gzip"})


@when(
    parsers.re(
        r"Segment is sent a (?P<what>message|batch of (?P<count>\d+) messages?) of (?P<size>\d+) bytes"
        r'(?P<packed> with gzip)? at "(?P<path>[^"]*)"'
    )
)
def sent_large(stand: Stand, what: str, count: str | None, size: str, packed: str | None, path: str) -> None:
    if count is None:
        body = _message(int(size), writeKey="shop-key")
    else:
        body = b'{"writeKey":"shop-key","batch":[' + b",".join([_message(int(size))] * int(count)) + b"]}"
    headers = {"Content-Encoding": "gzip"} if packed else {}
    stand.post(path, gzip.compress(body) if packed else body, **headers)


def _message(size: int, **fields: str) -> bytes:
    """Return a message of a number of bytes."""
    made = {"type": "track", "userId": "jane", "event": "E", **fields, "properties": {"p": ""}}
    made["properties"] = {"p": "x" * (size - len(msgspec.json.encode(made)))}
    return msgspec.json.encode(made)


@when(parsers.parse('a library asks for "{path}"'))
def asked(stand: Stand, path: str) -> None:
    stand.answer = ask(stand.app, "GET", path)


@when("24 hours and a moment pass")
def later(stand: Stand) -> None:
    stand.time += 24 * 60 * 60 * 1000 + 1


@then(parsers.re(r"Segment answers (?P<status>\d+) with (?P<body>\{.*\})"))
def answered(stand: Stand, status: str, body: str) -> None:
    assert (stand.answer.status_code, stand.answer.json()) == (int(status), json.loads(body))


@then(parsers.re(r"Segment answers (?P<status>\d+)"))
@then(parsers.re(r"the answer is (?P<status>\d+)"))
def answered_status(stand: Stand, status: str) -> None:
    assert stand.answer.status_code == int(status)


@then(parsers.parse('Segment answers {status:d} with the code "{code}" and a message'))
def refused(stand: Stand, status: int, code: str) -> None:
    said = stand.answer.json()
    assert (stand.answer.status_code, said["code"], said["success"]) == (status, code, False)
    assert said["message"]


@then(parsers.re(r"Segment has these messages"))
def has_messages(stand: Stand, datatable: list[list[str]]) -> None:
    check_rows([one.message for one in stand.kept], datatable)


@then("Segment has no messages")
def has_no_messages(stand: Stand) -> None:
    assert stand.kept == ()


@then(parsers.re(r"Segment has (?P<count>\d+) messages"))
def has_so_many(stand: Stand, count: str) -> None:
    assert len(stand.kept) == int(count)


@then(parsers.re(r'Segment has refused "(?P<reason>.*)"'))
def has_refused(stand: Stand, reason: str) -> None:
    assert reason in [one.reason for one in stand.stand_in.workspace("").journal.rejections()]


@then("each message has an id of its own")
def has_ids(stand: Stand) -> None:
    ids = [one.message["messageId"] for one in stand.kept]
    assert len(set(ids)) == len(ids)
    assert all(ids)


@then(parsers.parse("the answer's Retry-After is {seconds}"))
def says_when(stand: Stand, seconds: str) -> None:
    assert stand.answer.headers["retry-after"] == seconds


@then("Amplitude has these events")
def has_events(stand: Stand, datatable: list[list[str]]) -> None:
    check_rows(list(stand.view.events), datatable)


@then("Amplitude has no events")
def has_no_events(stand: Stand) -> None:
    assert stand.view.events == ()


@then(parsers.parse("it goes nowhere, because {reason}"))
def goes_nowhere(stand: Stand, reason: str) -> None:
    assert [one.forwarding.nowhere for one in stand.kept] == [reason]


@then("the settings have")
def has_settings(stand: Stand, datatable: list[list[str]]) -> None:
    settings = stand.answer.json()
    integrations = {name.replace(".", "_"): value for name, value in settings["integrations"].items()}
    for path, value in datatable[1:]:
        found = read({**settings, "integrations": integrations}, path.replace("Segment.io", "Segment_io"))
        assert written(found) == value, path


@then(parsers.re(r"it says: (?P<text>.*)"))
def says(stand: Stand, text: str) -> None:
    assert stand.answer.text == text


def check_rows(found: list[dict[str, Any]], table: list[list[str]]) -> None:
    """Check that there is an object for each row, in order, with the fields in its columns; an empty cell for none."""
    columns, *rows = table
    assert [[written(read(one, column)) for column in columns] for one in found] == rows


def read(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def written(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def proven() -> set[tuple[str, str]]:
    """Return each rule with each endpoint that the scenarios tagged with it send to."""
    return {(rule, path) for one in proofs() for rule in one.rules for path in one.paths}


def unproven(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(rule.id, endpoint) for rule in RULES for endpoint in rule.endpoints} - found


def test_every_rule_has_a_scenario_on_each_of_its_endpoints() -> None:
    assert unproven(proven()) == set()


def test_a_rule_without_a_scenario_is_missed() -> None:
    without = {(rule, path) for rule, path in proven() if rule != "segment.limit.count"}
    assert unproven(without) == {("segment.limit.count", "/v1/batch")}


def test_every_tag_is_a_rule_and_every_endpoint_is_in_a_rule() -> None:
    assert {rule for rule, _ in proven()} == set(segment_rules())
    assert {path for rule in RULES for path in rule.endpoints} == set(PATHS)


def test_the_page_has_the_table_of_today() -> None:
    """When this fails: `python -m tools.segment_rules docs/segment.md`."""
    page = (ROOT / "docs" / "segment.md").read_text("utf-8")
    assert MARKS.search(page)
    assert renewed(page) == page


def test_the_documentation_is_that_of_one_commit() -> None:
    release = segment_documentation()
    assert re.fullmatch(r"[0-9a-f]{40}", release.commit)
    assert all(date.fromisoformat(page.changed) <= date.fromisoformat(release.date) for page in release.pages.values())
    assert set(release.pages) == {passage.page for rule in RULES for passage in rule.lines}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: APIRule) -> None:
    assert rule.id.startswith("segment.")
    assert rule.says.endswith(".")
    assert rule.lines or (rule.files and rule.note), "what the documentation does not say, a library shows"
    assert all(1 <= passage.first <= passage.last for passage in rule.lines)
