"""The library as the calculator's page speaks to it: the text of a case in, JSON out. Nothing else of Python is called by the page."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from alis_rules import Case, Entitlement, InvalidCase, Problem, evaluate, load_case, near, sensitivity
from alis_rules.explain.blocks import Block, Heading, Paragraph, Tone
from alis_rules.explain.catalogue import Catalogue, catalogue
from alis_rules.explain.headline import label_of_total
from alis_rules.explain.letter import Letter
from alis_rules.explain.listings import timeline_blocks
from alis_rules.explain.outlook import near_blocks
from alis_rules.explain.page import to_page
from alis_rules.fields import Unreadable
from alis_rules.interchange import case_to_json, parse

_MAIN = ("text.remaining", "text.timeline", "text.why", "text.recorded")
_OUTLOOK = ("text.readings", "text.near")
_REST = ("text.conditions", "text.notes", "text.rates", "text.later", "text.sources")
"""The sections of the library's text by their headings, in the order that the page has them."""


def evaluated(text: str, lang: str) -> str:
    """What a case gives: its total and the text about it as parts of a page; or everything that is wrong with it."""
    try:
        case = _case(text)
        entitlement = _entitlement(text)
    except InvalidCase as error:
        return _wrong(error.errors, lang)
    texts = catalogue(lang)
    head, sections = _sections(Letter(entitlement, texts).blocks(timeline_blocks(case, texts)), texts)
    documents = [[*_head(head, entitlement, texts), *_of(sections, _MAIN)], [], _of(sections, _REST)]
    main, _, rest = _articles(documents, lang)
    label = label_of_total(entitlement, texts)
    return _json({"label": label, "total": texts.money(entitlement.total), "main": main, "rest": rest})


def outlook(text: str, lang: str) -> str:
    """Which readings matter to a case, and what is just out of reach: what takes longer to find, as a part of a page."""
    texts = catalogue(lang)
    try:
        case = _case(text)
        letter = Letter(_entitlement(text), texts, sensitivity(case), near_blocks(near(case), texts))
    except InvalidCase as error:
        return _wrong(error.errors, lang)
    _, sections = _sections(letter.blocks(), texts)
    return _json({"outlook": _articles([[], _of(sections, _OUTLOOK)], lang)[1]})


def opened(text: str, lang: str) -> str:
    """The case of a file as the form takes it, every number as text, and what is wrong with it; no case where there is no JSON object."""
    try:
        return _json({"case": case_to_json(load_case(text))})
    except InvalidCase as error:
        found = error.errors
    try:
        document = parse(text)
    except InvalidCase:
        document = None
    case = cast("object", document) if isinstance(document, dict) else None
    return _json({"case": case, **json.loads(_wrong(found, lang))})


@lru_cache(maxsize=4)
def _case(text: str) -> Case:
    return load_case(text)


@lru_cache(maxsize=4)
def _entitlement(text: str) -> Entitlement:
    return evaluate(_case(text), explain=True)


def _sections(blocks: Iterable[Block], texts: Catalogue) -> tuple[list[Block], dict[str, list[Block]]]:
    """The blocks before the first heading of level 2, then each section by the key of its heading."""
    keys = {texts.say(key): key for key in (*_MAIN, *_OUTLOOK, *_REST)}
    head: list[Block] = []
    sections: dict[str, list[Block]] = {}
    current = head
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            current = sections.setdefault(keys[block.text], [])
        current.append(block)
    return head, sections


def _of(sections: dict[str, list[Block]], keys: Iterable[str]) -> list[Block]:
    """Some sections, one after the other."""
    return [block for key in keys for block in sections.get(key, [])]


def _head(head: list[Block], entitlement: Entitlement, texts: Catalogue) -> Iterator[Block]:
    """The title one level down, the lines, and who receives the whole."""
    for block in head:
        yield block._replace(level=2) if isinstance(block, Heading) else block
    shares = {name: getattr(entitlement.recipients, name) for name in ("doctor", "municipality", "to_be_agreed")}
    told = ", ".join(texts.say(f"recipient.{name}", amount=texts.money(part)) for name, part in shares.items() if part)
    if told:
        yield Paragraph(texts.say("text.recipients", shares=told), Tone.STRONG)


def _articles(documents: list[list[Block]], lang: str) -> list[str]:
    """Each document as an article of one page, so that no two share a name."""
    page = to_page(documents, lang)
    inside = page.partition("<main>\n")[2].rpartition("\n</main>")[0]
    return [f"{each.removesuffix('</article>')}</article>" for each in inside.split("</article>\n")]


def _wrong(found: Iterable[Problem], lang: str) -> str:
    """Problems, each with its place, its code, what it names, and what is said of it."""
    told = ({"at": each.at, "code": each.code, "params": dict(each.params), "message": each.text(lang)} for each in found)
    return _json({"problems": list(told)})


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """A number as text, exactly as it was written."""
    if isinstance(value, Decimal | Unreadable):
        return value.text if isinstance(value, Unreadable) else str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
