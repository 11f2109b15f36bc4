"""Polars, written by hand for this one call: a single lazy query, without a check of its input and without an explanation."""

from pathlib import Path

import polars as pl

from alis_rules.facts import FACTS
from alis_rules.magnitudes import limit_of

from .setting import (
    ADDITIONAL,
    FACILITATION,
    GRANT_FRAME,
    LEARNING,
    MONTHS,
    MUNICIPAL,
    OWN_SHARE,
    PRACTICE,
    PRODUCTIVITY,
    SUPERVISION,
    TOTAL,
    Figures,
)


def _half_up(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """A quotient of whole numbers, a half rounded up."""
    return numerator if denominator == 1 else (2 * numerator + denominator) // (2 * denominator)


def _left(cap: int, used: str) -> pl.Expr:
    """What is left of a cap."""
    return (cap - pl.col(used)).clip(lower_bound=0)


def _held() -> pl.Expr:
    """Whether a role has months, so that the row has a frame to know."""
    return pl.any_horizontal(*(pl.col(name) > 0 for name in MONTHS))


def _frame(figures: Figures) -> pl.Expr:
    """The frame of a row, øre over its unit."""
    as_gp = figures.frame_in_scheme + pl.col("in_window") * figures.frame_window
    return (
        (pl.col("months_regular_gp_bp") + pl.col("months_gp_locum_bp")) * as_gp
        + pl.col("months_introductory_gp_bp") * figures.frame_in_scheme
        + pl.col("months_other_municipal_gp_bp") * figures.frame_every_role
    )


def query(frame: pl.LazyFrame, figures: Figures) -> pl.LazyFrame:
    """The frame with every amount; a claim that is null limits nothing, since `min_horizontal` passes it over."""
    hours = pl.min_horizontal("absence_h100", _left(figures.absence_cap, "absence_used_h100"))
    priced = pl.col("supervision_ore") * figures.supervision_unit + pl.col("supervision_unpriced_h100") * figures.supervision_price
    at_rate = pl.min_horizontal("supervision_h100", _left(figures.supervision_cap, "supervision_used_h100")) * figures.supervision_price
    lines = frame.with_columns(
        pl.min_horizontal(_half_up(hours * figures.practice_price, figures.practice_unit), "claim_practice_compensation_ore").alias(
            PRACTICE
        ),
        pl.min_horizontal("expenses_ore", _left(figures.learning_cap, "expenses_used_ore"), "claim_learning_expenses_ore").alias(LEARNING),
        pl.min_horizontal(
            "productivity_ore", _left(figures.productivity_cap, "productivity_used_ore"), "claim_lower_productivity_ore"
        ).alias(PRODUCTIVITY),
        pl.min_horizontal(_half_up(pl.min_horizontal(priced, at_rate), figures.supervision_unit), "claim_supervision_ore").alias(
            SUPERVISION
        ),
        _additional(figures).alias(ADDITIONAL),
        pl.col("municipal_ore").alias(MUNICIPAL),
    )
    elements = pl.col(PRACTICE) + pl.col(LEARNING) + pl.col(PRODUCTIVITY) + pl.col(SUPERVISION)
    return _framed(lines, elements, figures) if figures.frame_known else _without_frame(lines, elements, figures)


def _additional(figures: Figures) -> pl.Expr:
    """The additional elements, null where they are not determined."""
    costs = pl.col("additional_ore")
    if figures.additional_cap is None:
        return pl.when(costs == 0).then(pl.lit(0, dtype=pl.Int64))
    known = (costs == 0) | (pl.col("centrality_known") > 0)
    return pl.when(known).then(pl.min_horizontal(costs, pl.lit(figures.additional_cap), "claim_additional_elements_ore"))


def _framed(lines: pl.LazyFrame, elements: pl.Expr, figures: Figures) -> pl.LazyFrame:
    """The rest where the frame is known."""
    unit = figures.frame_unit
    most = _half_up(pl.col("frame"), unit * figures.facilitation_unit)
    above = (pl.col("limited") * unit - pl.col("frame")).clip(lower_bound=0) * pl.col("has_frame")
    found = lines.with_columns(_frame(figures).alias("frame")).with_columns(
        pl.min_horizontal("facilitation_ore", most, "claim_facilitation_ore").alias(FACILITATION)
    )
    found = found.with_columns((elements + pl.col(FACILITATION)).alias("limited")).with_columns((-_half_up(above, unit)).alias(GRANT_FRAME))
    return _summed(found, pl.col("limited"), pl.col(ADDITIONAL).is_not_null(), figures).drop("frame", "limited")


def _without_frame(lines: pl.LazyFrame, elements: pl.Expr, figures: Figures) -> pl.LazyFrame:
    """The rest where no source gives the frame: what hangs on it is null wherever a role has months, and nothing where none has."""
    held, framed = pl.col("held"), pl.col("has_frame") > 0
    facilitation = pl.when(~(held & (pl.col("facilitation_ore") > 0))).then(pl.lit(0, dtype=pl.Int64))
    touched = (elements > 0) | (pl.col("facilitation_ore") > 0)
    above = pl.when(~(held & framed & touched)).then(-elements * pl.col("has_frame") * ~held)
    found = lines.with_columns(_held().alias("held")).with_columns(facilitation.alias(FACILITATION), above.alias(GRANT_FRAME))
    complete = pl.all_horizontal(*(pl.col(name).is_not_null() for name in (FACILITATION, ADDITIONAL, GRANT_FRAME)))
    return _summed(found, elements, complete, figures).drop("held")


def _summed(found: pl.LazyFrame, standard: pl.Expr, complete: pl.Expr, figures: Figures) -> pl.LazyFrame:
    """The own share and the state grant."""
    state = standard + pl.col(ADDITIONAL).fill_null(0) + pl.col(GRANT_FRAME).fill_null(0)
    if figures.own_share_bp:
        found = found.with_columns((-_half_up(state * figures.own_share_bp, 10_000)).alias(OWN_SHARE))
    else:
        found = found.with_columns(pl.lit(0, dtype=pl.Int64).alias(OWN_SHARE))
    return found.with_columns((state + pl.col(OWN_SHARE)).alias(TOTAL), complete.alias("complete"))


def load(path: Path) -> pl.DataFrame:
    """The rows in memory."""
    return pl.read_parquet(path)


def checking(frame: pl.DataFrame, figures: Figures) -> pl.DataFrame:
    """The amounts of a frame in memory, once every value is known to be one that a fact can have."""
    values = frame.select(pl.col(FACTS).min().name.suffix(":least"), pl.col(FACTS).max().name.suffix(":most"), pl.all().null_count())
    found = values.row(0, named=True)
    for name in FACTS:
        least, most = found[f"{name}:least"], found[f"{name}:most"]
        optional = name.startswith("claim_")
        if (found[name] and not optional) or (least is not None and (least < 0 or most > (10**15 if optional else limit_of(name)))):
            raise ValueError(name)
    return work(frame, figures)


def work(frame: pl.DataFrame, figures: Figures) -> pl.DataFrame:
    """The amounts of a frame in memory."""
    return query(frame.lazy(), figures).collect()
