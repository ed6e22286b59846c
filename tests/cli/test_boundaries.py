"""A run does not lie, hang or lose data: output closed, disk full, a dribbling adapter, its own code broken."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any, Final

import pytest

from simulator.backend.reading.view import View
from simulator.cli.conforming import port
from simulator.conformance.language.cases import Case
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import CaseRecord
from simulator.errors import AdapterError
from simulator.ports.connections.http import HTTPConnection
from simulator.ports.protocol.messages import Drain, Hello
from simulator.ports.protocol.serving import serve
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget
from tests import ROOT
from tests.support.commands import module, reference
from tests.support.entry_point import invoke, wrong_with
from tests.support.processes import ended_within, interruptible
from tests.support.songs import SONGS

REFERENCE: Final = shlex.join(reference("--level", "events"))


@pytest.fixture
def features(tmp_path: Path) -> Path:
    folder = tmp_path / "features"
    folder.mkdir()
    (folder / "songs.feature").write_text(SONGS, "utf-8")
    return folder


def shell(script: str, encoding: str = "utf-8", **variables: object) -> subprocess.CompletedProcess[str]:
    """Run a line of bash with `devicemode` in it."""
    devicemode = shlex.join(module("simulator"))
    return subprocess.run(
        ["bash", "-c", script.replace("devicemode", devicemode, 1)],
        check=False,
        capture_output=True,
        encoding=encoding,
        cwd=ROOT,
        timeout=120,
        env=os.environ | {name: str(value) for name, value in variables.items()},
    )


# Standard output.


@pytest.mark.parametrize(("keyword", "code"), [("", 0), ("event", 0)])
def test_a_run_that_nobody_reads_ends_with_its_verdict_and_its_whole_report(
    keyword: str, code: int, features: Path, tmp_path: Path
) -> None:
    (features / "more.feature").write_text(SONGS, "utf-8")
    report = tmp_path / "run.jsonl"
    ended = shell(
        'devicemode conform -k "$KEYWORD" --features "$FEATURES" --report "$REPORT" | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}',
        KEYWORD=keyword and "songs#",
        FEATURES=features,
        REPORT=report,
    )
    assert (ended.returncode, ended.stderr) == (code, "")
    run = records.read(report)
    assert run.end is not None
    assert len(run.cases) == (2 if keyword else 4)


def test_a_run_that_nobody_reads_still_fails(features: Path, tmp_path: Path) -> None:
    (features / "songs.feature").write_text(SONGS.replace("| Song Paused |", "| Song Stopped |"), "utf-8")
    ended = shell('devicemode conform --features "$F" | true; exit ${PIPESTATUS[0]}', F=features)
    assert (ended.returncode, ended.stderr) == (1, "")


FULL: Final = {
    "--version": "--version",
    "--help": "--help",
    "conform": "conform --features $F",
    "list": "conform --list --features $F",
    "run": "run $F/songs.feature",
    "json": "run --json $F/songs.feature",
    "steps": "steps",
    "settings": "settings",
    "divergences": "divergences",
    "schema": "schema vectors",
    "capabilities": "adapter capabilities",
    "report": "report $R",
    "markdown": "report --markdown - $R",
    "diff": "diff $R $R",
    "replay": "replay $R --case songs#played --features $F",
    "new": "adapter new --language python $F/port",
    "watch": "watch $F/songs.feature --case played --quiet 0.1 --patience 0.1 --port 0",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ran")
    (folder / "songs.feature").write_text(SONGS, "utf-8")
    assert invoke("conform", "--features", str(folder), "--report", str(folder / "run.jsonl")).code == 0
    return folder


EACH = pytest.mark.parametrize(
    "command",
    [
        pytest.param(
            one, marks=() if one in ("conform", "run", "schema", "markdown", "watch") else pytest.mark.exhaustive
        )
        for one in FULL
    ],
)
"""One command for each way to write to standard output; those that write like another are exhaustive."""


@EACH
def test_output_that_can_not_be_written_is_said(command: str, ran: Path) -> None:
    ended = shell(f"devicemode {FULL[command]} >/dev/full", F=ran, R=ran / "run.jsonl")
    assert ended.stderr == "Error: standard output can't be written: No space left on device\n"
    assert ended.returncode == (1 if command == "watch" else 2)


@EACH
def test_output_that_is_closed_ends_nothing(command: str, ran: Path) -> None:
    ended = shell(f"devicemode {FULL[command].replace('$F/port', '$F/other')} >&-", F=ran, R=ran / "run.jsonl")
    written = "Error: standard output can't be written: it is closed\n" if command in ("schema", "markdown") else ""
    assert ended.stderr == written
    assert ended.returncode == (1 if command == "watch" else 2 if written else 0)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_few_characters_shows_the_others_as_escapes(encoding: str, ran: Path) -> None:
    ended = shell("devicemode steps", encoding, PYTHONIOENCODING=encoding)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ("Given — the setup" if encoding == "cp1252" else "Given \\u2014 the setup") in ended.stdout
    assert (
        json.loads(
            shell(
                "devicemode run --json $F/songs.feature --platform web", F=ran, PYTHONIOENCODING=encoding
            ).stdout.splitlines()[0]
        )["case"]
        == "songs#played"
    )


# Input files are not overwritten.


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "{run}", "--html", "{run}"),
        ("report", "{run}", "--markdown", "{link}"),
        ("report", "{run}", "--badge", "{folder}/../features/../run.jsonl"),
        ("report", "{run}", "--messages", "{feature}"),
        ("conform", "--features", "{folder}", "--report", "{feature}"),
        ("conform", "--features", "{folder}", "--adapter", "false", "--report", "{feature}"),
        ("conform", "--features", "{folder}", "--adapter", "false", "--record-failures", "{feature}"),
        (
            "conform",
            "--features",
            "{folder}",
            "--adapter",
            "false",
            "--report",
            "{known}",
            "--known-failures",
            "{known}",
        ),
    ],
)
def test_what_is_read_is_not_written_over(arguments: tuple[str, ...], features: Path, tmp_path: Path) -> None:
    run, known, feature = tmp_path / "run.jsonl", tmp_path / "known.toml", features / "songs.feature"
    known.write_text("", "utf-8")
    assert invoke("conform", "--features", str(features), "--report", str(run)).code == 0
    (tmp_path / "link").symlink_to(run)
    read = {path: path.read_bytes() for path in (run, known, feature)}
    places = {"run": run, "link": tmp_path / "link", "folder": features, "feature": feature, "known": known}
    ended = invoke(*(one.format(**places) for one in arguments))
    assert ended.code == 2
    assert b"would be written over" in ended.err
    assert {path: path.read_bytes() for path in read} == read


def test_two_outputs_of_one_file_are_refused_by_whatever_names(features: Path, tmp_path: Path) -> None:
    run, page = tmp_path / "run.jsonl", tmp_path / "page"
    assert invoke("conform", "--features", str(features), "--report", str(run)).code == 0
    page.touch()
    (tmp_path / "other").hardlink_to(page)
    ended = invoke("report", str(run), "--html", str(page), "--junit", str(tmp_path / "other"))
    assert (ended.code, page.read_bytes()) == (2, b"")
    assert b"--html and --junit would both be written to" in ended.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = [", "is not valid TOML"),
        (b"\xff", "is not UTF-8 text"),
        ("x = " + "[" * 800 + "]" * 800, "nests too deeply"),
        (f"x = {'9' * 5000}", "is not valid TOML"),
        (None, "name a file in a folder that exists"),
    ],
)
def test_a_list_of_known_failures_is_looked_at_before_the_first_case(
    text: str | bytes | None, says: str, features: Path, tmp_path: Path
) -> None:
    known = tmp_path / "known.toml" if text is not None else tmp_path / "nowhere" / "known.toml"
    if text is not None:
        known.write_bytes(text if isinstance(text, bytes) else text.encode())
    adapter = shlex.join(["touch", str(tmp_path / "started")])
    ended = invoke("conform", "--features", str(features), "--adapter", adapter, "--record-failures", str(known))
    assert ended.code == 2
    assert says in ended.err.decode()
    assert not (tmp_path / "started").exists()
    assert known.exists() == (text is not None)


def test_a_loop_of_links_is_no_file_to_write(features: Path, tmp_path: Path) -> None:
    run, one, other = tmp_path / "run.jsonl", tmp_path / "one", tmp_path / "other"
    assert invoke("conform", "--features", str(features), "--report", str(run)).code == 0
    one.symlink_to(other)
    other.symlink_to(one)
    for arguments in (
        ("report", str(run), "--html", str(one)),
        ("conform", "--features", str(features), "--report", str(one)),
    ):
        ended = invoke(*arguments)
        assert (ended.code, ended.err.decode()) == (
            2,
            f"Error: {one}: can't be written: Too many levels of symbolic links\n",
        )


# An HTTP adapter that never finishes its answer.


def endless(*parts: bytes, pause: float = 0.02) -> Callable[[socket.socket], None]:
    """Return a handler that answers with the first part, and then repeats the others for ever."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(parts[0])
        while True:
            for part in parts[1:]:
                connection.sendall(part)
                sleep(pause)

    return answer


def silent(connection: socket.socket) -> None:
    connection.recv(1)


ENDLESS: Final = {
    "nothing": silent,
    "informational answers": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", pause=0),
    "a dribbled status line": endless(b"HTTP/1.1 ", b"2"),
    "dribbled headers": endless(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "headers without end": endless(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
    "a dribbled body": endless(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "a dribbled size of a chunk": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    "an extension of a chunk": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    "empty chunks": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "trailers": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: x\r\n"),
}


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.recv(65536)
                answer(connection)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_answer_has_a_deadline_however_it_dribbles(kind: str) -> None:
    with answering(ENDLESS[kind]) as url:
        connection = HTTPConnection(url)
        begun = monotonic()
        try:
            with pytest.raises(AdapterError, match=r"no reply to message \d+, \w+.* within 0\.5 s|can't be asked"):
                connection.ask(Hello(id=1, harness="test"), timeout=0.5)
        finally:
            connection.close()
        assert monotonic() - begun < 3


@pytest.mark.parametrize("url", ["", "http://", "http://a..b", "http://[x", "ftp://127.0.0.1/", f"http://{'x' * 300}/"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(AdapterError, match=r"can't be asked|there is no adapter at"):
        HTTPConnection(url).ask(Hello(id=1, harness="test"), timeout=2)


# A defect in one case.

BREAKING: Final = """
from simulator.conformance.running import runner
from simulator.conformance.running.reference import Reference

class Broken(Reference):
    def perform(self, action, refused=None):
        if "Song Paused" in str(action):
            raise KeyError("a defect")
        super().perform(action, refused)

import simulator.conformance.suite as suite
import simulator.conformance.running.exploration as exploration
suite.Reference = runner.Reference = exploration.Reference = Broken
from simulator.__main__ import main
main()
"""


@pytest.mark.parametrize("options", [(), ("-j", "2"), ("--report", "run.jsonl")])
def test_a_defect_of_the_reference_costs_its_case_and_is_named(
    options: tuple[str, ...], features: Path, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BREAKING, "conform", "--features", str(features), *options],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "1 passed, 0 failed, 1 errored" in ended.stdout
    assert "ERRORED songs#paused" in ended.stdout
    shown = " ".join(ended.stdout.split())
    assert re.search(
        r"KeyError: 'a defect' \(simulator/conformance/(running/runner|records/recording)\.py:\d+, devicemode \S+, Python",
        shown,
    )
    assert "this is a defect of devicemode: please report this line" in shown
    assert "Traceback" not in ended.stdout


def test_a_defect_costs_a_scenario_that_is_explored_no_other(features: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BREAKING, "run", str(features / "songs.feature")],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 70
    assert ended.stderr.startswith(f"Error: {features}/songs.feature:9: KeyError: 'a defect' (simulator/")
    assert ended.stderr.count("\n") == 1
    assert "Song Played" in ended.stdout


def test_a_defect_of_the_harness_costs_a_port_s_case(features: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = PortTarget.view

    def broken(target: PortTarget) -> View:
        if any("Song Played" in str(said) for said in target.transcript):
            raise ZeroDivisionError("a defect")
        return view(target)

    monkeypatch.setattr(PortTarget, "view", broken)
    ended = invoke("conform", "--features", str(features), "--adapter", REFERENCE)
    assert (ended.code, ended.err) == (1, b"")
    out = " ".join(ended.out.decode().split())
    assert "1 passed, 0 failed, 1 errored" in out
    assert "ERRORED songs#played" in out
    assert re.search(r"ZeroDivisionError: a defect \(simulator/.*; this is a defect of devicemode", out)


@pytest.mark.parametrize("look", ["explained", "followed"])
def test_a_defect_in_holding_a_port_against_the_reference_costs_its_case(
    look: str, features: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(case: Case, record: CaseRecord) -> CaseRecord:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(port, look, broken)
    options = ("--dialect", "auto") if look == "followed" else ()
    ended = invoke("conform", "--features", str(features), "--adapter", REFERENCE, *options)
    assert ended.code == 1
    assert "2 errored" in ended.out.decode()


# An edited report.

ODD_PATHS: Final = (
    "x/" * 2500,
    "x" * 300,
    "\0",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\x1b[2J",
    "..",
    "",
)


@pytest.mark.parametrize("path", ODD_PATHS)
@pytest.mark.parametrize("command", ["report", "messages", "replay", "diff", "html", "junit", "markdown"])
def test_a_report_may_name_any_path(
    command: str, path: str, ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some of the paths are of this folder and of the one above it, and all features there are read.
    here = tmp_path / "above" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    begin, *cases, end = map(json.loads, (ran / "run.jsonl").read_text("utf-8").splitlines())
    begin["features"] = path
    cases[0]["path"] = path
    run = tmp_path / "run.jsonl"
    run.write_text("".join(f"{json.dumps(line)}\n" for line in (begin, *cases, end)), "utf-8")
    arguments = {"report": [], "replay": ["--case", "songs#played"], "diff": [str(run)]}.get(
        command, [f"--{command}", "-"]
    )
    ended = invoke(command if command in ("replay", "diff") else "report", str(run), *arguments)
    assert ended.code in (0, 2)
    assert not wrong_with(ended, "utf-8")


@pytest.mark.parametrize("at", [0, 1, 40, -40, -2])
def test_a_report_with_a_byte_that_does_not_belong_there_names_its_line(at: int, ran: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    lines = (ran / "run.jsonl").read_bytes().splitlines()
    lines[1] = lines[1][:at] + b"\xff" + lines[1][at:]
    run.write_bytes(b"\n".join((*lines, b"")))
    ended = invoke("report", str(run))
    assert ended.code == 2
    assert ended.err.decode().startswith(f"Error: {run}:2: this is not a line of a run's report: ")
    assert ended.err.count(b"\n") == 1


REPLYING: Final = """
import json, os, subprocess, sys, time
mode = sys.argv[1]
for line in sys.stdin.buffer:
    message = json.loads(line)
    if message["do"] == "bye":
        break
    ok = {}
    if message["do"] == "hello":
        ok = {"protocol": 1, "port": {"name": "p", "version": "1"}, "platforms": ["web"], "levels": ["events"]}
    if message["do"] == "drain":
        ok = {"apps": {"web app": {"events": [{"event_type": "Song Paused", "device_id": "d", "session_id": 1}]}}}
    said = json.dumps({"id": message["id"], "ok": ok}).encode()
    if message["do"] == "call" and message["args"].get("event") == "Song Played":
        if mode == "bytes":
            said = said.replace(b"{}", b'{"a": "\\xff\\xfe"}')
        elif mode == "drained":
            mode = "now"
        elif mode == "leaves":
            child = subprocess.Popen(["sleep", "1000"])
            open(sys.argv[2], "w").write(str(child.pid))
            os._exit(3)
        elif mode == "hangs":
            child = subprocess.Popen(["sleep", "1000"])
            open(sys.argv[2], "w").write(f"{os.getpid()} {child.pid}")
            time.sleep(1000)
    if message["do"] == "drain" and mode == "now":
        said, mode = said.replace(b"Song Paused", b"Song \\xed\\xa0\\x80"), ""
    sys.stdout.buffer.write(said + b"\\n")
    sys.stdout.buffer.flush()
"""


def replying(tmp_path: Path, mode: str) -> str:
    (tmp_path / "replying.py").write_text(REPLYING, "utf-8")
    return shlex.join([sys.executable, str(tmp_path / "replying.py"), mode, str(tmp_path / "pids")])


@pytest.mark.parametrize("mode", ["bytes", "drained"])
def test_a_reply_in_other_bytes_costs_its_case(mode: str, features: Path, tmp_path: Path) -> None:
    ended = invoke("conform", "--features", str(features), "--adapter", replying(tmp_path, mode))
    assert ended.code == 1
    # The path before the sentence may be long and break its line.
    out = " ".join(ended.out.decode().split())
    assert "1 passed, 0 failed, 1 errored" in out
    assert "ERRORED songs#played" in out
    assert "is not a reply: 'utf-8' codec can't decode byte" in out


def test_an_adapter_that_exits_and_leaves_a_child_has_exited(features: Path, tmp_path: Path) -> None:
    begun = monotonic()
    adapter = replying(tmp_path, "leaves")
    ended = invoke("conform", "--features", str(features), "--adapter", adapter, "--timeout", "600")
    assert monotonic() - begun < 60
    assert ended.code == 1
    assert b"the adapter exited with 3" in ended.out
    assert ended_within(5, int((tmp_path / "pids").read_text()))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
@pytest.mark.parametrize("options", [(), ("-j", "2")])
def test_what_was_started_ends_with_the_harness(
    number: int, code: int, options: tuple[str, ...], features: Path, tmp_path: Path
) -> None:
    with interruptible():
        harness = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "simulator",
                "conform",
                "--features",
                str(features),
                "--adapter",
                replying(tmp_path, "hangs"),
                "--timeout",
                "600",
                *options,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    pids = tmp_path / "pids"
    while not pids.exists() or len(pids.read_text().split()) < 2:
        assert harness.poll() is None
        sleep(0.02)
    harness.send_signal(number)
    _, err = harness.communicate(timeout=60)
    assert (harness.returncode, err) == (code, "\ninterrupted\n")
    assert ended_within(5, *map(int, pids.read_text().split()))


def test_a_signal_that_is_ignored_stays_so(features: Path) -> None:
    script = "trap '' HUP; (sleep 0.3; kill -HUP $$) & exec devicemode conform --features $F"
    ended = shell(script, F=features)
    assert ended.returncode == 0


# Invalid numbers.


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e300", "0", "-1", "x"])
@pytest.mark.parametrize(
    "command",
    [
        ("conform", "--features", "{features}", "--adapter", "false", "--timeout"),
        ("adapter", "check", "--timeout"),
        ("watch", "{features}/songs.feature", "--quiet"),
        ("watch", "{features}/songs.feature", "--quiet", "1", "--patience"),
    ],
)
def test_a_number_of_seconds_is_one(command: tuple[str, ...], value: str, features: Path) -> None:
    rest = ("--", "false") if command[0] == "adapter" else ()
    ended = invoke(*(one.format(features=features) for one in command), value, *rest)
    assert ended.code == 2
    assert f"Invalid value for '{command[-1]}'" in ended.err.decode()


@pytest.mark.parametrize("columns", ["0", "1", "-5", "10000000000", "x", "nan"])
def test_a_terminal_is_as_wide_as_one_can_be(columns: str, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = invoke("report", str(ran / "run.jsonl"))
    assert ended.code == 0
    assert max(map(len, ended.out.decode().splitlines())) <= 1000


def test_a_doc_string_may_nest_as_it_likes(tmp_path: Path) -> None:
    feature = tmp_path / "deep.feature"
    for depth in (64, 600, 5000):
        deep = "[" * depth + "]" * depth
        feature.write_text(
            "Feature: f\n  Scenario: s\n    Given a web app\n    When the app calls track with\n"
            f'      """\n      {{"event": "x", "properties": {{"a": {deep}}}}}\n      """\n',
            "utf-8",
        )
        ended = invoke("run", str(feature))
        assert ended.code == (0 if depth == 64 else 2)
        assert b"defect" not in ended.out + ended.err


# Messages to an adapter.


def test_an_adapter_answers_whatever_it_is_sent() -> None:
    deep = b"[" * 5000 + b"]" * 5000
    sent = (
        b"",
        b"x",
        b"\xff",
        b"null",
        b"[]",
        deep,
        b'{"id": 3}',
        b'{"do": "hello", "id": 3, "harness": "\xed\xa0\x80"}',
        b'{"do": "call", "id": 4, "app": "x", "method": "track", "args": {"a": ' + deep + b"}}",
        b'{"do": "close", "id": 5}',
        b'{"do": "advance", "id": 6, "app": "x", "milliseconds": 1e999}',
        b'{"id": 7, "do": "\x00"}',
        b"9" * 5000,
        b'{"do": "call", "id": 8, "app": "x", "method": "track", "args": {"event": "x"}}',
    )
    out = io.BytesIO()
    serve(ReferenceAdapter(level="events", reading="documented"), io.BytesIO(b"\n".join(sent)), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(answers) == len(sent)
    assert all(len(answer.keys() & {"ok", "threw", "error"}) == 1 for answer in answers)
    assert all(answer["error"]["message"].isprintable() for answer in answers if "error" in answer)


def test_a_reply_that_is_no_json_is_reported() -> None:
    class Odd(ReferenceAdapter):
        def drain(self, request: Drain) -> Any:
            return {"apps": object()}

    out = io.BytesIO()
    serve(Odd(level="events", reading="documented"), io.BytesIO(b'{"do": "drain", "id": 9}'), out)
    answer = json.loads(out.getvalue())
    assert answer["id"] == 9
    assert "can't be written as JSON" in answer["error"]["message"]
