"""What the library remembers between cases, found by looking."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from alis_rules.explain import catalogue
from alis_rules.ledger import clauses
from alis_rules.rates_files import shipped

READ_ONCE = {catalogue.read_catalogue, clauses, shipped}
"""What is read from the shipped files, once: emptying these would read the files again."""


def own_modules() -> list[ModuleType]:
    """The modules of the library that are loaded, but those that are for tests."""
    named = sorted(sys.modules.items())
    found = [module for name, module in named if name == "alis_rules" or name.startswith("alis_rules.")]
    return [each for each in found if not each.__name__.startswith("alis_rules.testing")]


def caches() -> Iterator[Any]:
    """Each function of the library that remembers what it gave."""
    seen: set[int] = set()
    for module in own_modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and id(value) not in seen:
                seen.add(id(value))
                yield value


def clear_caches() -> int:
    """Empty every cache but those of the shipped files; how many things had been remembered."""
    remembered = 0
    for cache in caches():
        if cache not in READ_ONCE:
            remembered += cache.cache_info().currsize
            cache.cache_clear()
    return remembered
