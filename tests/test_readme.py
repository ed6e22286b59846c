"""The README is true in its transcripts and figures, and it is short."""

from __future__ import annotations

import re

import pytest

from simulator.conformance import suite
from simulator.documentation.rules import rules, wire_rules
from simulator.model.divergences import divergences
from tests import ROOT
from tools import picture
from tools.readme import PATH

README = PATH.read_text("utf-8")
COMMANDS = re.findall(r"```console\n\$ ([^\n]*)\n```", README)


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 160
    prose = re.sub(r"```.*?```|!\[[^]]*\]|\]\([^)]*\)|[|*#]", "", README, flags=re.DOTALL)
    # Read aloud at 150 words a minute it takes less than three.
    assert len(prose.split()) < 3 * 150


def test_the_commands_leave_the_shell_so_that_later_ones_work() -> None:
    assert COMMANDS[:2] == [
        "python3 -m venv .venv && . .venv/bin/activate && pip install . && devicemode conform",
        "python3 -m venv .venv && . .venv/bin/activate && pip install --editable '.[test]' && pytest -n auto",
    ]


def test_ci_runs_the_second_command() -> None:
    in_ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert COMMANDS[1].replace("pip install", "pip install --quiet") in in_ci


def test_the_picture_is_of_what_the_command_prints() -> None:
    """When this fails: `python -m tools.picture`."""
    assert picture.PATH.relative_to(ROOT).as_posix() in README
    assert picture.PATH.read_text("utf-8") == picture.drawn()


def test_the_feature_that_is_shown_is_the_one_in_the_picture() -> None:
    [shown] = re.findall(r"```gherkin\n(.*?)```", README, flags=re.DOTALL)
    assert shown == (ROOT / picture.COMMAND.split()[-1]).read_text("utf-8")


def test_the_example_in_python_is_the_test_of_the_shop() -> None:
    """`tests/ports/segment/test_shop_example.py` carries it out."""
    [example] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert (ROOT / "examples" / "shop" / "test_shop.py").read_text("utf-8").endswith(f'"""\n\n{example}')


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize(
    "figure",
    [
        f"{len(rules())} rules",
        f"{len(wire_rules())} upload rules",
        f"{len(divergences())} divergences",
        f"{len(suite.load()):,} cases",
    ],
)
def test_a_figure_is_true(figure: str) -> None:
    assert figure in README


def test_the_number_of_divergences_is_true_elsewhere() -> None:
    assert f"{len(divergences())} named divergences" in (ROOT / "CHANGELOG.md").read_text("utf-8")
