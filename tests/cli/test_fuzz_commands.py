"""Thousands of command lines over hostile files: each ends with a sentence and an exit code, none with a traceback."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final

import pytest

from simulator.documentation import resources
from simulator.documentation.platforms import PLATFORMS
from simulator.model.dialects import DIALECTS
from tests import ROOT
from tests.support.entry_point import Ended, invoke, wrong_with

SUITE: Final = sorted(resources.features().rglob("*.feature"))
TIMES: Final = (0, 1, 1, 1, 2, 3)
"""The numbers of changes to a file: usually one, so that checks behind the first are reached."""
INVOCATIONS: Final = 4000
PARTS: Final = 8
"""The number of tests that share the command lines, so that a failure leaves the others."""
ALWAYS: Final = 2
"""The number of these in every run; the others are exhaustive."""
PATIENCE: Final = 30
"""Seconds after which an invocation counts as hanging."""


FEATURE: Final = """\
Feature: Songs
  Background:
    Given an app

  @rule:track.event
  Scenario: played
    When the app calls track with
      \"\"\"
      {"event": "Song Played", "properties": {"seconds": 3.5, "tags": ["a", {"b": null}]}}
      \"\"\"
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <device id> |

  Scenario Outline: <what> is wrong
    Given a web app with the settings
      | Track Named Pages | off |
    When the app identifies "jane" with the traits
      | plan | <what> |
    And 31 minutes pass
    Then Amplitude sees 2 users

    Examples:
      | case | what |
      | one  | 1    |
      | two  | [2]  |
"""

HOSTILE: Final = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202egpj.exe",
    "a\rb",
    "\x00",
    "\x7f",
    "x" * 300,
    "x" * 5000,
    "",
    " ",
    "歌 🎵",
    "\ufeff",
    "\udcff",
    "null",
    "-1",
    "1e999",
    "NaN",
    "9" * 5000,
    "[" * 600 + "]" * 600,
    '{"a":' * 700 + "1" + "}" * 700,
    "<device id>",
    "<x>",
    "#",
    "|",
    '"',
    "\\",
    "../..",
    "a\nb",
    "%s%n",
    "{0}",
    "\u2028",
)
NUMBERS: Final = (
    "nan",
    "inf",
    "-inf",
    "1e300",
    "-1",
    "0",
    "0.1",
    "1",
    "99999999999999999999",
    "x",
    "",
    "1e-300",
    "0x10",
)
HOSTS: Final = (
    "",
    "a..b",
    "x" * 300,
    "nowhere.invalid",
    "\u202e",
    "127.0.0.1",
    "::1",
    "[::1]",
    "300.300.300.300",
    "\udcff",
    "-",
    "*",
)
URLS: Final = (
    "",
    "http://",
    "http://[x",
    "http://a..b",
    "ftp://127.0.0.1",
    "http://127.0.0.1:9/",
    "http://127.0.0.1:99999/",
    "x",
    "http://\x1b[2J/",
    f"http://{'x' * 300}/",
    "https://127.0.0.1:9",
    "http://127.0.0.1:9/?q#f",
    "http://\udcff/",
    "http://u:p@127.0.0.1:9/",
    "http://127.0.0.1:x/",
    "http:///x",
)
ADAPTERS: Final = (
    "",
    "'",
    "false",
    "true",
    "/nowhere/at-all",
    "cat /dev/null",
    "echo \\x1b",
    "/",
    "\udcff",
    "printf \\377\\n",
)


def filled(line: str, odd: str) -> str:
    """Return a line with something odd in its texts and cells, which may hold anything that fits on a line."""
    odd = " ".join(odd.replace('"', "").replace("|", "").split()) or "x"
    return re.sub(r'"[^"]+"|(?<=\| )[^|]+(?= \|)', lambda found: f'"{odd}"' if '"' in found[0] else odd, line)


class Workspace:
    """A folder of files by a stranger."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        self._number = 0
        (folder / "features").mkdir()
        (folder / "features" / "songs.feature").write_text(FEATURE, "utf-8")
        (folder / "empty").mkdir()
        (folder / "loop").symlink_to(folder / "loop2")
        (folder / "loop2").symlink_to(folder / "loop")
        self.report = folder / "run.jsonl"
        assert invoke("conform", "--features", str(folder / "features"), "--report", str(self.report)).code == 1
        self._lines = self.report.read_text("utf-8").splitlines()

    def new(self, suffix: str = "") -> Path:
        self._number += 1
        return self.folder / f"{self._number}{suffix}"

    def one_of(self, *choices: Any) -> Any:
        made = self.random.choice(choices)
        return made() if callable(made) else made

    def odd(self) -> str:
        """Return text for an argument, which can't contain a null."""
        return self.random.choice(HOSTILE).replace("\x00", "")

    def path(self) -> str:
        """Return a path to write to or to read from, mostly a bad one."""
        return str(
            self.one_of(
                self.new,
                self.folder,
                self.folder / "loop",
                self.folder / "loop" / "x",
                self.folder / "nowhere" / "x",
                self.folder / ("x" * 300),
                self.folder / ("x/" * 2500),
                self.folder / "run.jsonl" / "x",
                "/dev/full",
                "/dev/null",
                "-",
                "",
                ".",
                self.folder / "features" / "songs.feature",
                self.report,
                lambda: self.folder / "\x1b[2J\u202e\udcff",
            )
        )

    def written(self, content: str | bytes, suffix: str) -> str:
        path = self.new(suffix)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(errors="surrogateescape"))
        return str(path)

    def feature(self) -> str:
        """Return a feature that somebody has edited."""
        lines = self.one_of(FEATURE, self._scenario).splitlines()
        for _ in range(self.random.choice(TIMES)):
            lines = lines or [""]
            at = self.random.randrange(len(lines))
            line, odd = lines[at], self.random.choice(HOSTILE)
            if self.random.randrange(3):
                lines[at] = filled(line, odd)
                continue
            word = self.random.choice(line.split() or [" "])
            lines[at : at + 1] = self.random.choice(
                (
                    [],
                    [line, line],
                    [odd, line],
                    [line.replace(word, odd, 1)],
                    [line + odd],
                    [line.replace(word, f"{word} {odd}")],
                )
            )
        return self._damaged("\n".join(lines).encode(errors="surrogateescape"), ".feature")

    def _scenario(self) -> str:
        """Return one of the suite's own scenarios, as a feature."""
        text = self.random.choice(SUITE).read_text("utf-8")
        parts = re.split(r"^(?=(?: *@.*\n)* *(?:Scenario|Background))", text, flags=re.MULTILINE)
        background = [part for part in parts if part.lstrip().startswith("Background")]
        return "".join(
            ("Feature: f\n", *background, self.random.choice([part for part in parts[1:] if part not in background]))
        )

    def features(self) -> str:
        folder = self.new()
        folder.mkdir()
        Path(self.feature()).rename(folder / self.one_of("a.feature", "\x1b[2J\u202e.feature", "é.feature"))
        return str(self.one_of(folder, folder, folder, folder, self.folder / "empty", self.path))

    def run(self) -> str:
        """Return the report of a run that somebody has edited."""
        lines = [json.loads(line) for line in self._lines]
        for _ in range(self.random.choice(TIMES)):
            self._edit(self.random.choice(lines))
        if not self.random.randrange(10):
            self.random.shuffle(lines)
        if not self.random.randrange(10):
            lines.pop()
        text = "\n".join(json.dumps(line, ensure_ascii=bool(self.random.randrange(2))) for line in lines)
        return self._damaged(f"{text}\n".encode(errors="surrogatepass"), ".jsonl")

    def known(self) -> str:
        """Return a list of known failures that somebody has edited."""
        entry = '[[known]]\ncase = "songs#one"\nreason = "because"\nuntil = 2999-01-01\n'
        text = entry + self.one_of(
            "",
            entry,
            "x = " + "[" * 800 + "]" * 800,
            "x = " + "9" * 5000,
            "[" * 800,
            f'issue = "{self.random.choice(HOSTILE)}"\n',
            "until = 2999-99-99",
            "until = 0001-01-01T00:00:00+24:00",
            "x" * 5000,
            "a." * 2000 + "b = 1",
            "case = 1979-05-27",
        )
        return self._damaged(text.encode(errors="surrogateescape"), ".toml")

    def _edit(self, value: Any) -> None:
        """Change something anywhere in a JSON value."""
        while True:
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            if not keys:
                return
            key = self.random.choice(keys)
            inner = value[key]
            if isinstance(inner, dict | list) and inner and self.random.randrange(4):
                value = inner
                continue
            value[key] = self._other(inner)
            if not self.random.randrange(6):
                del value[key]
            return

    def _other(self, value: Any) -> Any:
        """Return another value, mostly of the same type."""
        match value:
            case str() if self.random.randrange(5):
                return self.random.choice((*HOSTILE, "documented", "web", "passed", "errored", "Given", "act", "view"))
            case bool() | int() | float() if self.random.randrange(5):
                return self.random.choice((-1, 0, 1, 2**31, 2**63 - 1, 2**64 - 1, 10**12, True))
            case list() if self.random.randrange(5):
                return self.random.choice(([], [*value, *value], value[::-1], value[1:]))
        return self.random.choice((None, -1, 0, 2**63, 1e300, True, [], {}, [[]], "x", [value, value]))

    def _damaged(self, content: bytes, suffix: str) -> str:
        """Write a file, one time in eight with a byte that does not belong there."""
        if content and not self.random.randrange(8):
            at = self.random.randrange(len(content))
            content = (
                content[:at]
                + self.one_of(b"\xff", b"\x00", b"", b"\n", b"\xed\xa0\x80", b"\xc2\x9b")
                + content[at + 1 :]
            )
        return self.written(content, suffix)

    def some(self, options: dict[str, Callable[[], Any]]) -> list[str]:
        """Return some of these options, with values."""
        chosen = [name for name in options if not self.random.randrange(3 * len(options))]
        return [part for name in chosen for part in (name, str(options[name]()))]


def commands(space: Workspace) -> dict[str, Callable[[], list[str]]]:
    """Return a function for each command that makes a command line."""

    def pick(*choices: Any) -> Callable[[], Any]:
        return lambda: space.one_of(*choices)

    number, url, host, odd, path = pick(*NUMBERS), pick(*URLS), pick(*HOSTS), space.odd, space.path
    dialect, platform = pick(*DIALECTS, "all", "auto", odd), pick(*PLATFORMS, odd)
    case, features = pick("songs#one", "songs#two", "songs#played", odd), space.features
    feature, run = pick(*[space.feature] * 6, path), pick(*[space.run] * 8, path)
    port = pick(
        [],
        [],
        [],
        lambda: ["--adapter", space.random.choice(ADAPTERS), "--timeout", "0.2"],
        lambda: ["--adapter-url", url(), "--timeout", "0.2"],
    )
    conform = {
        "-k": odd,
        "--tag": odd,
        "--case": case,
        "--platform": platform,
        "--dialect": dialect,
        "-j": pick("0", "x", "1"),
        "--shuffle": odd,
        "--report": path,
        "--known-failures": space.known,
        "--record-failures": pick(path, space.known),
        "--timeout": number,
        "--host": host,
        "--port": number,
        "--upload-url": url,
    }
    forms = {
        "--html": path,
        "--junit": path,
        "--markdown": path,
        "--messages": path,
        "--badge": path,
        "--features": features,
    }
    return {
        "run": lambda: [
            "run",
            feature(),
            *space.some(
                {"--platform": platform, "--dialect": dialect, "--compare": odd, "--devices": path, "--upload": url}
            ),
            *space.one_of([], ["--json"]),
        ],
        "compare": lambda: [
            "run",
            feature(),
            "--compare",
            space.one_of("documented,shipped", "ios,web", "latest,x", odd),
        ],
        "conform": lambda: [
            "conform",
            "--features",
            space.features(),
            *space.some(conform),
            *port(),
            *space.one_of([], ["-x"], ["--list"]),
        ],
        "report": lambda: ["report", run(), *space.one_of([], [run()]), *space.some(forms)],
        "diff": lambda: ["diff", run(), run()],
        "replay": lambda: [
            "replay",
            run(),
            "--case",
            case(),
            *space.some({"--features": features}),
            *space.one_of([], ["--transcript"]),
        ],
        "rules": lambda: ["rules", odd() or "x"],
        "divergences": lambda: ["divergences", *space.some({"--platform": platform}), odd() or "x"],
        "settings": lambda: ["settings", platform()],
        "schema": lambda: ["schema", odd()],
        "steps": lambda: ["steps", *space.one_of([], [odd()])],
        "adapter new": lambda: ["adapter", "new", "--language", space.one_of("python", "node", odd), path()],
        "adapter check": lambda: [
            "adapter",
            "check",
            "--timeout",
            space.one_of("0.2", number),
            *space.some({"--host": host, "--port": number, "--upload-url": url}),
            *space.one_of(["--url", url()], ["--", *(shlex.split("false") or [odd()])], ["--", odd()]),
        ],
        "vectors": lambda: [
            "vectors",
            "export",
            space.one_of(space.folder, space.report, path),
            "--platform",
            odd() or "x",
        ],
        "watch": lambda: [
            "watch",
            feature(),
            "--case",
            case(),
            "--patience",
            "0.1",
            *space.some({"--host": host, "--quiet": number, "--patience": number}),
        ],
        "backend": lambda: [
            "backend",
            "--store",
            space.one_of(space.folder, space.report),
            *space.some({"--host": host, "--port": number}),
        ],
        "export": lambda: [
            "backend",
            "export",
            "--store",
            path(),
            *space.some({"--project": odd, "--format": odd, "--output": path}),
        ],
        "nothing": lambda: [odd(), odd()],
    }


@contextmanager
def hanging_is_an_error() -> Iterator[None]:
    def hangs(number: int, frame: FrameType | None) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "part", [*range(ALWAYS), *(pytest.param(one, marks=pytest.mark.exhaustive) for one in range(ALWAYS, PARTS))]
)
def test_whatever_is_given_ends_in_a_sentence(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    random = Random(part)
    making = commands(Workspace(tmp_path, random))
    names = [*making, *("run", "compare", "conform", "report", "replay") * 3]
    wrong = []
    for number in range(INVOCATIONS // PARTS):
        arguments = [str(one) for one in making[random.choice(names)]()]
        encoding = random.choice(("utf-8", "utf-8", "ascii", "cp1252"))
        with hanging_is_an_error():
            ended = invoke(*arguments, encoding=encoding)
        if says := wrong_with(ended, encoding):
            wrong.append(
                f"{number}: {says} ({encoding}): {[one[:90] for one in arguments]}\n{ended.err.decode(encoding)[-600:]}"
            )
    assert not wrong, "\n\n".join(wrong[:20])


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
def test_so_it_does_in_a_process_of_its_own(every: int, tmp_path: Path) -> None:
    random = Random("processes")
    making = commands(Workspace(tmp_path, random))
    for name in list(making)[::every]:
        arguments = [str(one) for one in making[name]()]
        encoding = random.choice(("utf-8", "ascii", "cp1252"))
        done = subprocess.run(
            [sys.executable, "-m", "simulator", *arguments],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            timeout=PATIENCE * 2,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
        )
        assert not wrong_with(Ended(done.returncode, done.stdout, done.stderr), encoding), [
            name,
            arguments,
            done.stderr[-600:],
        ]
