"""The README shows what really happens: its transcripts and its example are run here."""

from __future__ import annotations

import re

import pytest

from simulator.documentation.rules import wire_rules
from simulator.model.divergences import divergences
from tools.readme import PATH, ROOT, actual, transcripts

pytest_plugins = ["pytester"]

README = PATH.read_text("utf-8")
TRANSCRIPTS = transcripts()


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) == 5


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=lambda one: one[:40])
def test_a_transcript_is_what_the_command_prints(command: str, shown: str) -> None:
    """When this fails because the suite has grown: `python -m tools.readme`."""
    made = actual(command)
    if made is None:
        assert re.search(r"\d+ passed", shown)
    else:
        assert made == shown


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


def test_the_number_of_upload_rules_is_true() -> None:
    assert f"{len(wire_rules())} upload rules" in README


def test_the_number_of_divergences_is_true() -> None:
    assert f"{len(divergences())} named differences" in README
    assert f"{len(divergences())} named divergences" in (ROOT / "CHANGELOG.md").read_text("utf-8")
