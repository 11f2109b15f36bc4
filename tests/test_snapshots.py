"""The texts of some cases, kept as files that people have read; and every number in a text, which stands in the entitlement."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given

from alis_rules import Case, Entitlement, Outcome, Reason, evaluate
from alis_rules.explain.blocks import Bars, Block, Divider, Drawing, Heading, Item, Pairs, Paragraph, Records, Source, Table
from alis_rules.explain.catalogue import LANGUAGES, Catalogue, catalogue
from alis_rules.explain.letter import Letter
from alis_rules.testing import cases
from tests.snapshots.make import CASES, HERE, evaluated, texts

_NUMBER = re.compile("\\d{1,3}(?:[\N{NO-BREAK SPACE},]\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)?")
_NO_AMOUNTS = re.compile(r"\(/[a-z_/0-9]*\)|\b[TS]\d\d\b|\[\d+\]|sha256:\S+|/[a-z_]+/[a-z_0-9/]*|ALIS-\S+")


def test_each_text_is_the_one_that_was_read() -> None:
    made = texts()
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    assert not stale, "read what changed, then run: python -m tests.snapshots.make"
    assert {path.name for path in HERE.glob("*.txt")} == {path.name for path in made}


def test_they_show_every_outcome_and_every_reason() -> None:
    found = [evaluated(name) for name in CASES]
    assert {line.outcome for each in found for line in each.lines} == set(Outcome)
    assert {reason for each in found for record in each.records for reason in record.reasons} == set(Reason)


def _texts_of(block: Block) -> Iterator[str]:
    """All that a block tells."""
    match block:
        case Heading() | Paragraph() | Item():
            yield block.text
        case Table():
            for row in block.rows:
                yield from row.cells
            yield from block.total
        case Records():
            for record in block.records:
                yield from (record.when, record.what + record.apart, record.adds, record.verdict)
        case Bars():
            for bar in block.bars:
                yield from (bar.label, bar.left, bar.of)
        case Pairs() | Source() | Divider() | Drawing():
            pass


def _numbers_in(told: Any) -> Iterator[Decimal]:
    """Every number that stands in a document, days taken apart, and shares as percents and months as well."""
    if isinstance(told, dict):
        within = cast("dict[str, Any]", told)
        if within.get("unit") in ("percent", "months") and "exact" in within:
            whole, _, scale = str(within["exact"]).partition("/")
            yield (Decimal(12) * int(whole) / int(scale)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        for value in within.values():
            yield from _numbers_in(value)
    elif isinstance(told, list):
        for value in cast("list[Any]", told):
            yield from _numbers_in(value)
    elif isinstance(told, int | str):
        yield from (Decimal(each) for each in re.findall(r"\d+(?:\.\d+)?", str(told)))
        yield from (Decimal(each) for each in re.findall(r"\d+", str(told)))


def _plain(number: str, lang: str) -> Decimal:
    """A number as a language writes it."""
    if lang == "en":
        return Decimal(number.replace(",", ""))
    return Decimal(number.replace("\N{NO-BREAK SPACE}", "").replace(",", "."))


def _check(entitlement: Entitlement, texts: Catalogue) -> None:
    known = {abs(each) for each in _numbers_in(entitlement.to_json())}
    of_words = {Decimal(each) for text in texts.messages.values() for each in re.findall(r"\d+", text)} | {Decimal("57.75"), Decimal("8.2")}
    told = [_NO_AMOUNTS.sub(" ", text) for block in Letter(entitlement, texts).blocks() for text in _texts_of(block)]
    for text in told:
        for number in _NUMBER.findall(text):
            figure = _plain(number.rstrip(".,"), texts.lang)
            assert figure in known or figure in of_words, (number, text)
    whole = "\n".join(told)
    for line in entitlement.lines:
        if line.outcome is Outcome.NOT_APPLICABLE:
            continue
        amounts: list[Decimal | None] = [line.incurred, line.amount]
        if line.recipients is not None:
            amounts += [part for part in (line.recipients.doctor, line.recipients.municipality, line.recipients.to_be_agreed) if part]
        for amount in amounts:
            assert amount is None or texts.money(abs(amount)) in whole, (line.rule, amount)
    for each in entitlement.remaining:
        for left in (each.left, each.most, each.used):
            if left is not None and each.left is not None:
                assert texts.number(left) in whole or texts.money(left) in whole, (each.cap, left)
    assert texts.money(entitlement.total) in whole


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_a_text_stands_in_the_entitlement_and_every_amount_in_the_text(name: str, lang: str) -> None:
    _check(evaluated(name), catalogue(lang))


@given(cases())
def test_so_it_is_for_any_case(case: Case) -> None:
    entitlement = evaluate(case, explain=True)
    for lang in LANGUAGES:
        _check(entitlement, catalogue(lang))


def test_a_number_that_does_not_stand_in_the_entitlement_would_be_found() -> None:
    entitlement = evaluated("contract")
    with pytest.raises(AssertionError):
        _check(cast("Entitlement", _Falsified(entitlement)), catalogue("nb"))


class _Falsified:
    """An entitlement whose document lacks what its text tells."""

    def __init__(self, entitlement: Entitlement) -> None:
        self._entitlement = entitlement

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entitlement, name)

    def to_json(self) -> dict[str, Any]:
        document = self._entitlement.to_json()
        del document["lines"], document["explanation"]
        return document
