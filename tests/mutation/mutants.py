"""The mutants of a module: each change of one place that some operator makes, told by where it stands and what it says.

Comparisons, arithmetic, numbers, truth values, ``and``, ``or``, ``not``, ``break`` and decorators are changed by the operators of
cosmic-ray, all else by those of `operators`.
"""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .operators import changes

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "alis_rules"
OPERATORS = re.compile(
    r"core/("
    r"ReplaceComparisonOperator_(Lt_LtE|Lt_Gt|Lt_GtE|LtE_Lt|LtE_Gt|LtE_GtE|Gt_GtE|Gt_Lt|Gt_LtE|GtE_Gt|GtE_Lt|GtE_LtE"
    r"|Eq_NotEq|Eq_LtE|Eq_GtE|NotEq_Eq|Is_IsNot|IsNot_Is)"
    r"|ReplaceBinaryOperator_(Add_Sub|Add_Mul|Sub_Add|Sub_Mul|Mul_Add|Mul_Sub|Mul_FloorDiv|FloorDiv_Mul|FloorDiv_Sub|FloorDiv_Mod)"
    r"|ReplaceUnaryOperator_Delete_(Not|USub)|NumberReplacer|AddNot|Replace(True|False|And|Or|Break|Continue)\w+|RemoveDecorator"
    r"|ZeroIterationForLoop|ExceptionReplacer)"
)
"""Those operators of cosmic-ray that make a change of meaning here."""


Key = tuple[str, str, str, str]
"""What tells a mutant from others: file, function, the lines as they are, the lines as they are in it."""


class Mutant(NamedTuple):
    """A module with one place of it changed."""

    file: str
    """The module's path within the package."""
    within: str
    """The function or class that holds the place; the module's own level is empty."""
    original: str
    """The lines that are changed, with the white space between words made even."""
    changed: str
    """The same lines after it."""
    source: str
    """The whole text of the changed module."""

    @property
    def key(self) -> Key:
        """What tells a mutant from others, also after edits elsewhere in the module."""
        return self.file, self.within, self.original, self.changed

    def __str__(self) -> str:
        """The mutant as the list of survivors shows it."""
        return f"{self.file}, {self.within or 'module'}: {self.original}  ->  {self.changed}"


@cache
def _enumerations() -> Mapping[str, Sequence[str]]:
    """The members of every enumeration of the package, by its name."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases):
                targets = [each.targets[0] for each in node.body if isinstance(each, ast.Assign)]
                found[node.name] = [target.id for target in targets if isinstance(target, ast.Name)]
    return found


def _by_cosmic_ray(source: str) -> Iterator[str]:
    """The changed texts that the operators of cosmic-ray make; it has no types of its own."""
    plugins: Any = importlib.import_module("cosmic_ray.plugins")
    trees: Any = importlib.import_module("cosmic_ray.ast")
    mutating: Any = importlib.import_module("cosmic_ray.mutating")
    nodes = [*trees.ast_nodes(trees.get_ast(source))]
    names: list[str] = sorted(plugins.operator_names())
    for name in filter(OPERATORS.fullmatch, names):
        operator = plugins.get_operator(name)()
        for occurrence in range(sum(len([*operator.mutation_positions(node)]) for node in nodes)):
            yield mutating.mutate_code(source, operator, occurrence)


def _by_our_own(source: str) -> Iterator[str]:
    encoded = source.encode()
    for start, end, text in changes(source, _enumerations()):
        yield (encoded[:start] + text.encode() + encoded[end:]).decode()


def _meaning(tree: ast.AST) -> str:
    """What a module does, told apart from its layout: equal for equal code."""
    return ast.dump(tree)


def _within(tree: ast.Module, line: int) -> str:
    """The dotted name of the innermost function or class that holds a line."""
    names: list[str] = []
    body: list[ast.stmt] = tree.body
    while True:
        for node in body:
            decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and min([node.lineno, *decorators]) <= line <= (node.end_lineno or 0):
                names.append(node.name)
                body = node.body
                break
        else:
            return ".".join(names)


def _between(before: Sequence[str], after: Sequence[str]) -> tuple[int, str, str]:
    """The first line that differs, and the lines that differ, in both."""
    (first, last), (first_after, last_after) = _differing(before, after)
    return first + 1, _even(before[first:last]), _even(after[first_after:last_after])


def _even(lines: Sequence[str]) -> str:
    """Lines as one, with one space between words."""
    return " ".join(" ".join(lines).split())


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """From where to where two lists of lines differ."""
    parts = [code[1:] for code in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if code[0] != "equal"]
    return (parts[0][0], parts[-1][1]), (parts[0][2], parts[-1][3])


def mutants(file: str) -> list[Mutant]:
    """Every mutant of a module, without those that do not compile or say the same in other words."""
    source = (PACKAGE / file).read_text("utf-8")
    tree = ast.parse(source)
    meanings = {_meaning(tree)}
    found: list[Mutant] = []
    for text in (*_by_cosmic_ray(source), *_by_our_own(source)):
        try:
            meaning = _meaning(ast.parse(text))
            compile(text, file, "exec")
        except SyntaxError:
            continue
        if meaning not in meanings:
            meanings.add(meaning)
            line, original, changed = _between(source.splitlines(), text.splitlines())
            found.append(Mutant(file, _within(tree, line), original, changed, text))
    return found


def unchanged() -> Mutant:
    """A module as it is, in the shape of a mutant: no check may notice it."""
    file = "arithmetic.py"
    return Mutant(file, "", "", "", (PACKAGE / file).read_text("utf-8"))
