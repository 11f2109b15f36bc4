"""The mutants that no input can tell from the library, each with why: ``equivalent.toml`` beside this module."""

import tomllib
from pathlib import Path

from attrs import frozen

from .mutants import Key, Mutant

LISTED_AT = Path(__file__).parent / "equivalent.toml"


@frozen(kw_only=True)
class Equivalent:
    """A listed mutant, told by the text that it changes, so that edits elsewhere leave it as it is."""

    file: str
    within: str
    original: str
    changed: str
    why: str

    @property
    def key(self) -> Key:
        """What tells it from others, as `Mutant.key`."""
        return self.file, self.within, self.original, self.changed


def listed() -> tuple[Equivalent, ...]:
    """Every listed mutant; a reason holds for all the changes that it names."""
    found: list[Equivalent] = []
    for group in tomllib.loads(LISTED_AT.read_text("utf-8"))["equivalent"]:
        shared = {key: group[key] for key in ("file", "within", "why")}
        found += [Equivalent(original=original, changed=changed, **shared) for original, changed in group["changes"]]
    return tuple(found)


def stale(entries: tuple[Equivalent, ...], mutants: list[Mutant]) -> list[Equivalent]:
    """The listed mutants of these mutants' files that no operator makes any more."""
    files, keys = {mutant.file for mutant in mutants}, {mutant.key for mutant in mutants}
    return [entry for entry in entries if entry.file in files and entry.key not in keys]
