"""Text of others reaches no terminal raw: every command over a repository of hostile names, in a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from simulator.cli import cli
from simulator.conformance.language.cases import slug
from tests import ROOT
from tests.support.entry_point import invoke

EVIL: Final = "\x1b[2J\x1b[8m\x9b8m\x90\u202egpj\u2066\x07\r"
"""Clears the screen, hides what follows, in seven bits and in eight, and turns its direction."""
STYLES: Final = re.compile(r"\x1b\[(?!8m)[0-9;]*m")
"""Escape sequences that may reach a terminal: rich's styles, except the one that hides text."""

LINE: Final = EVIL.replace("\r", "")
"""The part of it that fits on one line of a feature."""

FEATURE: Final = f"""\
Feature: Songs {LINE}
  Scenario: played {LINE}
    Given a web app
    When the app tracks "Song {LINE}" with the properties
      | plan {LINE} | {LINE} |
    Then Amplitude receives exactly these events
      | event_type |
      | {LINE}x    |

  Scenario: refused {LINE}
    Given a web app with the settings
      | Track Named Pages | on |
    When the app calls identify with
      \"\"\"
      {json.dumps({"userId": EVIL, "traits": {EVIL: EVIL}})}
      \"\"\"
    And the app calls screen with name "{LINE}"
"""
WRONG: Final = {
    "step": f"Feature: f\n  Scenario: s\n    Given an {EVIL} app\n",
    "tag": f"Feature: f\n  @{LINE}\n  Scenario: s\n    Given a web app\n",
    "keyword": f"Feature: f\n  {EVIL}\n",
    "language": f"# language: {EVIL}\nFeature: f\n",
    "setting": (
        f'Feature: f\n  Scenario: s\n    Given a web app with the settings\n      | {EVIL} | on |\n    When the app tracks "x"\n'
    ),
    "cell": f"Feature: f\n  Scenario: s\n    Given a web app\n    Then the device id of the app reads as <{EVIL}>\n",
    "twice": f"Feature: f\n  Scenario: {EVIL}\n    Given a web app\n  Scenario: {EVIL}\n    Given a web app\n",
}

ADAPTER: Final = f"""
import json, sys
evil = {EVIL!r}
for line in sys.stdin:
    message = json.loads(line)
    if message["do"] == "bye":
        break
    answer = {{"id": message["id"], "ok": {{}}}}
    if message["do"] == "hello":
        answer["ok"] = {{"protocol": 1, "port": {{"name": evil, "version": evil}}, "platforms": ["web"], "levels": ["events"]}}
    elif message["do"] == "open" and "refused" in message["case"]:
        answer = {{"id": message["id"], "skip": {{"reason": evil, "issue": evil}}}}
    elif message["do"] == "call":
        sys.stderr.write(evil)
        sys.stderr.flush()
        answer = {{"id": message["id"], "error": {{"message": evil, "trace": evil}}}}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository in which everything that has a name has a hostile one."""
    space = tmp_path_factory.mktemp("space") / EVIL
    for folder in ("features", "empty", "wrong"):
        (space / folder / EVIL).mkdir(parents=True)
    (space / "features" / EVIL / f"{EVIL}.feature").write_text(FEATURE, "utf-8", newline="")
    for name, text in WRONG.items():
        (space / "wrong" / f"{EVIL}{name}.feature").write_text(text, "utf-8", newline="")
    (space / f"{EVIL}.py").write_text(ADAPTER, "utf-8")
    (space / f"{EVIL}.toml").write_text(
        f"[[known]]\ncase = {json.dumps(EVIL)}\nreason = {json.dumps(EVIL)}\nuntil = 2000-01-01\n", "utf-8"
    )
    (space / f"{EVIL}.bad.toml").write_text(f'"{EVIL}" =\n', "utf-8", newline="")
    run = space / f"{EVIL}.jsonl"
    invoke("conform", "--features", str(space / "features"), "--report", str(run))
    begin, *rest = run.read_text("utf-8").splitlines()
    edited = json.loads(begin)
    edited["port"] = {"name": EVIL, "version": EVIL, "language": EVIL}
    edited["again"] = edited["dialect"] = EVIL
    (space / f"{EVIL}.edited.jsonl").write_text("\n".join((json.dumps(edited), *rest, "")), "utf-8")
    (space / f"{EVIL}.bad.jsonl").write_text(f"{begin}\n{json.dumps({'record': EVIL})}\n", "utf-8")
    return space


def lines_of(space: Path) -> dict[str, list[str]]:
    """Return a command line for each text of others that a command may show."""
    features, run, edited = str(space / "features"), str(space / f"{EVIL}.jsonl"), str(space / f"{EVIL}.edited.jsonl")
    feature = str(space / "features" / EVIL / f"{EVIL}.feature")
    adapter = shlex.join([sys.executable, str(space / f"{EVIL}.py")])
    case = f"{EVIL}/{EVIL}#{slug(f'played {LINE}')}"
    ports = ["conform", "--features", features, "--adapter", adapter]
    return {
        "conform": ["conform", "--features", features],
        "conform --list": ["conform", "--features", features, "--list"],
        "conform --dialect": ["conform", "--features", features, "--dialect", "all"],
        "conform --case": ["conform", "--features", features, "--case", EVIL],
        "conform --tag": ["conform", "--tag", EVIL],
        "conform --features": ["conform", "--features", str(space / EVIL)],
        "conform nothing": ["conform", "--features", str(space / "empty")],
        "conform option": ["conform", f"--{EVIL}"],
        "conform --platform": ["conform", "--platform", EVIL],
        "conform --report": ["conform", "--features", features, "--report", str(space)],
        "conform --adapter": ports,
        "conform --adapter auto": [*ports, "--dialect", "auto"],
        "conform --adapter none": ["conform", "--features", features, "--adapter", EVIL],
        "conform --adapter-url": ["conform", "--features", features, "--adapter-url", f"http://{EVIL}/"],
        "fuzz --adapter": ["fuzz", "--adapter", adapter, "--journeys", "25"],
        "fuzz --adapter none": ["fuzz", "--adapter", EVIL],
        "fuzz --findings": ["fuzz", "--against", "printed", "--findings", str(space / "features" / EVIL)],
        "fuzz --replay": ["fuzz", "--against", "printed", "--replay", feature],
        "fuzz --for": ["fuzz", "--against", "printed", "--for", EVIL],
        "fuzz --dask": ["fuzz", "--against", "printed", "--dask", EVIL],
        "conform --upload-url": [*ports, "--upload-url", EVIL],
        "conform --host": [*ports, "--host", EVIL],
        "conform --known-failures": [*ports, "--known-failures", str(space / f"{EVIL}.toml")],
        "conform --known-failures bad": [*ports, "--known-failures", str(space / f"{EVIL}.bad.toml")],
        "conform --record-failures": [*ports, "--record-failures", str(space / f"{EVIL}.new.toml")],
        "explore": ["explore", EVIL],
        "explore --case": ["explore", feature, "--case", EVIL],
        "explore --record": ["explore", "--record", str(space / f"{EVIL}.bad.jsonl")],
        "run": ["run", feature],
        "run --json": ["run", "--json", feature],
        "run nothing": ["run", EVIL],
        "run --platform": ["run", feature, "--platform", "ios"],
        "run --compare": ["run", feature, "--compare", "documented,shipped"],
        "run --compare left": ["run", feature, "--compare", "web,ios"],
        "run --compare bad": ["run", feature, "--compare", f"{EVIL},x"],
        "run --devices": ["run", feature, "--devices", f"{run}/x"],
        "run --upload": ["run", feature, "--upload", f"http://{EVIL}"],
        **{f"run {name}": ["run", str(space / "wrong" / f"{EVIL}{name}.feature")] for name in WRONG},
        "report": ["report", run],
        "report edited": ["report", edited],
        "reports": ["report", run, edited],
        "report bad": ["report", str(space / f"{EVIL}.bad.jsonl")],
        "report none": ["report", EVIL],
        "report --markdown": ["report", run, "--markdown", "-"],
        "report --html": ["report", edited, "--html", "-"],
        "report --junit": ["report", run, "--junit", "-"],
        "report --messages": ["report", run, "--messages", "-"],
        "report --badge": ["report", edited, "--badge", "-"],
        "report --badge bad": ["report", run, "--badge", str(space)],
        "diff": ["diff", run, edited],
        "diff none": ["diff", run, EVIL],
        "replay": ["replay", run, "--case", case, "--transcript"],
        "replay none": ["replay", run, "--case", EVIL],
        "rules": ["rules", EVIL],
        "divergences": ["divergences", EVIL],
        "segment": ["segment", EVIL],
        "segment bad": ["segment", str(space / f"{EVIL}.bad.toml")],
        "settings": ["settings", EVIL],
        "schema": ["schema", EVIL],
        "steps": ["steps", EVIL],
        "steps all": ["steps"],
        "command": [EVIL],
        "adapter new": ["adapter", "new", "--language", "python", str(space / EVIL / "new")],
        "adapter new again": ["adapter", "new", "--language", "python", f"{run}/x"],
        "adapter check": ["adapter", "check", "--", sys.executable, str(space / f"{EVIL}.py")],
        "adapter check --url": ["adapter", "check", "--url", f"http://{EVIL}/"],
        "adapter capabilities": ["adapter", "capabilities"],
        "vectors": ["vectors", "export", str(space)],
        "watch": ["watch", feature, "--case", f"played {LINE}", "--quiet", "0.1", "--patience", "0.1", "--port", "0"],
        "watch none": ["watch", feature],
        "watch --host": ["watch", feature, "--case", "played", "--host", EVIL],
        "backend": ["backend", "--store", feature],
        "backend --allow-host": ["backend", "--allow-host", f"{EVIL}:80"],
        "backend export": ["backend", "export", "--store", EVIL],
    }


COMMANDS: Final = tuple(lines_of(Path()))


SEPARATOR: Final = "\x1e"
ALL: Final = f"""
import json, sys
from simulator.__main__ import main
for arguments in json.load(open(sys.argv[1], encoding="utf-8")):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit:
        pass
    sys.stderr.flush()
    print({SEPARATOR!r}, end="", flush=True)
"""


@pytest.fixture(scope="module")
def shown(space: Path) -> dict[str, str]:
    """Run all commands in a terminal, one after the other, and return the output of each."""
    commands = lines_of(space)
    (space / "commands").write_text(json.dumps(list(commands.values())), "utf-8")
    terminal, end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", ALL, str(space / "commands")],
        cwd=ROOT,
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "150"},
    ):
        os.close(end)
        written = bytearray()
        # Linux raises an error when the other end is closed.
        with suppress(OSError):
            while True:
                written += os.read(terminal, 65536)
        os.close(terminal)
    return dict(zip(commands, written.decode().split(SEPARATOR), strict=False))


def test_every_command_is_among_them() -> None:
    assert set(cli.list_commands(cli.make_context("x", ["steps"]))) <= {
        name.split()[0].rstrip("s") for name in COMMANDS
    } | {name.split()[0] for name in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_reaches_the_terminal_raw(command: str, shown: dict[str, str]) -> None:
    got = shown[command]
    assert "Traceback" not in got
    assert "defect of devicemode" not in got
    left = STYLES.sub("", got).replace("\r\n", "\n")
    assert [one for one in left if not one.isprintable() and one not in "\n\t"] == []
    assert left.strip()
