"""The documents are true: their transcripts, guides and examples are carried out here."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from simulator.cli import cli
from tests import ROOT
from tests.support.backend_process import BackendProcess, backend
from tools.ports_guide import PORTS, differs, follow
from tools.readme import PAGES, actual, transcripts, without_lines

pytest_plugins = ["pytester"]

DOCS = ROOT / "docs"
TRANSCRIPTS = [
    pytest.param(command, shown, id=f"{page.stem}: {command[:50]}")
    for page in PAGES
    for command, shown in transcripts(page)
]


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) == 6


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS)
def test_a_transcript_is_what_the_command_prints(command: str, shown: str) -> None:
    """When this fails because the suite has grown: `python -m tools.readme`."""
    made = actual(command)
    assert made is None or without_lines(made) == without_lines(shown)


@pytest.mark.parametrize(("guide", "codes"), [("scenarios", {0, 2}), ("failures", {1}), ("pytest", {0})])
def test_a_tutorial_can_be_followed_letter_by_letter(guide: str, codes: set[int], tmp_path: Path) -> None:
    """When this fails: `python -m tools.ports_guide`. The guides for authors of ports are in tests/ports."""
    assert guide not in PORTS
    seen = set()
    for done, shown in follow(guide, tmp_path):
        seen |= {one.code for one in done}
        assert all("Traceback" not in one.printed + one.complained for one in done)
        assert shown is None or differs(done, shown) == ""
    assert seen == codes


def test_the_example_of_the_python_page_holds() -> None:
    [example] = re.findall(r"```python\n(.*?)```", (DOCS / "reference" / "python.md").read_text("utf-8"), re.DOTALL)
    exec(compile(example, "python.md", "exec"), {})  # noqa: S102  the page's own code


def test_the_examples_of_the_pytest_page_pass(tmp_path: Path) -> None:
    plugin, example = re.findall(
        r"```python\n(.*?)```", (DOCS / "reference" / "pytest.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "conftest.py").write_text(plugin, "utf-8")
    (tmp_path / "test_example.py").write_text(example, "utf-8")
    assert pytest.main(["-q", "-p", "no:cacheprovider", str(tmp_path)], plugins=[]) == 0


def test_every_fixture_is_on_the_pytest_page(pytester: pytest.Pytester) -> None:
    listed = pytester.runpytest_inprocess("--fixtures", "-p", "simulator.pytesting.fixtures").stdout.str()
    fixtures = re.findall(r"^(\w+)(?: \[\w+ scope\])? -- .*pytesting", listed, re.MULTILINE)
    assert len(fixtures) >= 16, listed
    page = (DOCS / "reference" / "pytest.md").read_text("utf-8")
    assert [name for name in fixtures if f"| `{name}` |" not in page] == []


# Commands that are not carried out, such as those that need a phone, at least exist


def _blocks() -> Iterator[tuple[str, str]]:
    """Yield the commands in the blocks of all pages, each with its page."""
    for page in PAGES:
        for block in re.findall(r"^```(?:sh|console)?\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.replace("\\\n", " ").splitlines():
                command = line.removeprefix("$ ").partition("  #")[0]
                if command.startswith("devicemode "):
                    yield page.name, command


@pytest.mark.parametrize(("page", "command"), sorted(set(_blocks())))
def test_a_command_and_its_options_exist(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    found: click.Command = cli
    context = click.Context(cli)
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        below = found.get_command(context, words.pop(0))
        assert below is not None, page
        found = below
    known = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    before = words[: words.index("--")] if "--" in words else words
    assert {word.partition("=")[0] for word in before if word.startswith("-")} <= known | {"--help"}, page


# The stand-in for Amplitude: its page is followed on a server of its own

BACKEND = (DOCS / "backend.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8118"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BackendProcess, Path]]:
    store = tmp_path_factory.mktemp("backend") / "amplitude.db"
    with backend(store=store) as process:
        yield process, store


def _exchanges() -> list[tuple[str, str]]:
    """Return the commands of the page that show their output in the same block."""
    found = re.findall(r"^```console\n\$ (.*?)^```", BACKEND, re.DOTALL | re.MULTILINE)
    exchanges = []
    for block in found:
        command, _, shown = re.sub(r"\\\n\s*", "", block).partition("\n")
        if shown:
            exchanges.append((command, shown.strip()))
    return exchanges


def test_the_page_of_the_backend_shows_what_it_answers(server: tuple[BackendProcess, Path]) -> None:
    process, store = server
    exchanges = _exchanges()
    assert len(exchanges) == 5
    devicemode = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    for command, shown in exchanges:
        here = command.replace(ADDRESS, process.url).replace("amplitude.db", str(store))
        made = subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=True, env=devicemode)
        assert _timeless(made.stdout.strip()) == _timeless(shown), command


def _timeless(text: str) -> str:
    return re.sub(r'"time":\d+', '"time":0', text)
