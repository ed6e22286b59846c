"""The README shows what really happens: its transcripts and its example are run here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TRANSCRIPTS = re.findall(r"```console\n\$ (.*?)\n```\n+```text\n(.*?)\n```", README, flags=re.DOTALL)


def output(*arguments: str) -> str:
    """Run the command line as on a terminal of 120 columns."""
    environment = os.environ | {"COLUMNS": "120"}
    command = [sys.executable, "-m", "simulator", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip()


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) == 4


@pytest.mark.parametrize(
    ("command", "shown"), [one for one in TRANSCRIPTS if one[0].startswith("devicemode ")], ids=lambda one: one[:40]
)
def test_a_transcript_is_what_the_command_prints(command: str, shown: str) -> None:
    assert output(*command.split()[1:]) == shown


def test_the_first_command_ends_with_the_matrix_shown() -> None:
    command, shown = TRANSCRIPTS[0]
    assert command.endswith(".venv/bin/devicemode conform")
    printed = output("conform")
    assert printed[printed.index("Section ") :] == shown


def test_ci_runs_the_second_command() -> None:
    command = TRANSCRIPTS[1][0]
    in_ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert command.replace("pip install", "pip install --quiet") in in_ci


def test_the_example_in_python_passes(pytester: pytest.Pytester) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    pytester.makepyfile(example)
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
