"""The way from a case to its results reads no clock, file, environment or randomness, and leaves nothing behind."""

import json
import subprocess
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from tests.determinism.caches import own_modules
from tests.determinism.digests import FEW, documents, refusals, results
from tests.support import ROOT


def test_nothing_asks_the_world_and_what_would_is_seen() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.determinism.sealing"], capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert not done.stderr
    found = json.loads(done.stdout)
    assert found["honest"] == []
    assert found["honest again"] == []
    assert len(found["planted"]) > 25
    assert [name for name, noted in found["planted"].items() if not noted] == []


def _contents(value: Any) -> Any:
    """What a value of a module holds, where it can be changed; else which object it is."""
    held: Any = value
    if isinstance(value, dict):
        return {repr(key): _contents(each) for key, each in held.items()}
    if isinstance(value, list | tuple):
        return [_contents(each) for each in held]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, held))
    return id(value)


def _state() -> Iterator[tuple[str, Any]]:
    """Everything that the modules of the library and their classes hold, by name; the caches are objects that stay the same."""
    for module in own_modules():
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            yield f"{module.__name__}.{name}", _contents(value)
            if isinstance(value, type) and value.__module__ == module.__name__:
                for attribute, held in vars(value).items():
                    if not attribute.startswith("__"):
                        yield f"{module.__name__}.{name}.{attribute}", _contents(held)
            if isinstance(value, FunctionType):
                yield (
                    f"{module.__name__}.{name}()",
                    _contents([value.__defaults__, value.__kwdefaults__, vars(value)]),
                )


class TestWhatIsLeftBehind:
    def test_nothing_but_in_caches(self) -> None:
        texts = documents()
        list(results(FEW[:1], texts))  # imports what it takes
        before = dict(_state())
        list(results(FEW[1:], texts))
        list(refusals())
        after = dict(_state())
        assert len(before) > 1_000
        assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == set()
