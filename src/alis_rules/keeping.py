"""Frozen records that hold read-only mappings: their copies are themselves, and pickles hold all of them."""

from functools import lru_cache
from types import MappingProxyType
from typing import Any, Self, cast

from attrs import fields


class Kept:
    """The base of a frozen record with mappings that cannot be changed, which Python neither copies nor pickles by itself."""

    __slots__ = ()

    def __copy__(self) -> Self:
        """Itself: it cannot change."""
        return self

    def __deepcopy__(self, _: object) -> Self:
        """Itself: nothing in it can change."""
        return self

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        """What a pickle holds: every field, mappings as plain ones."""
        held = {each.name: getattr(self, each.name) for each in fields(cast("Any", type(self)))}
        return _kept, (type(self), {name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in held.items()})


def _kept(cls: type[Kept], held: dict[str, Any]) -> Kept:
    """The record that a pickle holds."""
    return _one(cls(**{name: MappingProxyType(value) if isinstance(value, dict) else value for name, value in held.items()}))


@lru_cache(maxsize=64)
def _one(record: Kept) -> Kept:
    """The first of equal records: what is remembered of it is then found again, though a pickle has come in between."""
    return record
