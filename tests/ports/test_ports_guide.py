"""The guides for authors of ports are followed letter by letter in an empty folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from simulator.conformance.subject import PortInfo
from simulator.ports import adapter_link
from simulator.ports.connections import replies, stdio
from simulator.ports.connections.deadlines import allowed
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.ports.starting_points import STARTING_POINTS
from tests import ROOT
from tools import protocol_page
from tools.ports_guide import PORTS as LANGUAGES
from tools.ports_guide import Done, author_writes, blocks, chapter, differs, follow

PORTS = ROOT / "docs" / "ports.md"


def followed(language: str, folder: Path) -> dict[str, Done]:
    """Follow a guide; return its commands by their text, and fail where it shows anything that is not printed."""
    every: dict[str, Done] = {}
    for done, shown in follow(language, folder):
        for one in done:
            assert one.code in (0, 1), one
            assert "Traceback" not in one.complained + one.printed
            every[one.command] = one
        if shown is not None:
            # If only numbers have changed: `python -m tools.ports_guide`.
            assert differs(done, shown) == "", done
    return every


@pytest.mark.node
def test_the_tutorial_leads_to_a_verdict_and_to_a_green_run(tmp_path: Path) -> None:
    done = followed("node", tmp_path)
    codes = {one.command: one.code for one in done.values()}
    assert codes == {
        "devicemode adapter new --language node .": 0,
        # The second time, when the port has been changed.
        "devicemode adapter check -- node adapter.mjs": 0,
        'devicemode conform --adapter "node adapter.mjs" --report first.jsonl': 1,
        'devicemode conform --adapter "node adapter.mjs" --report second.jsonl --record-failures known.toml': 1,
        "devicemode diff first.jsonl second.jsonl": 0,
        'devicemode conform --adapter "node adapter.mjs" --known-failures known.toml': 0,
        "devicemode report second.jsonl --html report.html --badge badge.svg": 0,
    }
    for name in ("known.toml", "report.html", "badge.svg"):
        assert (tmp_path / name).stat().st_size > 0


@pytest.mark.node
def test_an_author_connects_a_web_sdk_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Packages that another run has installed need not be fetched again.
    monkeypatch.setenv("npm_config_prefer_offline", "true")
    done = followed("page", tmp_path)
    assert done["devicemode adapter check -- node adapter.mjs"].code == 0
    assert (tmp_path / "first.jsonl").stat().st_size > 0
    assert author_writes("page") <= 70


def test_the_guide_to_uploads_leads_to_a_verdict(tmp_path: Path) -> None:
    done = followed("python", tmp_path)
    assert done["devicemode adapter check -- python adapter.py"].code == 0
    assert "passed" in done['devicemode conform --adapter "python adapter.py" --platform ios'].printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_author_writes_little(language: str) -> None:
    assert 0 < author_writes(language) < 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_runs_and_shows_something(language: str) -> None:
    kinds = [kind for kind, _ in blocks(chapter(language))]
    assert kinds.count("sh") > 1
    assert "text" in kinds


def test_another_output_than_the_one_that_is_shown_is_noticed() -> None:
    done = [Done("devicemode x", 0, "one\ntwo\nthree", "")]
    assert differs(done, "one\n…\nthree\n") == ""
    assert differs(done, "one\nthree\n") == "one\nthree"
    assert differs(done, "three\n…\none\n") == "one"
    assert differs(done, "two 2\n") == "two 2"


def test_every_starting_point_stands_in_the_guide() -> None:
    rows = [line for line in PORTS.read_text("utf-8").splitlines() if line.startswith("| `--")]
    assert len(rows) == len(STARTING_POINTS)
    for row, (name, point) in zip(rows, STARTING_POINTS.items(), strict=True):
        files = [f"`{path}`" for path in (*point.stays, *point.yours)]
        assert [word for word in (f"{name}`", *files, point.build, f"`{point.run}`") if word not in row] == []


def test_every_link_of_the_guides_leads_somewhere() -> None:
    for page in (PORTS, ROOT / "docs" / "adapter-protocol.md"):
        links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


PROTOCOL = ROOT / "docs" / "adapter-protocol.md"


def test_the_tables_of_the_protocol_are_those_of_its_messages() -> None:
    """When this fails: `python -m tools.protocol_page docs/adapter-protocol.md`."""
    text = PROTOCOL.read_text("utf-8")
    assert protocol_page.renewed(text) == text
    assert [found[2] for found in protocol_page.MARKS.finditer(text)] == [
        "requests",
        "device",
        "replies",
        "capabilities",
    ]


def test_every_message_and_field_stands_on_the_page() -> None:
    text = PROTOCOL.read_text("utf-8")
    for request in messages.AnyRequest.__args__:
        assert f"### `{request.__struct_config__.tag}`" in text
        for field in request.__struct_encode_fields__:
            assert field == "id" or f"| `{field}` |" in text
    for kind in (messages.Welcome, PortInfo, messages.Seen, messages.Threw, messages.Skip, messages.Problem):
        assert [field for field in kind.__struct_encode_fields__ if f"| `{field}` |" not in text] == []
    assert [name for name in CAPABILITIES if f"| `{name}` |" not in text] == []


def test_what_the_page_says_in_numbers_is_true() -> None:
    text = " ".join(PROTOCOL.read_text("utf-8").split())
    for sentence in (
        f"# The adapter protocol, version {messages.PROTOCOL} ",
        f"`hello` may take {adapter_link.START_TIMEOUT:g} seconds, every other reply 5 (`--timeout`)",
        f"lets pass: {allowed(messages.Advance(id=1, ms=24 * 3_600_000), 5):g} seconds for a day.",
        f"A reply has at most {replies.LONGEST_REPLY >> 20} MiB",
        f"its last {stdio.STDERR_KEPT >> 10} KiB are shown with the verdict",
        "A worker gives up after ten scenarios in a row that its adapter failed",
        "After `bye` a process ends with 0 within 2 seconds",
    ):
        assert sentence in text
    assert adapter_link.MOST_FAILURES == 10


def test_the_conversation_on_the_page_is_one_of_the_protocol() -> None:
    [talk] = re.findall(r"```\n(→ .*?)```", PROTOCOL.read_text("utf-8"), re.DOTALL)
    kinds = {request.__struct_config__.tag: request for request in messages.AnyRequest.__args__}
    for line in talk.splitlines():
        said = json.loads(line[2:].replace(", …}", "}"))
        kind = kinds[said.pop("do")] if line[0] == "→" else messages.Reply
        assert set(said) <= set(kind.__struct_encode_fields__)


def test_the_harness_leaves_no_field_out() -> None:
    sent = msgspec.json.decode(msgspec.json.encode(messages.Drain(id=7)))
    assert sent == {"do": "drain", "id": 7, "flush": True}
