"""All mutants of the simulator's modules: the place, the change and the subject of each."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Final, Literal, NamedTuple

from simulator.documentation.rules import wire_rules
from tests import ROOT
from tests.mutation.operators import OPERATORS, Change, Classes, inherited, text

PATHS: Final = (
    "simulator/model/destinations",
    "simulator/model/amplitude",
    "simulator/model/segment/client.py",
    "simulator/model/segment/servers.py",
    "simulator/model/device.py",
    "simulator/model/sources.py",
    "simulator/model/calls.py",
    "simulator/backend/ingestion/operations.py",
    "simulator/backend/ingestion/users.py",
    "simulator/backend/ingestion/project.py",
)
"""The default paths to mutate."""

NOTES: Final = "at_work.py"
"""The module that notes rules where nothing carries them; no feature sees its notes."""

Subject = Literal["behavior", "reasons", "wording"]
"""The kind of change: to what the app, Amplitude or Segment gets to see; to the rules that are named for it (`because`);
or to the wording of an error or a warning."""


class Key(NamedTuple):
    """The identity of a mutant, wherever its line moves to."""

    file: str
    #: The qualified name of the function or class that it is in; empty at the top of a module.
    where: str
    operator: str
    before: str
    after: str
    #: Its number among those that read alike, from 1.
    nth: int


class Mutant(NamedTuple):
    """One small change to one module."""

    key: Key
    line: int
    #: The lines of the statement, or of what comes before its body: a case that does not reach them sees no mutant.
    lines: range
    #: Whether its code runs only once: at the top of a module or class, or behind a cache.
    runs_once: bool
    subject: Subject
    #: The tree of the module, and the place in it where the new node goes.
    tree: ast.Module
    parent: ast.AST
    field: str
    at: int | None
    new: ast.AST

    def apply(self) -> ast.Module:
        """Change the tree and return it."""
        ast.copy_location(self.new, self.parent)
        if self.at is None:
            setattr(self.parent, self.field, self.new)
        else:
            getattr(self.parent, self.field)[self.at] = self.new
        return ast.fix_missing_locations(self.tree)


class _Place(NamedTuple):
    """The position of the walk through a module."""

    names: tuple[str, ...] = ()
    class_name: str = ""
    subject: Subject = "behavior"
    lines: range = range(0)
    runs_once: bool = True

    def inside(self, node: ast.AST) -> _Place:
        if isinstance(node, ast.ClassDef):
            return self._replace(names=(*self.names, node.name), class_name=node.name)
        if isinstance(node, ast.FunctionDef):
            return self._replace(names=(*self.names, node.name), class_name="")
        return self

    def at(self, node: ast.AST, parent: ast.AST) -> _Place:
        here = self._replace(subject=_subject_inside(parent, node, self))
        if isinstance(parent, ast.FunctionDef) and isinstance(node, ast.stmt):
            here = here._replace(runs_once=any("cache" in text(one) for one in parent.decorator_list))
        if isinstance(node, ast.stmt):
            here = here._replace(lines=_lines(node))
        return here


def files_of(paths: Iterable[str]) -> list[Path]:
    """Return the modules below paths of the project, in order."""
    found: dict[Path, None] = {}
    for path in paths:
        here = ROOT / path
        found |= dict.fromkeys(sorted(here.rglob("*.py")) if here.is_dir() else [here])
    return list(found)


def mutants_of(paths: Iterable[str] = PATHS) -> list[Mutant]:
    """Return every mutant of the modules below paths."""
    classes = _classes()
    return [mutant for path in files_of(paths) for mutant in _of_file(path, classes)]


def sample(mutants: Sequence[Mutant], size: int, seed: str) -> list[Mutant]:
    """Draw lines of code, each as likely as any other, and one mutant of each; in the order of the code."""
    random = Random(seed)
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for mutant in mutants:
        by_line.setdefault((mutant.key.file, mutant.line), []).append(mutant)
    lines = random.sample(list(by_line), min(size, len(by_line)))
    drawn = [random.choice(by_line[line]) for line in lines]
    return sorted(drawn, key=lambda mutant: (mutant.key.file, mutant.line))


def _of_file(path: Path, classes: Classes) -> Iterator[Mutant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    count: Counter[tuple[str, ...]] = Counter()
    for parent, field, at, node, place in _walk(tree, _Place(subject="reasons" if path.name == NOTES else "behavior")):
        for change in _changes(node, place, classes):
            if change.before == change.after:
                continue
            like = (name, ".".join(place.names), change.operator, change.before, change.after)
            count[like] += 1
            line = getattr(node, "lineno", getattr(parent, "lineno", 1))
            yield Mutant(
                Key(*like, count[like]),
                line,
                place.lines,
                place.runs_once or change.operator == "decorator",
                _subject(node, change, place),
                tree,
                parent,
                field,
                at,
                change.new,
            )


def _changes(node: ast.AST, place: _Place, classes: Classes) -> Iterator[Change]:
    for operator in OPERATORS:
        yield from operator(node)
    if place.class_name:
        yield from inherited(node, place.class_name, classes)


Spot = tuple[ast.AST, str, int | None, ast.AST, _Place]


def _walk(parent: ast.AST, place: _Place) -> Iterator[Spot]:
    """Go through all nodes that can be changed, each with its place in its parent."""
    for field, value in ast.iter_fields(parent):
        if field in _LEFT_OUT.get(type(parent), ()):
            continue
        nodes = value if isinstance(value, list) else [value]
        for at, node in enumerate(nodes):
            if not isinstance(node, ast.AST) or _says_nothing(node, parent):
                continue
            here = place.at(node, parent)
            yield parent, field, at if isinstance(value, list) else None, node, here
            yield from _walk(node, here.inside(node))


#: Parts of the syntax that do nothing when the code runs, or nothing but refuse what the type checker refuses.
_LEFT_OUT: Final[dict[type[ast.AST], tuple[str, ...]]] = {
    ast.arg: ("annotation",),
    ast.AnnAssign: ("annotation", "target"),
    ast.FunctionDef: ("returns", "decorator_list"),
    ast.ClassDef: ("bases", "keywords", "decorator_list"),
    ast.ExceptHandler: ("type",),
    ast.Assign: ("targets",),
    ast.For: ("target",),
}


def _lines(node: ast.stmt) -> range:
    """Return the lines of a statement: of a condition or a loop those before its body, of a function all."""
    body = getattr(node, "body", None)
    if body and not isinstance(node, ast.FunctionDef):
        return range(node.lineno, max(body[0].lineno, node.lineno + 1))
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


_TYPES: Final = frozenset({"Callable", "Mapping", "Literal", "tuple", "dict", "list", "TypeVar", "Union"})


def _says_nothing(node: ast.AST, parent: ast.AST) -> bool:
    """Tell whether a node is not code: an import, a docstring, a type under a name, a line for the checker alone."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and text(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.FunctionDef):
        return node.name == "__repr__" or any("abstractmethod" in text(one) for one in node.decorator_list)
    if isinstance(node, ast.Assign) and isinstance(parent, ast.Module):
        value = node.value
        if isinstance(value, ast.Call | ast.Subscript):
            return text(value).partition("[")[0].partition("(")[0] in _TYPES
        return isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr)
    return False


def _subject_inside(parent: ast.AST, node: ast.AST, place: _Place) -> Subject:
    """Return the subject of everything inside a node."""
    if place.subject != "behavior":
        return place.subject
    if isinstance(parent, ast.Raise):
        return "wording"
    if isinstance(node, ast.keyword) and node.arg == "text" and isinstance(parent, ast.Call):
        return "wording" if text(parent.func) == "Warn" else "behavior"
    if isinstance(node, ast.Assign) and text(node.targets[0]) in ("text", "shown") and "describe" in text(node.value):
        # A warning's text is put together before it is made.
        return "wording"
    return "reasons" if _only_gives_reasons(node) else "behavior"


def _only_gives_reasons(node: ast.AST) -> bool:
    """Tell whether a piece of code only says which rules are behind something."""
    match node:
        case ast.keyword(arg="because"):
            return True
        case ast.Expr(value=ast.Call(func=function)):
            return _is_note(function)
        case ast.AugAssign(target=ast.Attribute(value=noting)) if _is_note(noting):
            return True
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            return isinstance(target, ast.Name | ast.Attribute) and _names_reasons(text(target))
        case ast.IfExp(body=one, orelse=other):
            return _names_reasons(text(one)) and (_names_reasons(text(other)) or text(other) == "()")
        case ast.If(body=body, orelse=[]):
            return all(map(_only_gives_reasons, body))
    return False


def _is_note(node: ast.AST) -> bool:
    """Tell whether something is the rules at work, or a method of them."""
    return "at_work" in text(node).split("(")[0].split(".")


def _subject(node: ast.AST, change: Change, place: _Place) -> Subject:
    """Return the subject of a change: a reason is known by its name, or by the rule that it names."""
    if place.subject != "behavior":
        return place.subject
    changed = change.before if change.operator in ("element", "order", "entry", "argument") else text(node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If | ast.For | ast.While):
        return "behavior"
    if isinstance(node, ast.Constant) and node.value in wire_rules():
        return "reasons"
    return "reasons" if _names_reasons(changed) else "behavior"


_REASON_NAMES: Final = (
    "because",
    "_rules",
    "_RULES",
    "_standing",
    "_in_session",
    "Because",
    "at_work",
    "by_number=",
    "by_timer=",
)


def _names_reasons(code: str) -> bool:
    return any(name in code for name in _REASON_NAMES) or any(f"'{rule}" in code for rule in _rule_ids())


@cache
def _rule_ids() -> tuple[str, ...]:
    rules = json.loads((ROOT / "fixtures/rules.json").read_text(encoding="utf-8"))
    return tuple(rule["id"] for rule in rules)


@cache
def _classes() -> Classes:
    """Read the names that the classes of the simulator define, and their bases."""
    names: dict[str, frozenset[str]] = {}
    bases: dict[str, tuple[str, ...]] = {}
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names[node.name] = frozenset(_defined(node))
                bases[node.name] = tuple(text(base).rpartition(".")[2] for base in node.bases)
    return Classes(names, bases)


def _defined(node: ast.ClassDef) -> Iterator[str]:
    """Return the names that a class defines, without abstract methods."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef):
            if not any("abstractmethod" in text(decorator) for decorator in one.decorator_list):
                yield one.name
        elif isinstance(one, ast.Assign):
            yield from (target.id for target in one.targets if isinstance(target, ast.Name))
        elif isinstance(one, ast.AnnAssign) and one.value and isinstance(one.target, ast.Name):
            yield one.target.id
