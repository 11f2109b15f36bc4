"""What a fixed set of cases gives, as one digest a result: ``python tests/determinism/digests.py [--all]``.

Needs the library and its run-time dependencies alone, so that it runs in any environment that the library is installed in. Two
environments agree when they print the same lines. The lines are in an order of their own, not in that of the reckoning.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import attrs

from alis_rules import (
    AtLeast,
    Case,
    Full,
    InvalidCase,
    Readings,
    amounts_by,
    compare,
    dump_case,
    evaluate,
    life,
    load_case,
    load_tables,
    near,
    needed,
    other_readings,
    possible,
    receipt,
    repayment,
    sensitivity,
    to_html,
    to_markdown,
    to_text,
)
from alis_rules.replay import answer

ROOT = Path(__file__).parents[2]
DEFAULTS = Readings()
LANGUAGES = ("nb", "nn", "en")
TELLERS = {"text": to_text, "markdown": to_markdown, "html": to_html}
WORKED_CASES = ROOT / "src" / "alis_rules" / "testing" / "data" / "worked-cases.json"
FEW = ("contract-case", "five-years-with-leave", "each-cap-graded")
"""Together they have records of every kind, leave, graded caps and other readings."""
WRONG = {
    "no object": "[]",
    "unknown key": '{"schema": "alis-rules/case/1", "muncipality": {"number": "1804"}}',
    "everything at once": '{"schema": "alis-rules/case/1", "call": "2026", "municipality": {"number": 1}, "positions": [{"percent": 101}]}',
}
"""Documents that are no case: what is said of them is a result too."""


def documents() -> dict[str, str]:
    """The cases that are reckoned in every way, as JSON, by name."""
    examples = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.json"))}
    return examples | {each["name"]: json.dumps(each["case"]) for each in json.loads(WORKED_CASES.read_text("utf-8"), parse_float=str)}


def replayed() -> dict[str, str]:
    """The cases of the replay gate, as JSON, by name; these are many, and reckoned in the plain way alone."""
    files = sorted((ROOT / "tests" / "replay" / "cases").glob("*.json"))
    return {f"replay/{path.stem}": json.dumps(json.loads(path.read_text("utf-8"), parse_float=str)["case"]) for path in files}


def readings() -> dict[str, dict[str, str]]:
    """The readings as they are by default, each other option by itself, and all the last options together."""
    found: dict[str, dict[str, str]] = {"default": {}}
    last: dict[str, str] = {}
    for field in attrs.fields(Readings):
        default: StrEnum = getattr(DEFAULTS, field.name)
        name = field.name.replace("_", "-")
        others = [option.value for option in type(default) if option is not default]
        found |= {f"{name}={option}": {name: option} for option in others}
        last[name] = others[-1]
    return found | {"all others": last}


def plain_results(case: Case, chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What every case gives: the entitlement with its explanation, the receipt, and one text."""
    entitlement = evaluate(case, readings=chosen, explain=True)
    document = entitlement.to_json()
    yield "explanation", json.dumps(document.pop("explanation"), ensure_ascii=False)
    yield "entitlement", json.dumps(document, ensure_ascii=False)
    yield "receipt", receipt(entitlement)
    yield "text nb", to_text(entitlement)


def texts(case: Case, chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The entitlement told in each language, in each form."""
    entitlement = evaluate(case, readings=chosen, explain=True)
    for language in LANGUAGES:
        for form, tell in TELLERS.items():
            yield f"{form} {language}", tell(entitlement, lang=language)


def outlooks(case: Case, other: Case) -> Iterator[tuple[str, str]]:
    """What is asked of a case besides what it is entitled to."""
    entitlement = evaluate(case)
    comparison = compare(case, other)
    yield "case", dump_case(case)
    yield "compare", json.dumps(comparison.to_json())
    yield "compare text", to_text(comparison, lang="en")
    yield "sensitivity", repr(sensitivity(case))
    yield "other readings", repr(other_readings(case))
    yield "near", json.dumps([each.to_json() for each in near(case)])
    yield "possible", json.dumps(possible(case).to_json())
    yield "needed for a cap", json.dumps(needed(case, Full("absence-hours")).to_json())
    yield "needed for a total", json.dumps(needed(case, AtLeast("total", Decimal(250_000))).to_json())
    yield "life", repr(life(case))
    yield "repayment", repr(repayment(entitlement, evaluate(case, readings=readings()["all others"])))
    if case.call is not None:
        yield "amounts", repr(amounts_by(call=case.call, supplied=case.supplied)(entitlement.facts))


def results(names: Iterable[str], texts_of: Mapping[str, str], *, thorough: bool = False) -> Iterator[tuple[str, str]]:
    """Each result of some of the `documents`, under its name: all with two choices of readings, or `thorough` with every one."""
    cases = {name: load_case(text) for name, text in texts_of.items()}
    other = {name: cases[following] for name, following in zip(cases, [*list(cases)[1:], *cases], strict=False)}
    choices = readings()
    for name in names:
        for label in choices if thorough else ("default", "all others"):
            yield from ((f"{name} | {label} | {what}", text) for what, text in plain_results(cases[name], choices[label]))
        for label in ("default", "all others") if thorough else ("default",):
            yield from ((f"{name} | {label} | {what}", text) for what, text in texts(cases[name], choices[label]))
        yield from ((f"{name} | {what}", text) for what, text in outlooks(cases[name], other[name]))


def refusals() -> Iterator[tuple[str, str]]:
    """What is said of documents that are no case."""
    for name, text in WRONG.items():
        try:
            load_case(text)
        except InvalidCase as error:
            yield f"wrong | {name}", str(error)


def digest(text: str) -> str:
    """The digest of a result."""
    return hashlib.sha256(text.encode()).hexdigest()


def digests(names: Iterable[str], *, thorough: bool = False) -> dict[str, str]:
    """The digest of each result of some of the `documents`."""
    return {name: digest(text) for name, text in results(names, documents(), thorough=thorough)}


def every_digest() -> dict[str, str]:
    """The digests of all that there is: the documents with every reading, and the cases of the replay gate."""
    found = digests(documents(), thorough=True)
    for name, text in replayed().items():
        try:
            told = dict(plain_results(load_case(text), {}))
        except InvalidCase:  # of a call to come, or refused on purpose
            told = {"answer": json.dumps(answer(json.loads(text), load_tables()))}
        found |= {f"{name} | {what}": digest(each) for what, each in told.items()}
    return found


if __name__ == "__main__":
    refused = {name: digest(text) for name, text in refusals()}
    for result, sha256 in sorted((refused | (every_digest() if "--all" in sys.argv[1:] else digests(FEW))).items()):
        sys.stdout.write(f"{sha256}  {result}\n")
