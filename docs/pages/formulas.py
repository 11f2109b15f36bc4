"""The rules' formulas as mathematics: the very rule functions, handed numbers whose operations write LaTeX.

A `Term` is what was written so far and its scale. Multiplying by a plain integer changes the scale and nothing else; adding or comparing
terms of different scales is an error. So a formula that can be written is one whose denominators are right.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple, cast

from attrs import define, evolve, frozen

from alis_rules.arithmetic import HUNDREDTHS, WHOLE, YEAR
from alis_rules.explanation import FLAGS
from alis_rules.model import DoctorRole
from alis_rules.rules import Deduction, Granted, Limit, Rule, grant_frame, own_share, work
from alis_rules.terms import CAPS

from .narrow import NARROW, ROW, folded, width
from .said import Said, word

_PRICE_UNIT, _SHARE_UNIT = 4, 20
"""Any scales do: they cancel."""


_TIMES = r"\ \times\ "
_BREAK = ROW + r"\quad \quad "
"""A new line inside brackets."""
_ZERO, _ONE = Said("0", "0"), Said("1", "1")


class Kind(IntEnum):
    """What a term is made of, the loosest last."""

    ATOM = 0
    PRODUCT = 1
    SUM = 2


@frozen
class Term:
    """A number of an amount rule as LaTeX, in both languages, and the scale that its figure stands over."""

    latex: Said
    scale: int
    names: tuple[str, ...] = ()
    """The facts, rates and steps that it is made of."""
    kind: Kind = Kind.ATOM
    parts: tuple[Said, ...] = ()
    """The addends of a sum, the factors of a product, the candidates of the least of several."""

    def __add__(self, other: "Term") -> "Term":
        """The sum; nothing is left out of it."""
        _check(self, other)
        parts = (*self._addends, *other._addends)
        names = (*self.names, *other.names)
        return Term(_joined(r"\ +\ ", parts), self.scale, names, Kind.SUM if len(parts) > 1 else Kind.ATOM, parts)

    def __sub__(self, other: "Term") -> "Term":
        """The difference."""
        _check(self, other)
        return Term(self.latex + r"\ -\ " + other._factor, self.scale, (*self.names, *other.names), Kind.SUM)

    def __mul__(self, other: "Term | int") -> "Term":
        """The product; of a plain integer, the same over a finer scale, but of zero nothing."""
        if isinstance(other, int):
            return evolve(self, scale=self.scale * other) if other else Term(_ZERO, self.scale)
        if other.latex == _ONE:
            return self * other.scale
        names = (*self.names, *other.names)
        parts = (*self._factors, *other._factors)
        return Term(_joined(_TIMES, parts), self.scale * other.scale, names, Kind.PRODUCT, parts)

    __rmul__ = __mul__

    def __lt__(self, other: Any) -> "_Less":
        """Whether this is less than another, or than zero."""
        if not isinstance(other, int):
            _check(self, other)
        return _Less(self, other)

    def __gt__(self, other: int) -> "_Positive":
        """Whether a fact is so."""
        return _Positive(self)

    def alis_divide_half_up(self, denominator: int) -> "Term":
        """This over a denominator, a half rounded up."""
        name = word("formula", "round")
        rounded = Said(*(rf"\text{{{fn}}}({of})" for fn, of in zip(name, self.latex, strict=True)))
        return Term(rounded, self.scale // denominator, self.names)

    @property
    def _factor(self) -> Said:
        """The term as a factor of another: a sum in brackets, a long one with each addend on its line."""
        if self.kind is not Kind.SUM:
            return self.latex
        return "(" + (_joined(_BREAK + r"\quad +\ ", self.parts) if len(self.parts) > 2 else self.latex) + ")"

    @property
    def _factors(self) -> tuple[Said, ...]:
        return self.parts if self.kind is Kind.PRODUCT else (self._factor,)

    @property
    def _addends(self) -> tuple[Said, ...]:
        """What a sum adds this as."""
        if self.latex == _ZERO:
            return ()
        return self.parts if self.kind is Kind.SUM and self.parts else (self.latex,)


def _check(one: Term, other: Term) -> None:
    if one.scale != other.scale:
        raise ValueError(f"{one.latex.en} over {one.scale}, {other.latex.en} over {other.scale}")


def _joined(between: str, parts: tuple[Said, ...]) -> Said:
    return Said(between.join([each.en for each in parts]), between.join([each.nb for each in parts]))


@define
class _Less:
    """The condition that one term is less than another: what the rules make the least of several of, and what is not below zero."""

    left: Term
    right: Any

    def alis_choose(self, yes: Term, no: Term) -> Term:
        """The greater of the term and nothing, or the lesser of two."""
        if self.right == 0:
            return Term(r"\max(0,\ " + no.latex + ")", no.scale, no.names)
        parts = (*(no.parts if no.kind is Kind.ATOM and no.parts else (no.latex,)), yes.latex)
        listed = _joined("," + _BREAK, parts)
        return Term(r"\min(" + listed + ")", no.scale, (*no.names, *yes.names), Kind.ATOM, parts)


@define
class _Positive:
    """The condition that a fact is so."""

    fact: Term

    def alis_choose(self, yes: Term, no: Term) -> Term:
        """The one, with the condition and the other below it."""
        when = _BREAK + r"\text{" + word("formula", "when") + r"}\ "
        return Term(yes.latex + when + no.latex, no.scale, (*yes.names, *no.names))


@define
class _Chosen:
    """A reading: one option is chosen, so that only it is written."""

    holds: bool

    def alis_choose(self, yes: Term, no: Term) -> Term:
        """What the reading chose."""
        _check(yes, no)
        return yes if self.holds else no


def named(name: str, scale: int) -> Term:
    """A term that is only named, by words of ``words.toml``."""
    return Term(r"\text{" + word("formula", name) + "}", scale, (name,))


_SCALES = {"_h100": HUNDREDTHS, "_ore": HUNDREDTHS, "_bp": YEAR}


class _Facts:
    """The facts as terms."""

    def __getattr__(self, name: str) -> Term:
        """A fact; months are a share of a year."""
        scale = next((found for ending, found in _SCALES.items() if name.endswith(ending)), 1)
        made = named("claim" if name.startswith("claim_") else name, scale)
        return _of_twelve(made) if scale == YEAR else made


def _of_twelve(months: Term) -> Term:
    return evolve(months, latex=r"\frac{" + months.latex + "}{12}")


class _Terms:
    """The terms of a call as terms of a formula, under chosen options of the readings."""

    def __init__(self, options: Mapping[str, bool]) -> None:
        self.price_unit, self.facilitation_unit = _PRICE_UNIT, _SHARE_UNIT
        self.rounding_ore = 100 if options.get("rounding") else 1
        self.flat_grade = _of_twelve(named("months-of-call", YEAR)) if options.get("short-call-caps") else Term(_ONE, YEAR)
        self.frame_is_summed = dict.fromkeys(DoctorRole, _Chosen(options.get("grant-frame", False)))
        self._options = options

    def __getattr__(self, name: str) -> Any:
        """A rate, a cap or a reading, by its name in `Terms`."""
        if name in FLAGS:
            # Supervision's cap is the one that holds by default.
            return _Chosen(self._options.get(FLAGS[name], False) != (name == "supervision_capped"))
        if name in CAPS:
            return named(CAPS[name], HUNDREDTHS)
        if name in ("practice_price", "supervision_price"):
            share = "practice-compensation-share" if name == "practice_price" else "supervision-share"
            return evolve(named("fee-rate", 1) * named(share, 1), scale=_PRICE_UNIT)
        if name == "facilitation_share":
            return named("facilitation-share", _SHARE_UNIT)
        if name == "own_share_bp":
            return named("own-share", WHOLE)
        if name == "published_frames":
            return {role: named(f"grant-frame-{role}", HUNDREDTHS * _PRICE_UNIT) for role in DoctorRole}
        raise AttributeError(name)


class Step(NamedTuple):
    """One formula: what it gives, how, and the names in it."""

    gives: str
    latex: Said
    names: tuple[str, ...]


def formulas(rule: Rule | Deduction, options: Mapping[str, bool] | None = None) -> tuple[Step, ...]:
    """The formulas of a rule; `options` names the readings that have their other option."""
    facts, terms = _Facts(), _Terms(options or {})
    of_rule = _of_records if isinstance(rule, Rule) else _of_frame if rule is grant_frame.RULE else _of_own_share
    return tuple(of_rule(cast("Any", rule), facts, terms))


def _of_records(rule: Rule, facts: Any, terms: Any) -> Iterator[Step]:
    """What counts, each cap, and the least of them, rounded once."""
    counted = rule.counted(facts, terms)
    limits = rule.limits(facts, terms, _granted())
    yield _step("counted", counted)
    for limit in limits:
        yield _step(f"cap.{limit.id}", limit.most)
    steps = tuple(Limit(limit.id, named(f"cap.{limit.id}", limit.most.scale)) for limit in limits)

    def the_counted(facts: Any, terms: Any) -> Any:
        return named("counted", counted.scale)

    def the_limits(facts: Any, terms: Any, granted: Any) -> tuple[Limit, ...]:
        return steps

    amount = work(evolve(rule, counted=the_counted, limits=the_limits), facts, terms, _granted()).amount
    _check(amount, named("claim", HUNDREDTHS))
    yield _step(f"rule.{rule.id}", amount)


def _of_frame(rule: Deduction, facts: Any, terms: Any) -> Iterator[Step]:
    """The frame, the lines that it limits, and what they exceed it by."""
    unit, frame = grant_frame.unit(terms), grant_frame.frame(facts, terms)
    yield _step("frame", frame)
    yield _step("limited", grant_frame.limited(terms, _granted()))
    yield _step(f"rule.{rule.id}", grant_frame.amount(facts, terms, _only("limited", frame=named("frame", HUNDREDTHS * unit))))


def _of_own_share(rule: Deduction, facts: Any, terms: Any) -> Iterator[Step]:
    """A share of the state lines after the frame."""
    above = named("rule.grant-frame", HUNDREDTHS)
    yield _step(f"rule.{rule.id}", own_share.amount(terms, _only("state-lines"), above))


_LINES = ("practice-compensation", "learning-expenses", "lower-productivity", "supervision", "facilitation", "additional-elements")


def _granted() -> Granted:
    """The lines before, by name; the frame over the scale that its readers expect."""
    lines = {line.replace("-", "_"): named(f"rule.{line}", HUNDREDTHS) for line in _LINES}
    return Granted(**cast("Any", lines), frame=named("frame", HUNDREDTHS * _PRICE_UNIT * YEAR))


def _only(name: str, frame: Any = 0) -> Granted:
    """The lines before under one name, as they were added up above."""
    lines = {line.replace("-", "_"): Term(_ZERO, HUNDREDTHS) for line in _LINES}
    return Granted(**cast("Any", lines | {"practice_compensation": named(name, HUNDREDTHS)}), frame=frame)


def _step(name: str, term: Term) -> Step:
    """A formula with what it gives, on as many lines as a narrow screen asks for."""
    rows = _lines(term)
    names = tuple(dict.fromkeys(term.names))
    whole = named(name, 1).latex + r"\ =\ " + rows[0]
    if len(rows) == 1 and width(whole) <= NARROW and _BREAK not in whole.en:
        return Step(name, whole, names)
    lines = [named(name, 1).latex + r"\ =", *(r"\quad " + row for row in rows)]
    told = _joined(ROW, tuple(lines))
    return Step(name, r"\begin{aligned} & " + Said(folded(told.en), folded(told.nb)) + r" \end{aligned}", names)


def _lines(term: Term) -> list[Said]:
    """A sum with each addend on its line, a product with as many factors on a line as fit."""
    if term.kind is Kind.SUM and len(term.parts) > 1:
        return [term.parts[0], *(r"+\ " + part for part in term.parts[1:])]
    if term.kind is not Kind.PRODUCT:
        return [term.latex]
    lines = [*term.parts[:1]]
    for part in term.parts[1:]:
        longer = lines[-1] + _TIMES + part
        if width(longer) > NARROW:
            lines.append(r"\times\ " + part)
        else:
            lines[-1] = longer
    return lines
