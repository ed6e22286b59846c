"""A reader who follows a guide letter by letter: its blocks, in order, carried out in an empty folder.

`sh` blocks are commands, one per line; a `text` block shows their output, `…` marks what is left out. A block of
another language whose first line is a comment with a file's name is that file, and a `diff` block changes the file
written last. `python -m tools.ports_guide` writes today's output into the guides.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from tools.readme import ROOT

_TUTORIALS: Final = ROOT / "docs" / "tutorials"

GUIDES: Final = {
    "node": (_TUTORIALS / "ports.md", "## From an empty folder to a green run"),
    "page": (_TUTORIALS / "page.md", "## From an empty folder to what differs"),
    "python": (ROOT / "docs" / "ports.md", "## Uploads in place of reported events"),
    "scenarios": (_TUTORIALS / "qa.md", "## Write down what you expect"),
    "failures": (_TUTORIALS / "qa.md", "## Read a failure"),
    "pytest": (_TUTORIALS / "pytest.md", "# Test an app's tracking with pytest"),
}
"""The guides that can be followed, each with its heading."""

PORTS: Final = ("node", "page", "python")
"""The guides in which somebody writes a port, by its language."""

LEFT_OUT: Final = "…"
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NAMED: Final = re.compile(r"(?://|#) ((?:\w+/)*\w+\.\w+)\n")


class Done(msgspec.Struct, frozen=True):
    """A command that was run."""

    command: str
    code: int
    printed: str
    complained: str


class MismatchError(AssertionError):
    """The guide shows output that is not printed."""


def chapter(language: str) -> str:
    """Return the text of a guide."""
    path, heading = GUIDES[language]
    text = path.read_text("utf-8")
    level = heading.partition(" ")[0]
    # A single # is a comment in a block, or the title of a page.
    following = re.compile(rf"^#{{2,{len(level)}}} " if len(level) > 1 else r"\Z(?!)", re.MULTILINE)
    begin = text.index(f"{heading}\n")
    end = following.search(text, begin + len(heading))
    return text[begin : end.start() if end else len(text)]


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the blocks of a guide: language and content."""
    return _BLOCK.findall(text)


def follow(language: str, folder: Path) -> Iterator[tuple[list[Done], str | None]]:
    """Follow a guide, and yield the commands of each block with the output that it shows for them, if any."""
    found = blocks(chapter(language))
    written: Path | None = None
    for index, (kind, content) in enumerate(found):
        named = _NAMED.match(content)
        if kind == "sh":
            done = [_run(command, folder) for command in content.splitlines()]
            shown = found[index + 1][1] if found[index + 1 :] and found[index + 1][0] == "text" else None
            yield done, shown
        elif kind == "diff":
            assert written is not None
            written.write_text(_changed(written.read_text("utf-8"), content), "utf-8")
        elif named:
            written = folder / named[1]
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(content, "utf-8")


def differs(done: Sequence[Done], shown: str) -> str:
    """Return the first part of a shown output that was not printed in order; empty if all were."""
    printed = _lines(done)
    at = 0
    for part in _parts(shown):
        found = _find(part, printed[at:], exactly=True)
        if found is None:
            return "\n".join(part)
        at += found + len(part)
    return ""


def author_writes(language: str) -> int:
    """Return the number of lines that the author of a port writes, in files and in changes."""
    lines = 0
    for kind, content in blocks(chapter(language)):
        if kind == "diff":
            lines += sum(line.startswith("+") for line in content.splitlines())
        elif kind != "sh" and _NAMED.match(content):
            lines += len(content.splitlines())
    return lines


def refresh(language: str) -> None:
    """Write today's output of the commands into a guide; only numbers may have changed."""
    path, _ = GUIDES[language]
    with tempfile.TemporaryDirectory() as folder:
        for done, shown in follow(language, Path(folder)):
            if shown is not None:
                path.write_text(path.read_text("utf-8").replace(shown, _renewed(done, shown)), "utf-8")


def _lines(done: Sequence[Done]) -> list[str]:
    """Return the output of commands, first of standard output, then of standard error."""
    return "\n".join(part for one in done for part in (one.printed, one.complained) if part).splitlines()


def _renewed(done: Sequence[Done], shown: str) -> str:
    printed = _lines(done)
    made, at = [], 0
    for part in _parts(shown):
        found = _find(part, printed[at:], exactly=False)
        if found is None:
            raise MismatchError("\n".join(part))
        made.append("\n".join(printed[at + found : at + found + len(part)]))
        at += found + len(part)
    return f"\n{LEFT_OUT}\n".join(made) + "\n"


def _parts(shown: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in shown.splitlines():
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _find(part: Sequence[str], printed: Sequence[str], *, exactly: bool) -> int | None:
    def seen(line: str) -> str:
        return line if exactly else re.sub(r"\d+", "0", line)

    wanted = [seen(line) for line in part]
    there = [seen(line) for line in printed]
    return next((at for at in range(len(there)) if there[at : at + len(wanted)] == wanted), None)


def _changed(text: str, change: str) -> str:
    lines = change.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(old) == 1, f"the guide changes a line that does not exist: {old}"
    return text.replace(old, new)


def _run(command: str, folder: Path) -> Done:
    """Run a command as a shell would, with this project's `devicemode` and `python` first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env=os.environ | {"COLUMNS": "120", "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    printed = "\n".join(line.rstrip() for line in run.stdout.splitlines())
    return Done(command, run.returncode, printed, run.stderr)


if __name__ == "__main__":
    for each in sys.argv[1:] or GUIDES:
        refresh(each)
