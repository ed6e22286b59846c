"""Small changes to code: each rule of this module makes one kind of them to a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Final, NamedTuple


class Change(NamedTuple):
    """A node that takes the place of another, with a description."""

    operator: str
    new: ast.AST
    before: str
    after: str


class Classes(NamedTuple):
    """The names that the classes of the project define, by class; and the bases of each."""

    names: Mapping[str, frozenset[str]]
    bases: Mapping[str, tuple[str, ...]]

    def inherits(self, class_name: str, name: str) -> bool:
        """Tell whether a class would have something of that name from a base."""
        return any(
            name in self.names.get(base, ()) or self.inherits(base, name) for base in self.bases.get(class_name, ())
        )


Operator = Callable[[ast.AST], Iterator[Change]]


def text(node: ast.AST) -> str:
    """Write a node as code; of a statement with a body, its first line."""
    return ast.unparse(node).partition("\n")[0] if isinstance(node, ast.stmt) else ast.unparse(node)


def _change(operator: str, old: ast.AST, new: ast.AST) -> Change:
    return Change(operator, new, text(old), text(ast.fix_missing_locations(ast.copy_location(new, old))))


_COMPARISONS: Final[Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def comparison(node: ast.AST) -> Iterator[Change]:
    """`a < b` becomes `a <= b` and `a >= b`; `==`, `is` and `in` become their opposites."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
                yield _change("comparison", node, ast.Compare(node.left, ops, node.comparators))


def boolean(node: ast.AST) -> Iterator[Change]:
    """`and` becomes `or` and vice versa; an operand goes; `not` goes."""
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _change("boolean", node, ast.BoolOp(other, node.values))
        for at in range(len(node.values)):
            left = node.values[:at] + node.values[at + 1 :]
            yield _change("boolean", node, left[0] if len(left) == 1 else ast.BoolOp(node.op, left))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _change("boolean", node, node.operand)


_ARITHMETIC: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitAnd,
}


def arithmetic(node: ast.AST) -> Iterator[Change]:
    """`+` becomes `-`, and so on; an operand goes; a minus goes. Of `a | b`, which joins, the sides are swapped."""
    if isinstance(node, ast.BinOp):
        if other := _ARITHMETIC.get(type(node.op)):
            yield _change("arithmetic", node, ast.BinOp(node.left, other(), node.right))
        elif isinstance(node.op, ast.BitOr):
            yield _change("arithmetic", node, ast.BinOp(node.right, node.op, node.left))
        yield _change("arithmetic", node, node.left)
        yield _change("arithmetic", node, node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield _change("arithmetic", node, node.operand)
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.BitOr):
        yield _change("arithmetic", node, ast.Assign([node.target], node.value))


def constant(node: ast.AST) -> Iterator[Change]:
    """A number becomes the next and the one before, a truth the other, a text another, None an empty text."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    others: tuple[str | int | float | bool, ...] = ()
    if isinstance(value, bool):
        others = (not value,)
    elif isinstance(value, int | float):
        others = (value + 1, value - 1)
    elif isinstance(value, str):
        others = (f"{value}~",) if value else ("~",)
    elif value is None:
        others = ("",)
    for other in others:
        yield _change("constant", node, ast.Constant(other))


def returned(node: ast.AST) -> Iterator[Change]:
    """A function returns None."""
    if isinstance(node, ast.Return) and node.value and text(node.value) not in ("None", "False"):
        yield _change("return", node, ast.Return(ast.Constant(None)))


def statement(node: ast.AST) -> Iterator[Change]:
    """A statement that does something goes; one that only names a value for later ones would be missed at once."""
    droppable = (
        (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant))
        or isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break)
        or (isinstance(node, ast.Delete) and any(not isinstance(one, ast.Name) for one in node.targets))
        or (
            isinstance(node, ast.Assign) and any(isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets)
        )
        or (isinstance(node, ast.Return) and node.value is None)
    )
    if droppable:
        yield _change("statement", node, ast.Pass())


def condition(node: ast.AST) -> Iterator[Change]:
    """A condition is turned round, always holds, or never."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        for test in (_negated(node.test), ast.Constant(True), ast.Constant(False)):
            if isinstance(node, ast.While) and isinstance(test, ast.Constant) and test.value:
                continue
            new = (
                ast.IfExp(test, node.body, node.orelse)
                if isinstance(node, ast.IfExp)
                else type(node)(test, node.body, node.orelse)
            )
            yield Change("condition", new, text(node.test), text(test))
        if isinstance(node, ast.If) and node.orelse:
            yield Change("branch", ast.If(node.test, node.body, []), f"else of {text(node)}", "pass")
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            left = [one for one in node.ifs if one is not test]
            for other in (_negated(test), ast.Constant(True)):
                new_comprehension = ast.comprehension(node.target, node.iter, [*left, other], node.is_async)
                yield Change("condition", new_comprehension, text(test), text(other))


def loop(node: ast.AST) -> Iterator[Change]:
    """A loop's body is never run."""
    if isinstance(node, ast.For):
        yield Change("loop", ast.For(node.target, ast.Tuple([]), node.body, node.orelse), text(node.iter), "()")


def element(node: ast.AST) -> Iterator[Change]:
    """An element of a tuple or list, or an entry of an object, goes; two neighbours are swapped."""
    if isinstance(node, ast.Dict):
        for at, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            new = ast.Dict(node.keys[:at] + node.keys[at + 1 :], node.values[:at] + node.values[at + 1 :])
            shown = f"{text(key)}: {text(value)}" if key else f"**{text(value)}"
            yield Change("entry", new, shown, "")
    elif isinstance(node, ast.Tuple | ast.List | ast.Set) and not isinstance(getattr(node, "ctx", None), ast.Store):
        for at, one in enumerate(node.elts):
            if isinstance(node, ast.Set) and len(node.elts) == 1:
                continue
            yield Change("element", _of(node, node.elts[:at] + node.elts[at + 1 :]), text(one), "")
        if not isinstance(node, ast.Set):
            for at in range(len(node.elts) - 1):
                first, second = node.elts[at : at + 2]
                swapped = _of(node, [*node.elts[:at], second, first, *node.elts[at + 2 :]])
                yield Change("order", swapped, f"{text(first)}, {text(second)}", f"{text(second)}, {text(first)}")


def argument(node: ast.AST) -> Iterator[Change]:
    """A named argument goes, two neighbours are swapped, or the call returns its argument."""
    if not isinstance(node, ast.Call) or text(node.func) == "isinstance":
        return
    for at, keyword in enumerate(node.keywords):
        left = node.keywords[:at] + node.keywords[at + 1 :]
        yield Change("argument", ast.Call(node.func, node.args, left), text(keyword), "")
    for at in range(len(node.args) - 1):
        first, second = node.args[at : at + 2]
        swapped = [*node.args[:at], second, first, *node.args[at + 2 :]]
        yield _change("arguments", node, ast.Call(node.func, swapped, node.keywords))
    if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        yield _change("call", node, node.args[0])


def part(node: ast.AST) -> Iterator[Change]:
    """A part of a sequence is the whole."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        yield _change("slice", node, node.value)


def decorator(node: ast.AST) -> Iterator[Change]:
    """A decorator goes."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        for one in node.decorator_list:
            left = [other for other in node.decorator_list if other is not one]
            yield Change("decorator", _like(node, decorator_list=left), f"@{text(one)} {node.name}", node.name)


OPERATORS: Final[tuple[Operator, ...]] = (
    comparison,
    boolean,
    arithmetic,
    constant,
    returned,
    statement,
    condition,
    loop,
    element,
    argument,
    part,
    decorator,
)


def inherited(node: ast.AST, class_name: str, classes: Classes) -> Iterator[Change]:
    """A method does what its base's does; a class attribute is the base's."""
    if isinstance(node, ast.FunctionDef) and classes.inherits(class_name, node.name):
        arguments = node.args
        taken = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][1:]
        call = ast.Call(
            ast.Attribute(ast.Call(ast.Name("super"), [], []), node.name),
            [ast.Name(one) for one in taken],
            [ast.keyword(one.arg, ast.Name(one.arg)) for one in arguments.kwonlyargs],
        )
        is_property = any(text(one) == "property" for one in node.decorator_list)
        value: ast.expr = call.func if is_property else call
        yield Change("inherited", _like(node, body=[ast.Return(value)]), f"def {node.name}", ast.unparse(value))
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and classes.inherits(class_name, target.id):
            yield _change("inherited", node, ast.Pass())


def _negated(test: ast.expr) -> ast.expr:
    return (
        test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else ast.UnaryOp(ast.Not(), test)
    )


def _of(node: ast.Tuple | ast.List | ast.Set, elements: list[ast.expr]) -> ast.expr:
    return ast.Set(elements) if isinstance(node, ast.Set) else type(node)(elements, ast.Load())


def _like(node: ast.FunctionDef | ast.ClassDef, **changed: object) -> ast.AST:
    made = copy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made
