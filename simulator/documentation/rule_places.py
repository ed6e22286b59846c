"""The places in this package where a rule is carried out, found in the package's source.

A rule is at a place if its id is there as a string, as in `because=(ID,)`, or if a comment or docstring names it
after the word rule: `(rule ID)`, `Rules ID, ID and ID.`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

PACKAGE: Final = Path(__file__).parent.parent

ROOMS: Final = ("documentation", "model", "wire", "backend", "ports/segment")
"""The parts of the package that carry rules out; the others run and report them."""
DIVERGENCES: Final = PACKAGE / "model" / "divergences"
"""The part that breaks rules as the shipped code does."""

_ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+"
_AS_STRING: Final = re.compile(_ID)
_NAMED: Final = re.compile(rf"\b[Rr]ules?\s+({_ID}(?:(?:,\s+and|,|\s+and)\s+{_ID})*)")
_COMMENT: Final = re.compile(r"^\s*#:?", re.MULTILINE)


class CodePlace(msgspec.Struct, frozen=True, order=True):
    """A line of this package's source."""

    #: From the folder that holds the package: `simulator/model/destinations/pages.py`.
    path: str
    line: int
    #: The function, class or table that the line is part of; empty at the top of a module.
    name: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" + (f"  {self.name}" if self.name else "")


def places_of(rule_id: str) -> tuple[CodePlace, ...]:
    """Return every place that carries out a rule, each function, class or table once."""
    found: dict[tuple[str, str], CodePlace] = {}
    for path in sources():
        for named, place in named_in(path) if rule_id in _text(path) else ():
            if named == rule_id:
                found.setdefault((place.path, place.name), place)
    return tuple(found.values())


def divergence_places(name: str) -> tuple[CodePlace, ...]:
    """Return where the code of a divergence is: the classes and defaults that are marked with its id."""
    paths = sorted(DIVERGENCES.glob("*.py"))
    return tuple(place for path in paths if name in _text(path) for named, place in named_in(path) if named == name)


def sources() -> Iterator[Path]:
    """Yield the files that carry rules out."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            if not path.is_relative_to(DIVERGENCES):
                yield path


@cache
def named_in(path: Path) -> tuple[tuple[str, CodePlace], ...]:
    """Return everything in a file that looks like a rule's id, with its place, in the order of the lines."""
    text = _text(path)
    tree = ast.parse(text)
    found = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _AS_STRING.fullmatch(node.value)
    ]
    # The signs that begin comments become spaces: a list of rules may continue on the next line.
    prose = _COMMENT.sub(lambda sign: " " * len(sign[0]), text)
    for mention in _NAMED.finditer(prose):
        ids = _AS_STRING.finditer(prose, *mention.span(1))
        found += [(text.count("\n", 0, one.start()) + 1, one[0]) for one in ids]
    parts = list(_parts(tree.body))
    return tuple((named, CodePlace(_shown(path), line, _name_at(line, parts))) for line, named in sorted(found))


Part = tuple[int, int, str]
"""The first and the last line of a part of a module, and its name."""


def _parts(body: list[ast.stmt], prefix: str = "") -> Iterator[Part]:
    """Yield the functions, classes and tables of a module or class, those inside its classes too."""
    name = None
    for node in body:
        if not isinstance(node, ast.Expr):
            name = _name_of(node)
        # An expression is the docstring of the table before it.
        if name:
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            yield first, node.end_lineno or first, prefix + name
        if isinstance(node, ast.ClassDef):
            yield from _parts(node.body, f"{prefix}{node.name}.")


def _name_of(node: ast.stmt) -> str | None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def _name_at(line: int, parts: list[Part]) -> str:
    """Return the name of the innermost part that contains a line."""
    around = [(last - first, name) for first, last, name in parts if first <= line <= last]
    return min(around)[1] if around else ""


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _shown(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()
