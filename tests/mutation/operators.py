"""Ways to change a module's text that cosmic-ray has no operator for: ids, elements, arguments, conditions, enumerations, statements.

Each operator looks at one node and gives what may stand in its place, as source text. Nothing is changed in a docstring or an annotation.
"""

import ast
import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

OPPOSITES = {
    "min": "max",
    "any": "all",
    "bisect_left": "bisect_right",
    "whole_months": "started_months",
    "FIRST_DAY": "LAST_DAY",
    "above_zero": "abs",
}
"""Names that are easily taken for each other."""
_OPPOSITES = OPPOSITES | {other: name for name, other in OPPOSITES.items() if other != "abs"}


class Change(NamedTuple):
    """A piece of a module's text, by byte offsets, and what is put in its place."""

    start: int
    end: int
    text: str


def _without(items: Sequence[ast.expr], index: int) -> list[ast.expr]:
    return [*items[:index], *items[index + 1 :]]


def _elements(node: ast.AST) -> Iterator[ast.expr]:
    """A tuple, list, set or dictionary without one of its elements."""
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for index in range(len(node.elts)):
            yield type(node)(_without(node.elts, index), node.ctx)
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        for index in range(len(node.elts)):
            yield ast.Set(_without(node.elts, index))
    elif isinstance(node, ast.Dict):
        for index in range(len(node.keys)):
            yield ast.Dict([*node.keys[:index], *node.keys[index + 1 :]], _without(node.values, index))


def _arguments(node: ast.AST) -> Iterator[ast.expr | ast.keyword]:
    """The keyword arguments and the starred ones of a call: each may be left out."""
    if isinstance(node, ast.Call):
        yield from node.keywords
        yield from (argument for argument in node.args if isinstance(argument, ast.Starred))


def _conditions(node: ast.AST) -> Iterator[ast.expr]:
    """A condition that always, or never, holds; one part of several left out; a membership turned round."""
    if isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            left = _without(node.values, index)
            yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
        turned = ast.NotIn() if isinstance(node.ops[0], ast.In) else ast.In()
        yield ast.Compare(node.left, [turned], node.comparators)
    elif isinstance(node, ast.Compare) and len(node.ops) > 1:
        yield ast.Compare(node.left, node.ops[:-1], node.comparators[:-1])
        yield ast.Compare(node.comparators[0], node.ops[1:], node.comparators[1:])
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        for place, generator in enumerate(node.generators):
            for index in range(len(generator.ifs)):
                changed = copy.deepcopy(node)
                changed.generators[place].ifs = _without(generator.ifs, index)
                yield changed


def _names(node: ast.AST, members: Mapping[str, Sequence[str]]) -> Iterator[ast.expr]:
    """Another id, the opposite name, the next member of an enumeration, a slice without its end."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield ast.Constant(f"{node.value}-x")
    elif isinstance(node, ast.Name) and node.id in _OPPOSITES and isinstance(node.ctx, ast.Load):
        yield ast.Name(_OPPOSITES[node.id], node.ctx)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in members.get(node.value.id, ()):
        names = members[node.value.id]
        yield ast.Attribute(node.value, names[(names.index(node.attr) + 1) % len(names)], node.ctx)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        bounds = node.slice
        if bounds.lower is not None:
            yield ast.Subscript(node.value, ast.Slice(None, bounds.upper, bounds.step), node.ctx)
        if bounds.upper is not None:
            yield ast.Subscript(node.value, ast.Slice(bounds.lower, None, bounds.step), node.ctx)


def _statements(node: ast.AST) -> Iterator[str]:
    """Nothing in the place of a call, of an addition, of an assignment to a part of something, or of a `continue`."""
    called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    part = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    if called or part or isinstance(node, ast.AugAssign | ast.Continue):
        yield "pass"


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that may be changed: no annotation, docstring, formatted text, or name that only type checkers read."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("cast", "TypeVar"):
        yield from node.args[1:]
        return
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice) and isinstance(node.value, ast.Name):
        typed = node.value.id in ("tuple", "dict", "frozenset", "list", "set", "Counter", "Callable")
        yield from () if typed else ast.iter_child_nodes(node)
        return
    annotations = [getattr(node, name, None) for name in ("annotation", "returns")]
    yield from (child for child in ast.iter_child_nodes(node) if child not in annotations)


def _all_inside(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for each in _inside(node):
        yield from _all_inside(each)


class _Offsets:
    """Where in the bytes of a text its nodes stand."""

    def __init__(self, encoded: bytes) -> None:
        """Take the text."""
        self.encoded = encoded
        self.lines = [0]
        for line in encoded.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def of(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """The first byte of a node and the one after its last."""
        end_line, end_column = cast("tuple[int, int]", (node.end_lineno, node.end_col_offset))
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[end_line - 1] + end_column

    def with_comma(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        """The same, with the comma and the space that follow it."""
        start, end = self.of(node)
        following = re.match(rb"\s*,\s*", self.encoded[end:])
        return start, end + (following.end() if following else 0)


def changes(source: str, members: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Every change of a module's text; `members` are the names of each enumeration's members."""
    offsets = _Offsets(source.encode())
    for node in _all_inside(ast.parse(source)):
        if not isinstance(node, ast.expr | ast.stmt):
            continue
        at = offsets.of(node)
        for other in (*_elements(node), *_conditions(node), *_names(node, members)):
            text = ast.unparse(ast.fix_missing_locations(other))
            bare = isinstance(other, ast.Constant | ast.Name | ast.Attribute | ast.Call | ast.Tuple)
            yield Change(*at, text if bare else f"({text})")
        yield from (Change(*at, text) for text in _statements(node))
        yield from (Change(*offsets.with_comma(argument), "") for argument in _arguments(node))
        if isinstance(node, ast.If | ast.While):
            yield from (Change(*offsets.of(node.test), text) for text in ("True", "False"))
