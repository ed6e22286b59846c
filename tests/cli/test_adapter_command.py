"""`devicemode adapter`: the files written for a port's author, and the findings about an adapter."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from simulator.cli import cli
from simulator.conformance import suite
from simulator.documentation.platforms import TITLES, Platform
from simulator.errors import AdapterError
from simulator.ports import running
from simulator.ports.checking import check as checking
from simulator.ports.checking.check import Finding
from simulator.ports.checking.probes.claims import PROBES
from simulator.ports.connections.http import HTTPConnection
from simulator.ports.connections.replies import read_reply
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES, needs
from simulator.ports.protocol.messages import Request
from simulator.ports.protocol.serving import reply
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.starting_points import STARTING_POINTS, TEMPLATES
from simulator.ports.upload_server import UploadServer, upload_server
from tests import ROOT
from tests.support.md5 import md5
from tests.wrong_ports import liars
from tests.wrong_ports.liars import LIARS

Hello = Callable[[ReferenceAdapter], messages.Welcome]


@pytest.fixture(scope="module")
def place() -> Iterator[UploadServer]:
    with upload_server() as opened:
        yield opened


class InProcess:
    """An adapter without a process; each message goes through JSON as it would."""

    def __init__(self, adapter: ReferenceAdapter, **claims: object) -> None:
        self._adapter = adapter
        self._claims = claims

    def ask(self, request: Request, *, timeout: float) -> messages.Reply:
        try:
            told = msgspec.convert(messages.plain(request), messages.AnyRequest)
        except msgspec.ValidationError as error:
            return read_reply(msgspec.json.encode({"id": request.id, "error": {"message": str(error)}}), request)
        made = reply(self._adapter, told)
        if isinstance(told, messages.Hello):
            made = msgspec.structs.replace(made, ok=msgspec.structs.replace(made.ok, **self._claims))
        return read_reply(msgspec.json.encode(made), request)

    def notify(self, request: Request) -> None:
        """Ignore the good-bye."""

    def close(self) -> None:
        self._adapter.disconnect()

    def stderr_tail(self) -> str:
        return ""


def findings(adapter: ReferenceAdapter, place: UploadServer, **claims: object) -> list[Finding]:
    return list(checking.check(partial(InProcess, adapter, **claims), place, timeout=20))


def wrong(found: list[Finding]) -> dict[str, str]:
    return {one.what: one.wrong for one in found if one.wrong}


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["adapter", *arguments])


def asked_for() -> dict[str, set[Platform]]:
    """Return the platforms on which scenarios ask for each capability."""
    asked: dict[str, set[Platform]] = {name: set() for name in CAPABILITIES}
    for case in suite.load():
        for name in needs(case).capabilities if len(case.platforms) == 1 else ():
            asked[name].update(case.platforms)
    return asked


def test_each_capability_has_a_probe_wherever_a_scenario_asks_for_it() -> None:
    assert {name: {*probe.platforms, *probe.unseen} for name, probe in PROBES.items()} == asked_for()
    # No probe can show a race that nobody has to lose.
    assert [name for name, probe in PROBES.items() if not probe.platforms] == ["late-options"]


def test_no_platform_is_both_probed_and_taken_at_its_word() -> None:
    assert [name for name, probe in PROBES.items() if set(probe.platforms) & set(probe.unseen)] == []


@pytest.mark.parametrize("level", ["wire", "events"])
def test_a_right_adapter_is_right(level: str, place: UploadServer) -> None:
    found = findings(ReferenceAdapter(level=level), place)
    assert wrong(found) == {}
    probed = [one.what for one in found if not one.unseen]
    assert "Web: capability pages" in probed
    assert ("iOS: capability network" in probed) == (level == "wire")


def test_there_is_a_liar_for_each_capability() -> None:
    assert list(LIARS) == list(CAPABILITIES)


@pytest.mark.parametrize(
    ("capability", "liar"),
    [(name, liar) for name, made in LIARS.items() for liar in made],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_a_lie_is_caught_wherever_it_shows(capability: str, liar: type[ReferenceAdapter], place: UploadServer) -> None:
    said = wrong(findings(liar(), place))
    caught = {one for one in PROBES[capability].platforms if f"{TITLES[one]}: capability {capability}" in said}
    assert caught == set(PROBES[capability].platforms) - BEYOND.get(liar, set())
    assert [one for one in said.values() if "\n" in one or "Traceback" in one] == []


BEYOND: dict[type[ReferenceAdapter], set[Platform]] = {
    # A page that is not loaded again looks like one that is.
    liars.NeverEnds: {"web"},
    # One server's requests look as if two had sent them.
    liars.OneApp: {"server"},
}
"""Platforms on which a lie doesn't show."""


@pytest.mark.parametrize(
    ("liar", "level", "what", "says"),
    [
        (liars.LeavesTheScenarioOpen, "events", "nothing of a scenario is left in the next one", "did"),
        (
            liars.OneDeviceForAll,
            "wire",
            "nothing of a scenario is left in the next one",
            "two scenarios have the same device id",
        ),
        (liars.KeepsTheUser, "wire", "nothing of a scenario is left in the next one", "begins with the user derek"),
        (liars.NoCommands, "wire", "level commands", "drain reports no commands for the web app after a track call"),
        (liars.NoEvents, "wire", "level events", "drain reports no events for the web app after a track call"),
        (
            liars.AnotherName,
            "events",
            "one event",
            "and nothing did: drain reports about my web app, not about the web app",
        ),
        (liars.NamelessEvents, "events", "one event", "events[0] needs an event_type, a string"),
        (liars.SessionsInHalves, "events", "one event", "events[0].session_id must be a whole number, not a number"),
        (liars.TooLargeNumbers, "events", "one event", "events[0] has a whole number of more than 64 bits"),
        (liars.NamelessMessages, "events", "one event", "messages[0]: a message has a type, one of track, page"),
        (liars.SkipsEverything, "wire", "one event", "it skips the check: there is no device"),
        (liars.Unfinished, "wire", "capability time", "does not know the message advance"),
        (liars.ForgetsTheDevice, "wire", "capability restart", "the device id does not outlive the process"),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_what_is_wrong_is_said_in_one_line(
    liar: type[ReferenceAdapter], level: str, what: str, says: str, place: UploadServer
) -> None:
    said = wrong(findings(liar(level=level), place))[f"Web: {what}"]
    assert says in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "liar", [liars.NamelessEvents, liars.SessionsInHalves, liars.TooLargeNumbers, liars.NamelessMessages]
)
def test_what_is_no_event_or_message_spoils_its_scenario_and_not_the_run(
    liar: type[ReferenceAdapter], place: UploadServer
) -> None:
    cases = [case for case in suite.load() if case.folder == "track" and case.platforms == ("web",)][:3]
    connect = partial(InProcess, liar(level="events"))
    records = list(running.run(cases, connect=connect, upload_server=place, dialect_of=lambda case: case.home_dialect))
    assert {record.status for record in records} == {"errored"}
    assert all("what drain reports about the web app is wrong: " in record.reason for record in records)


def test_a_call_that_segment_s_servers_refuse_is_the_port_s_and_not_the_adapter_s(place: UploadServer) -> None:
    cases = [case for case in suite.load() if case.folder == "track" and case.platforms == ("web",)][:3]
    connect = partial(InProcess, liars.NamelessCalls(level="events"))
    records = list(running.run(cases, connect=connect, upload_server=place, dialect_of=lambda case: case.home_dialect))
    assert "errored" not in {record.status for record in records}


class SignsNothing(ReferenceAdapter):
    """Uploads events with an invalid checksum."""

    def call(self, request: messages.Call) -> None:
        event = {"event_type": request.args.get("event"), "device_id": "d"}
        form = {"v": "2", "client": "a" * 32, "e": json.dumps([event]), "upload_time": "0", "checksum": "none"}
        httpx.post(self.url, data=form)

    def open(self, request: messages.Open) -> None:
        self.url = request.endpoints.amplitude
        super().open(request)


def test_an_upload_that_was_refused_is_told(place: UploadServer) -> None:
    said = wrong(findings(SignsNothing(), place, platforms=("web",)))["Web: one event"]
    assert said == (
        "Adapter Checked should have arrived by now, and nothing did; uploads were refused: the checksum is not the "
        "MD5 of v, client, e and upload_time"
    )


def speaking(program: str) -> list[str]:
    """Return the command of the reference as an adapter, with a program that changes its messages."""
    return [sys.executable, "-c", _AROUND.replace("PROGRAM", program)]


_AROUND = """
import json, os, subprocess, sys, time
adapter = subprocess.Popen(
    [sys.executable, "-m", "simulator.ports.reference"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
def answer(line):
    adapter.stdin.write(line); adapter.stdin.flush()
    return json.loads(adapter.stdout.readline())
for line in sys.stdin.buffer:
    message = json.loads(line)
    PROGRAM
    if message["do"] == "bye": break
    reply = answer(line)
    if message["do"] == "hello": reply["ok"]["platforms"], reply["ok"]["capabilities"] = ["web"], ["time"]
    print(json.dumps(reply), flush=True)
adapter.kill(); adapter.wait(); adapter.stdin.close(); adapter.stdout.close()
"""


@pytest.mark.parametrize(
    ("program", "line", "says"),
    [
        (
            "if message['do'] == 'bye': time.sleep(60)",
            "✗ it ends with 0 on bye",
            "it is still running after 2 s",
        ),
        ("if message['do'] == 'bye': adapter.kill(); os._exit(3)", "✗ it ends with 0 on bye", "it ends with 3"),
        (
            "if message['do'] == 'no-such-message': print(json.dumps({'id': message['id'], 'ok': {}}), flush=True); continue",
            "✗ it says that it does not know a message",
            "it answers ok to the message no-such-message; it should answer error",
        ),
        (
            "if message['do'] == 'no-such-message': adapter.kill(); os._exit(1)",
            "✗ it says that it does not know a message",
            "the adapter exited with 1",
        ),
        (
            "if message['do'] == 'advance': print('DEBUG time passes', flush=True)",
            "✗ Web: capability time",
            "“DEBUG time passes” is not a reply",
        ),
        (
            "if message['do'] == 'advance': print('Out of memory', file=sys.stderr); adapter.kill(); os._exit(9)",
            "✗ Web: capability time",
            "the adapter exited with 9",
        ),
    ],
)
def test_a_process_that_breaks_the_protocol_is_told_how(program: str, line: str, says: str) -> None:
    result = invoke("check", "--timeout", "20", "--", *speaking(program))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert says in lines[lines.index(line) + 1]
    assert lines[-1] == "1 thing to fix"
    assert ("      | Out of memory" in lines) == ("Out of memory" in program)


def test_a_process_that_is_right() -> None:
    result = invoke("check", "--timeout", "20", "--", *speaking("pass"))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "the adapter is right")


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("wrong-version", "the adapter speaks protocol 2, this harness protocol 1; one of the two has to be updated"),
        ("unknown-capability", 'there is no capability "tiem". Did you mean "time"?'),
    ],
)
def test_nothing_is_asked_of_an_adapter_whose_greeting_makes_no_sense(mode: str, says: str) -> None:
    result = invoke("check", "--", sys.executable, "-m", "tests.wrong_ports.miniatures", mode)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["✗ it answers hello", f"    {says}", "", "1 thing to fix"]


def test_the_messages_of_each_check_are_shown_if_asked_for() -> None:
    result = invoke("check", "--transcript", "--timeout", "20", "--", *speaking("pass"))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    first = lines.index("✓ Web: one event")
    shown = [
        line.strip() for line in lines[first + 1 : lines.index("✓ Web: nothing of a scenario is left in the next one")]
    ]
    assert [line[0] for line in shown] == ["→", "←"] * (len(shown) // 2)
    assert [re.search(r'"do":"([\w-]+)"', line)[1] for line in shown[::2]] == ["open", "call", "drain", "close"]  # type: ignore[index]


class OneUUIDForAll(ReferenceAdapter):
    """Restarts its random numbers with each event."""

    def drain(self, request: messages.Drain) -> messages.Drained:
        drained = super().drain(request)
        same = {"uuid": "6f1c1ad4-0000-4000-8000-000000000000"}
        return msgspec.structs.replace(
            drained,
            apps={
                name: msgspec.structs.replace(seen, events=[event | same for event in seen.events or ()])
                for name, seen in drained.apps.items()
            },
        )


def test_two_events_with_one_uuid_are_the_cause_of_what_is_missing(place: UploadServer) -> None:
    said = wrong(findings(OneUUIDForAll(level="events"), place, platforms=("web",)))
    assert said["Web: capability restart"] == (
        "Before, After should have arrived by now, and Before did; "
        "two events had one uuid, and the second is taken for a copy of the first"
    )


class UploadsOneUUID(ReferenceAdapter):
    """Uploads every tracked event with the same uuid."""

    def open(self, request: messages.Open) -> None:
        self.url = request.endpoints.amplitude
        super().open(request)

    def call(self, request: messages.Call) -> None:
        event = {"event_type": request.args.get("event"), "device_id": "d", "session_id": 1, "uuid": "one"}
        form = {"v": "2", "client": "a" * 32, "e": json.dumps([event]), "upload_time": "0"}
        form["checksum"] = md5("".join(form.values()).encode())
        httpx.post(self.url, data=form)


def test_two_uploads_with_one_uuid_are_the_cause_too(place: UploadServer) -> None:
    said = wrong(findings(UploadsOneUUID(), place, platforms=("web",)))["Web: capability time"]
    assert said.endswith("two events had one uuid, and the second is taken for a copy of the first")


def test_an_adapter_that_breaks_down_again_and_again_is_let_alone() -> None:
    def broken() -> Iterator[Finding]:
        with upload_server() as opened:
            yield from checking.check(Breaking, opened, timeout=1)

    class Breaking(InProcess):
        def __init__(self) -> None:
            super().__init__(ReferenceAdapter(level="events"))

        def ask(self, request: Request, *, timeout: float) -> messages.Reply:
            if isinstance(request, messages.Advance | messages.Page | messages.CallSDK | messages.LoadSDK):
                raise AdapterError("it broke down")
            return super().ask(request, timeout=timeout)

    found = list(broken())
    assert len([one for one in found if one.wrong]) == checking.MOST_FAILURES
    assert found[-1] == Finding("everything else", unseen="the adapter broke down 3 times")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say how the adapter is reached: -- and its command, or --url and its address"),
        (("--url", "http://127.0.0.1:9/", "--", "node"), "say how the adapter is reached"),
        (("--", "no-such-program"), "the adapter no-such-program can't be started: No such file or directory"),
        (("--url", "http://127.0.0.1:9/"), "there is no adapter at http://127.0.0.1:9/"),
    ],
)
def test_an_adapter_that_can_not_be_reached_is_a_wrong_command(arguments: tuple[str, ...], says: str) -> None:
    result = invoke("check", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


def asking_for(name: str) -> tuple[str, str]:
    return ("--template" if name in TEMPLATES else "--language"), name


@pytest.mark.parametrize("name", list(STARTING_POINTS))
def test_a_starting_point_is_written(name: str, tmp_path: Path) -> None:
    point = STARTING_POINTS[name]
    result = invoke("new", *asking_for(name), str(tmp_path / "port"))
    assert result.exit_code == 0
    entries = {Path(path).parts[0] for path in (*point.stays, *point.yours)}
    assert {path.name for path in (tmp_path / "port").iterdir()} == entries
    commands = [line.partition(": ")[2] for line in result.stdout.splitlines()[2:]]
    assert commands == [*filter(None, [point.build]), f"devicemode adapter check -- {point.run}"]
    for path in (tmp_path / "port").rglob("*"):
        assert path.is_dir() or path.read_text("utf-8").strip()
        assert path.name != "node_modules"


def test_the_page_is_given_the_packages_that_are_tested_here() -> None:
    page = STARTING_POINTS["page"]
    template = json.loads((ROOT / "simulator/ports/templates/page/package.json").read_text("utf-8"))
    pinned = json.loads((ROOT / "adapters/page/package.json").read_text("utf-8"))["dependencies"]
    assert template["dependencies"] == {name: pinned[name] for name in template["dependencies"]}
    # Chromium is optional.
    assert set(pinned) - set(template["dependencies"]) == {"playwright-core"}
    assert "package.json" in page.stays


@pytest.mark.parametrize("there", [*STARTING_POINTS["node"].stays, *STARTING_POINTS["node"].yours])
def test_nothing_is_overwritten(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    result = invoke("new", "--language", "node", str(tmp_path))
    assert result.exit_code == 2
    assert f"{tmp_path / there} exists already; choose another folder or move it away" in result.stderr
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(there, "mine")]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--language", "swift"), "'swift' is not one of 'node', 'python'"),
        ((), "say what the port is written in, --language, or --template page for a web SDK in a page"),
        (("--language", "node", "--template", "page"), "say what the port is written in, --language, or --template"),
        (("--language", "node", __file__), "is a file"),
        (("--language", "node", f"{__file__}/within"), "can't be written to: Not a directory"),
    ],
)
def test_a_starting_point_that_can_not_be_written(arguments: tuple[str, ...], says: str) -> None:
    result = invoke("new", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


FILLED = """
class Threw(Exception):
    pass


class Skip(Exception):
    pass


class Port:
    def hello(self, message):
        return {
            "protocol": 1, "port": {"name": "ünïcode port", "version": "0.1.0", "language": "python"},
            "platforms": ["web"], "levels": ["events"], "capabilities": ["device-id", "refusals"],
        }

    def open(self, message):
        print("standard output is free")
        self.app, self.id, self.user, self.events = message["app"], message["seed"], None, []
        if not message["settings"]["apiKey"]:
            raise Threw("an API key, please")

    def call(self, message):
        self.user = message["args"].get("userId", self.user)
        if message["method"] == "track":
            event = {"event_type": message["args"]["event"], "device_id": self.id, "user_id": self.user}
            self.events.append(event | {"session_id": 1, "event_properties": message["args"].get("properties", {})})

    def drain(self, message):
        return {"apps": {self.app: {"events": self.events, "deviceId": self.id}}}

    def close(self, message):
        del self.events
"""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The starting point in Python, filled in."""
    assert invoke("new", "--language", "python", str(tmp_path)).exit_code == 0
    (tmp_path / "port.py").write_text(FILLED, "utf-8")
    return tmp_path


def test_what_an_author_fills_in_is_short_and_right(filled: Path) -> None:
    assert len(FILLED.splitlines()) < 60
    result = invoke("check", "--timeout", "20", "--", sys.executable, str(filled / "adapter.py"))
    assert result.stdout.splitlines()[0] == "✓ it answers hello: ünïcode port 0.1.0, Web"
    assert result.exit_code == 0, result.stdout


def test_the_starting_point_also_speaks_over_http(filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, str(filled / "adapter.py"), "--http", str(number)], stderr=subprocess.DEVNULL
    )
    try:
        result = _until_it_listens(f"http://127.0.0.1:{number}/")
    finally:
        server.kill()
        server.wait()
    assert result.exit_code == 0, result.stdout
    assert "✓ it takes bye" in result.stdout


def _until_it_listens(url: str) -> Result:
    for _ in range(100):
        result = invoke("check", "--timeout", "20", "--url", url)
        if "there is no adapter at" not in result.stderr:
            break
        time.sleep(0.1)
    return result


def test_a_scenario_that_is_given_up_is_closed_over_http(filled: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(message["do"])
            body = b"no JSON" if message["do"] == "call" else json.dumps({"id": message["id"], "ok": {}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Log nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    connection = HTTPConnection(f"http://127.0.0.1:{server.server_port}/")
    opened = messages.Open(
        id=1,
        case="c",
        app="web app",
        platform="web",
        settings={},
        device={},
        time=0,
        seed="c",
        endpoints=messages.Endpoints(amplitude="http://127.0.0.1:9"),
    )
    connection.ask(opened, timeout=5)
    with pytest.raises(AdapterError, match="is not a reply"):
        connection.ask(messages.Call(id=2, app="web app", method="track"), timeout=5)
    connection.close()
    server.shutdown()
    server.server_close()
    assert asked == ["open", "call", "close"]


def test_the_capabilities_are_listed_with_what_they_mean() -> None:
    result = invoke("capabilities")
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    for one in CAPABILITIES.values():
        assert f"{one.name} {one.means}" in words
