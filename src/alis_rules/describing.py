"""Descriptions of fields: the text below each in the source, which an editor shows too.

So a field is described once. The source is read where a schema is asked for, and only then.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise


def descriptions(cls: type) -> Mapping[str, str]:
    """The description of each field of a type, by its name; none where the source is not at hand."""
    return of_module(cls.__module__).get(cls.__name__, {})


@cache
def of_module(module: str) -> Mapping[str, Mapping[str, str]]:
    """The descriptions of a module, by type and field."""
    try:
        source = inspect.getsource(import_module(module))
    except OSError:  # a distribution of compiled files alone
        return {}
    types = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_fields(node)) for node in types}


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(node.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            text: str = ast.literal_eval(below.value)
            yield field.target.id, " ".join(text.split())
