"""Mappings that cannot be changed and tell which names there are; frozen records that hold them, which copies and pickles keep whole."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NoReturn, Self, TypeVar, cast

from attrs import fields

from .problems import UnknownName

Name = TypeVar("Name")
Thing = TypeVar("Thing")


class _Named(dict[Name, Thing]):
    """Things by their names."""

    def __missing__(self, name: object) -> NoReturn:
        raise UnknownName(name, map(str, self))


def read_only(things: Mapping[Name, Thing]) -> Mapping[Name, Thing]:
    """A mapping that cannot be changed; a name that it lacks is a KeyError, which names those that there are."""
    return MappingProxyType(_Named(things))


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
        held: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(cast("Any", type(self)))}
        for name, value in held.items():
            if isinstance(value, MappingProxyType):
                held[name] = dict(cast("Mapping[str, Any]", value))
        return _kept, (type(self), held)


def _kept(cls: type[Kept], held: dict[str, Any]) -> Kept:
    """The record that a pickle holds."""
    mappings = {name: read_only(cast("dict[str, Any]", value)) for name, value in held.items() if isinstance(value, dict)}
    return _one(cls(**{**held, **mappings}))


@lru_cache(maxsize=64)
def _one(record: Kept) -> Kept:
    """The first of equal records: what is remembered of it is then found again, though a pickle has come in between."""
    return record
