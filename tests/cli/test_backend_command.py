"""`devicemode backend` as its users meet it: the terminal, the exports, and `devicemode run --upload`."""

from __future__ import annotations

import csv
import io
import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet  # type: ignore[import-untyped]

from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.database import Database
from simulator.backend.reading.rows import Row, detail
from simulator.backend.server import Server, serving
from simulator.cli.backend import line
from tests.support.backend_process import backend
from tests.support.commands import devicemode
from tests.support.posts import KEY, NOW, event, signed

ORDER: Final = "examples/order-completed.feature"


http: Final = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0))  # noqa: S501 — all of it stays on this machine


def sent(url: str, fields: dict[str, str]) -> httpx.Response:
    """Post a form to a backend."""
    return http.post(f"{url}/", data=fields)


# The terminal.


def test_each_arrival_is_a_line_that_says_who_what_session_and_whether() -> None:
    played = event(user_id="jane", session_id=NOW, uuid="1")
    with backend() as running:
        sent(running.url, signed(played))
        sent(running.url, signed(played))
        sent(running.url, signed(event("Left", session_id=-1)))
        sent(running.url, signed(event()) | {"checksum": "0" * 32})
        http.post(f"{running.url}/", content=b"e=[")
        assert running.end() == 0
    parts = [line.split("  ")[1:] for line in running.lines]
    assert parts == [
        ["user jane", "Song Played", f"session {NOW}", "valid"],
        ["user jane", "Song Played", f"session {NOW}", "sent before: it has come before, and counts once"],
        ["device device 1", "Left", "no session", "valid"],
        ["–", "request to /", "–", "refused with 200: the checksum is not the MD5 of v, client, e and upload_time"],
        ["–", "request to /", "–", "refused with 200: an API key is 32 letters and digits"],
    ]


def test_an_interrupted_server_ends_as_one_that_is_told_to() -> None:
    with backend() as running:
        assert running.end(signal.SIGINT) == 0
    assert running.lines == []


@pytest.mark.parametrize("hostile", ["\x1b[2J", "a\nb", "\u202egpj", "\ud800", "\x00", "\u2028"])
def test_whatever_arrives_stays_on_one_line_and_does_nothing_to_the_terminal(hostile: str) -> None:
    said = line(
        Row(
            time=NOW,
            path=hostile,
            outcome="refused",
            status=400,
            user_id=hostile,
            event_type=hostile or "x",
            note=hostile,
            detail=detail(None),
        )
    )
    assert said.isprintable()


# Wrong commands.

WRONG: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "a port that is taken": (("--port", "{port}"), "the port is in use; choose another"),
    "a host that is none": (("--host", "nowhere.invalid"), "the server can't listen on \"nowhere.invalid:"),
    "an origin whose port is none": (
        ("--allow-origin", "http://localhost:65536"),
        "an allowed origin is like https://",
    ),
    "no host": (("--host", ""), "a server needs an address to listen on; 0.0.0.0 is all of this machine's"),
    "an origin that is none": (("--allow-origin", "shop"), "an allowed origin is like https://shop.example"),
    "a host with a port": (("--allow-host", "shop:80"), "an allowed host is a name or an address without a port"),
    "a store that is a text": (("--store", "{text}"), "it is not a database; name another file"),
    "a store in no folder": (("--store", "{text}/x.db"), "can't be opened or made; name a file in a folder"),
    "no GeoIP file": (("--geoip", "{folder}/no.mmdb"), "can't be read: No such file or directory"),
    "a GeoIP file that is a text": (("--geoip", "{text}"), "is not a GeoIP file in MaxMind's format (.mmdb)"),
    "an export of nothing": (("export", "--store", "{folder}/no.db"), "there is no store"),
    "an export of a text": (("export", "--store", "{text}"), "it is not a database"),
    "no such project": (("export", "--store", "{store}", "--project", "x"), 'there is no project "x" in'),
    "over the store": (("export", "--store", "{store}", "--output", "{store}"), "over the store that they come from"),
    "to nowhere": (("export", "--store", "{store}", "--output", "{text}/x"), "can't be written: Not a directory"),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store of a server that nothing was sent to."""
    store = tmp_path_factory.mktemp("empty") / "store.db"
    with backend(store=store):
        pass
    return store


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_the_command_gets_a_sentence(what: str, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, and long enough to be read as one\n" * 40)
    arguments, says = WRONG[what]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        known = {"port": str(taken.getsockname()[1]), "text": str(tmp_path / "text"), "folder": str(tmp_path)}
        made = devicemode("backend", *(one.format(store=empty, **known) for one in arguments))
    assert made.exit_code == 2
    assert says in made.stderr
    assert made.stderr.startswith("Error: ")
    assert made.stderr.count("\n") == 1
    assert made.stdout == ""


def test_a_geoip_file_tells_where_an_address_is(tmp_path: Path) -> None:
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="GeoLite2-City")
    place = {
        "city": {"names": {"en": "Łódź"}},
        "country": {"names": {"en": "Poland"}},
        "subdivisions": [{"names": {"en": "Łódź Voivodeship"}}],
    }
    writer.insert_network(IPSet(["127.0.0.0/8"]), place)
    writer.to_db_file(str(tmp_path / "places.mmdb"))
    with backend("--geoip", str(tmp_path / "places.mmdb")) as running:
        sent(running.url, signed(event()))
        [stored] = http.get(f"{running.url}/api/projects/{KEY}/events").json()["events"]
    assert (stored["place"]["city"], stored["place"]["country"]) == ("Łódź", "Poland")


# Exports.


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of two projects: an API key's, and a run's."""
    path = tmp_path / "store.db"
    formula = event("=1+1", user_id="jane", uuid="1", event_properties={"text": 'a,"b"\nc'}, ip="203.0.113.7")
    sale = event("Sale", user_id="jane", uuid="2", price=2.5, quantity=2, session_id=-1)
    with backend(store=path) as running:
        sent(running.url, signed(formula, sale))
        sent(f"{running.url}/runs/one", signed(event("Elsewhere", uuid="3")))
        # A store can be exported while a server writes to it.
        assert len(exported(path)) == 3
    return path


def exported(path: Path, *options: str) -> list[dict[str, Any]]:
    made = devicemode("backend", "export", "--store", str(path), *options)
    assert (made.exit_code, made.stderr) == (0, "")
    return [json.loads(line) for line in made.stdout.splitlines()]


def test_json_lines_have_each_event_and_what_was_made_of_it(store: Path) -> None:
    events = exported(store)
    assert [(one["project"], one["id"], one["event_type"], one["session_id"], one["revenue"]) for one in events] == [
        (KEY, 1, "=1+1", NOW, 0),
        (KEY, 2, "Sale", -1, 5),
        ("run-one", 1, "Elsewhere", NOW, 0),
    ]
    assert events[0]["event"]["event_properties"] == {"text": 'a,"b"\nc'}
    assert [(one["user"], one["user_id"], one["device_id"]) for one in events] == [
        (1, "jane", "device 1"),
        (1, "jane", "device 1"),
        (1, None, "device 1"),
    ]
    assert events[0]["place"]["city"] == "Paris"
    assert exported(store, "--project", "run-one") == events[2:]


def test_a_table_has_the_same_and_no_formulas(store: Path, tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    made = devicemode("backend", "export", "--store", str(store), "--format", "csv", "--output", str(table))
    assert (made.exit_code, made.output) == (0, "")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")))
    assert [(row["project"], row["event_type"], row["revenue"], row["city"]) for row in rows] == [
        (KEY, "'=1+1", "0.0", "Paris"),
        (KEY, "Sale", "5.0", ""),
        ("run-one", "Elsewhere", "0.0", ""),
    ]
    assert json.loads(rows[0]["event"])["event_properties"] == {"text": 'a,"b"\nc'}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"])  # noqa: RUF001 — the signs are the matter
def test_no_cell_begins_as_a_formula_does(sign: str, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    with Database(store) as database:
        Backend(database.store(KEY)).accept([event(f"{sign}1+1", device_id=f"{sign}x")], sender="web app", ip="")
    made = devicemode("backend", "export", "--store", str(store), "--format", "csv")
    [row] = csv.DictReader(io.StringIO(made.stdout, newline=""))
    assert (row["event_type"], row["device_id"]) == (f"'{sign}1+1", f"'{sign}x")


def test_a_file_can_be_written_again_by_an_export(store: Path, tmp_path: Path) -> None:
    """Also over the remains of an interrupted export."""
    lines = tmp_path / "events.jsonl"
    lines.write_text('{"project": "half a li')
    made = devicemode("backend", "export", "--store", str(store), "--output", str(lines))
    assert (made.exit_code, made.output) == (0, "")
    assert len(lines.read_text("utf-8").splitlines()) == 3


# `devicemode run --upload`.


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def uploaded(text: str) -> list[str]:
    return [one.split()[-1] for one in text.splitlines() if one.startswith("uploaded to ")]


def test_a_run_that_uploads_shows_what_one_in_memory_shows(server: Server) -> None:
    in_memory, over_http = devicemode("run", ORDER), devicemode("run", ORDER, "--upload", server.url)
    assert (in_memory.exit_code, over_http.exit_code) == (0, 0)
    without = "".join(one for one in over_http.stdout.splitlines(True) if not one.startswith("uploaded to "))
    assert without == in_memory.stdout
    platforms = ("web", "ios", "android", "server")
    names = [f"order-completed-order-completed-{platform}" for platform in platforms]
    assert uploaded(over_http.stdout) == [f"{server.url}/runs/{name}/" for name in names]
    listed = http.get(f"{server.url}/api/projects").json()["projects"]
    assert {one["id"]: one["events"] for one in listed} == dict(
        zip((f"run-{name}" for name in names), (4, 2, 2, 3), strict=True)
    )


def test_each_run_is_a_project_of_its_own(server: Server) -> None:
    runs = [devicemode("run", ORDER, "--platform", "ios", "--json", "--upload", server.url) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    in_memory = devicemode("run", ORDER, "--platform", "ios", "--json")
    assert runs[0].stdout == in_memory.stdout
    assert json.loads(in_memory.stdout)["events"][0]["because"]
    assert [uploaded(run.stderr)[0].rpartition("ios")[2] for run in runs] == ["/", "-2/"]


SCENARIO = """\
Feature: Uploads
  Scenario: what is refused at first arrives later, "once" / and in order
    Given an ios app
    And Amplitude answers 500
    When the app tracks "Song Played"
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | path | status |
      | /    | 500    |
    When Amplitude answers as usual
    Then Amplitude receives exactly these events
      | event_type  |
      | {expected} |
"""


@pytest.mark.parametrize(("expected", "exit_code"), [("Song Played", 0), ("Song Stopped", 1)])
def test_steps_are_judged_by_what_the_backend_has(
    expected: str, exit_code: int, server: Server, tmp_path: Path
) -> None:
    feature = tmp_path / "uploads.feature"
    feature.write_text(SCENARIO.format(expected=expected))
    made = devicemode("run", str(feature), "--upload", server.url)
    assert made.exit_code == exit_code, made.output
    assert uploaded(made.stdout) == [
        f"{server.url}/runs/uploads-what-is-refused-at-first-arrives-later-once-and-in-order/"
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            ("--upload", "127.0.0.1:8118"),
            'the address of a backend is like http://127.0.0.1:8118, not "127.0.0.1:8118"',
        ),
        (("--upload", "{url}/runs/one"), "the address of a backend is like http://127.0.0.1:8118, not"),
        (("--upload", "http://[::1"), 'the address of a backend is like http://127.0.0.1:8118, not "http://[::1"'),
        (("--upload", "http://127.0.0.1:65536"), "the address of a backend is like http://127.0.0.1:8118, not"),
        (("--upload", "http://127.0.0.1:1"), "is it a backend of devicemode? `devicemode backend` starts one"),
        (("--upload", "{url}", "--compare", "ios,web"), "leave out --upload or --compare"),
    ],
)
def test_where_nothing_can_be_uploaded_to_is_told_in_a_sentence(
    options: tuple[str, ...], says: str, server: Server
) -> None:
    made = devicemode("run", ORDER, *(one.format(url=server.url) for one in options))
    assert made.exit_code == 2
    assert says in made.stderr
    assert made.stderr.count("\n") == 1
