"""The adapters for ports that no one here wrote: they speak the protocol, and the suite runs on them to its end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.readme import ROOT

ADAPTERS = ROOT / "adapters"
PORTS = ("analytics-js", "analytics-next", "react-native")

PATIENCE = "60"
"""Seconds for a reply: a page of analytics-next that has made 1000 calls without a network needs some."""

pytestmark = pytest.mark.node


def command(port: str) -> str:
    assert (ADAPTERS / "node_modules").is_dir(), "install the ports first: npm ci in adapters/"
    return f"node {ADAPTERS / port / 'adapter.js'}"


def devicemode(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments], capture_output=True, text=True, check=False
    )  # fmt: skip


def outcomes(port: str, directory: Path, *, dialect: str, features: str = "") -> dict[str, str]:
    """Run the suite and return what came of each case."""
    report = directory / "run.jsonl"
    chosen = ("-k", features) if features else ()
    done = devicemode(
        "conform", "--adapter", command(port), "--dialect", dialect, "--timeout", PATIENCE, "-j", "2",
        "--report", str(report), *chosen,
    )  # fmt: skip
    # 1 is a port that differs somewhere, as these do.
    assert done.returncode in (0, 1), done.stderr
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    return {line["case"]: line["status"] for line in lines if line["record"] == "case"}


@pytest.mark.parametrize("port", PORTS)
def test_the_adapter_of_a_real_port_is_right(port: str) -> None:
    done = devicemode("adapter", "check", "--", *command(port).split())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the adapter is right" in done.stdout


@pytest.mark.parametrize("dialect", ["documented", "latest"])
@pytest.mark.parametrize("port", PORTS)
def test_no_case_fails_because_of_the_adapter(port: str, dialect: str, tmp_path: Path) -> None:
    counted = Counter(outcomes(port, tmp_path, dialect=dialect).values())
    assert counted["errored"] == 0, counted
    assert counted["passed"] > 0, counted


@pytest.mark.parametrize("port", PORTS)
def test_a_real_port_does_the_same_in_every_run(port: str, tmp_path: Path) -> None:
    runs = [outcomes(port, tmp_path, dialect="documented", features="sessions/") for _ in range(2)]
    assert runs[0] == runs[1]
    assert {"passed", "failed"} & set(runs[0].values())


def test_a_page_without_a_known_browser_is_refused_in_one_sentence() -> None:
    wrong = [*command("analytics-next").split(), "--browser", "lynx"]
    done = subprocess.run(wrong, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "--browser is one of jsdom, chromium, not lynx\n"
