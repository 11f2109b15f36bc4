"""Numba, written by hand for this one call: one compiled loop over the rows, which is about what this machine can do."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .setting import OUTPUTS, UNKNOWN, USED, Figures

np: Any = import_module("numpy")
numba: Any = import_module("numba")


BLOCK = 1024
"""Rows that are taken line by line: what forty arrays hold of so many fits the nearest cache, and few of them are read at a time."""


def kernel(figures: Figures, *, parallel: bool) -> Callable[[Any], dict[str, Any]]:
    """The loop, compiled with the figures as constants; it is handed an array for each fact. A half is rounded up."""
    practice_price, practice_unit = figures.practice_price, figures.practice_unit
    supervision_price, supervision_unit = figures.supervision_price, figures.supervision_unit
    absence_cap, supervision_cap = figures.absence_cap, figures.supervision_cap
    learning_cap, productivity_cap = figures.learning_cap, figures.productivity_cap
    additional_cap, additional_known = figures.additional_cap or 0, figures.additional_cap is not None
    every_role, in_scheme, window = figures.frame_every_role, figures.frame_in_scheme, figures.frame_window
    frame_unit, frame_known = figures.frame_unit, figures.frame_known
    facilitation_unit, own_share_bp = frame_unit * figures.facilitation_unit, figures.own_share_bp

    def loop(facts: Any, out: Any) -> None:
        (
            absence,
            absence_used,
            expenses,
            expenses_used,
            lost,
            lost_used,
            cost,
            unpriced,
            hours,
            hours_used,
            facilitated,
            added,
            municipal,
            regular,
            locum,
            introductory,
            other,
            in_window,
            centrality,
            framed,
            claim_practice,
            claim_learning,
            claim_productivity,
            claim_supervision,
            claim_facilitation,
            claim_additional,
        ) = facts
        rows = absence.size
        for block in numba.prange((rows + BLOCK - 1) // BLOCK):
            begin, end = block * BLOCK, min(block * BLOCK + BLOCK, rows)
            for i in range(begin, end):
                counted = min(absence[i], max(absence_cap - absence_used[i], 0))
                out[0, i] = min((2 * counted * practice_price + practice_unit) // (2 * practice_unit), claim_practice[i])
            for i in range(begin, end):
                out[1, i] = min(expenses[i], max(learning_cap - expenses_used[i], 0), claim_learning[i])
            for i in range(begin, end):
                out[2, i] = min(lost[i], max(productivity_cap - lost_used[i], 0), claim_productivity[i])
            for i in range(begin, end):
                at_rate = min(hours[i], max(supervision_cap - hours_used[i], 0)) * supervision_price
                paid = min(cost[i] * supervision_unit + unpriced[i] * supervision_price, at_rate)
                out[3, i] = min((2 * paid + supervision_unit) // (2 * supervision_unit), claim_supervision[i])
            for i in range(begin, end):
                lacking = (added[i] > 0) & ((not additional_known) | (centrality[i] == 0))
                out[5, i] = UNKNOWN if lacking else min(added[i], additional_cap, claim_additional[i])
                out[6, i] = municipal[i]
            for i in range(begin, end):
                elements = out[0, i] + out[1, i] + out[2, i] + out[3, i]
                if frame_known:
                    frame = (regular[i] + locum[i]) * (in_scheme + in_window[i] * window)
                    frame += introductory[i] * in_scheme + other[i] * every_role
                    share = (2 * frame + facilitation_unit) // (2 * facilitation_unit)
                    facilitation = min(facilitated[i], share, claim_facilitation[i])
                    above = max((elements + facilitation) * frame_unit - frame, 0) * framed[i]
                    cut = -((2 * above + frame_unit) // (2 * frame_unit))
                    state = elements + facilitation + cut
                else:
                    held = regular[i] + locum[i] + introductory[i] + other[i] > 0
                    facilitation = UNKNOWN if held & (facilitated[i] > 0) else 0
                    certain = 0 if held | (framed[i] == 0) else -elements
                    cut = UNKNOWN if held & (framed[i] > 0) & ((elements > 0) | (facilitated[i] > 0)) else certain
                    state = elements + certain
                out[4, i], out[8, i], out[9, i] = facilitation, cut, state
            for i in range(begin, end):
                state = out[9, i] + (0 if out[5, i] == UNKNOWN else out[5, i])
                own = -((2 * state * own_share_bp + 10_000) // 20_000)
                out[7, i], out[9, i] = own, state + own

    compiled = numba.njit(parallel=parallel, cache=True, error_model="numpy")(loop)

    def work(d: Any) -> dict[str, Any]:
        facts = tuple(d[name] for name in USED)
        out = np.empty((len(OUTPUTS), facts[0].size), np.int64)
        compiled(facts, out)
        return dict(zip(OUTPUTS, out, strict=True))

    return work
