"""The functions of dataframes, as callers ask for them; what they need is imported when they are called."""

import datetime as dt
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from .asked import COUNTED_BY, Asked, Settled, warn_of_proposals
from .effects import Simulation, ValueChange
from .extras import needed
from .model import Acceptable, AcceptableCode, Supplied
from .problems import InvalidCase, problem
from .rates import Overlay, Tables
from .resolving import Chosen

Proposal = Path | str | Mapping[str, Any] | Overlay
"""A proposal: a TOML file, the same as a mapping, or one that is read already."""


def entitlements(
    frame: Any,
    *,
    call: str,
    readings: Chosen = None,
    tables: Tables | None = None,
    supplied: Supplied | Mapping[str, Any] | None = None,
    accept: Sequence[Acceptable | AcceptableCode] | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
    checked: bool = False,
) -> Any:
    """A frame of facts, one row an ALIS in one call, with the amount of every line, the total and whether it is complete.

    The frame is of the caller's own engine, eager or lazy, and so is the result: its own columns, then the lines, ``amount_total_ore``
    (what the determined lines come to) and ``complete``, øre. The rows are calculated by what goes with them in the column ``basis``:
    the readings, what was supplied and accepted, the day looked back to. What an argument names goes before that, for every row; what
    the facts were counted by cannot be overridden, and rows that would not all be calculated alike are refused.
    `checked`: the values are known to be facts, as those of `facts_table` are, and are not looked through first; of values that are
    none, nothing is then said, and what comes of them has no meaning.
    Warns of each row of a proposal laid over `tables` that gives no value here.
    Raises InvalidColumns where a column is missing or no whole number, a value null, negative or too large, a row of another call or
    counted by something else than is asked; InvalidCase where the call or a reading is unknown.
    """
    asked = Asked(call, readings=readings, tables=tables, supplied=supplied, accept=accept, known_on=known_on, project=project)
    amounts, settled = _engine(".columns").calculated(frame, asked, checked=checked)
    warn_of_proposals(asked.notes(settled.terms.basis))
    return amounts


def amounts_of(frame: Any, *, call: str, checked: bool, **ways: Any) -> Any:
    """The same as `entitlements`, by the names of its arguments, for callers that tell themselves of what has no effect."""
    return _engine(".columns").calculated(frame, Asked(call, **ways), checked=checked)[0]


def simulate(
    frame: Any,
    overlay: Proposal | Sequence[Proposal],
    *,
    call: str,
    readings: Chosen = None,
    tables: Tables | None = None,
    supplied: Supplied | Mapping[str, Any] | None = None,
    accept: Sequence[Acceptable | AcceptableCode] | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
    checked: bool = False,
) -> Simulation:
    """What a proposal would change for the rows of a frame of facts: before, after, difference, who gains and who loses.

    `overlay` is what `Tables.overlay` takes, or several, laid one over the other. The frame has the columns of the facts table, with
    ``municipality`` and ``centrality_class``; either may be null, and is then a group of its own. The other arguments are as for
    `entitlements`, and hold before and after, as does what goes with the facts. Of a lazy frame only the extremes of the facts and the
    sums of groups are collected.

    The result's `rows` is the frame with the total of the determined lines before and after, the difference of the total and of each
    line, øre, null where it is undetermined before or after, and whether it is ``determined``.

    Raises InvalidColumns with all that is wrong with the columns and rows; InvalidCase where the call or a reading is unknown, or the
    proposal changes what counts; InvalidTables where the proposal cannot be read; TooLarge where a sum could leave 64 bits.
    """
    settings: dict[str, Any] = {"readings": readings, "supplied": supplied, "accept": accept, "known_on": known_on, "project": project}
    before = Asked(call, tables=tables, **settings)
    now = after = before.tables
    for each in (overlay,) if isinstance(overlay, Path | str | Mapping | Overlay) else overlay:
        after = after.overlay(each)
    proposed = Asked(call, tables=after, **settings)
    counting = sorted(each.after.id for each in _changed(before.settled(""), proposed.settled("")) if each.after.id in COUNTED_BY)
    if counting:
        raise InvalidCase([problem(f"/{name}", "simulate-counting", id=name) for name in counting])
    groups, rows, settled = _engine(".simulation").simulated(frame, before, proposed, checked=checked)
    proposals = after.overlays[len(now.overlays) :]
    return Simulation(
        call=call,
        tables=now,
        proposals=proposals,
        readings=settled.readings,
        supplied=settled.supplied,
        accept=settled.accept,
        known_on=settled.known_on,
        changed=_changed(settled, proposed.settled(settled.terms.basis)),
        notes=proposed.notes(settled.terms.basis, proposals),
        groups=groups,
        rows=rows,
    )


def _changed(before: Settled, after: Settled) -> tuple[ValueChange, ...]:
    """The values that a proposal changes."""
    old, new = before.terms.values, after.terms.values
    return tuple(ValueChange(old[name], new[name]) for name in new if old[name].value != new[name].value)


def _engine(module: str) -> Any:
    """A module that works on dataframes. Raises ImportError, which says what to install."""
    needed("narwhals")
    return import_module(module, __package__)
