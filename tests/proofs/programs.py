"""The compiled program read as a formula: each statement of the source that `compiling.source_of` writes, on symbols.

Nothing forks here: a choice in the source is a choice in the formula. What is not known is a number together with the condition that it
is None. A program that holds anything else than the few constructs below is refused, so that nothing is proven of a program misread.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any

from attrs import define

from .symbols import Condition, Symbol
from .worlds import World, symbolic


def _floordiv(one: Any, other: Any) -> Any:
    return one // other


_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: _floordiv,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
}


@define(eq=False)
class Nullable:
    """A number that may be None."""

    null: Condition
    value: Symbol


class Misread(ValueError):
    """A construct that is not known."""


@define(eq=False)
class Reader:
    """Reads statements; names stand for what they were given."""

    world: World
    names: dict[str, Any]

    def read(self, node: ast.expr) -> Any:
        """What an expression comes to."""
        match node:
            case ast.Constant(value=int() as value):
                return symbolic(self.world, int(value)) if not isinstance(value, bool) else self._truth(value=value)
            case ast.Name(id=name):
                return self.names[name]
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                self.names[name] = self.read(value)
                return self.names[name]
            case ast.BinOp(left=left, op=sign, right=right):
                return _OPERATORS[type(sign)](self.read(left), self.read(right))
            case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
                return self.null(self.read(left))
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return _OPERATORS[type(sign)](self.read(left), self.read(right))
            case ast.BoolOp(op=ast.Or(), values=[first, ast.Constant(value=0)]):
                return self.known(self.read(first))
            case ast.BoolOp(op=sign, values=[first, *rest]):
                found = self.read(first)
                for each in rest:
                    found = found & self.read(each) if isinstance(sign, ast.And) else found | self.read(each)
                return found
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ~self.read(operand)
            case ast.IfExp(test=test, body=ast.Constant(value=None), orelse=orelse):
                return Nullable(self.read(test), self.read(orelse))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.read(test).alis_choose(self.read(body), self.read(orelse))
            case _:
                raise Misread(ast.unparse(node))

    def known(self, value: Any) -> Symbol:
        """A number, nothing where it is None."""
        known: Symbol = value.null.alis_choose(symbolic(self.world, 0), value.value) if isinstance(value, Nullable) else value
        return known

    def null(self, value: Any) -> Condition:
        """The condition that a number is None."""
        return value.null if isinstance(value, Nullable) else self._truth(value=False)

    def _truth(self, *, value: bool) -> Condition:
        return symbolic(self.world, int(value)) > 0


def statements(source: str) -> dict[str, ast.expr]:
    """The expression that each name is given in a program, in order; but for the facts, which are read first."""
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    *body, last = function.body
    assert isinstance(last, ast.Return)
    found: dict[str, ast.expr] = {}
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(value=ast.Name(id="facts"), attr=attribute)) if (
                name == attribute
            ):
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case _:
                raise Misread(ast.unparse(statement))
    return found
