"""The page of the readings, each with what its options would make of the contract's case."""

from alis_rules import evaluate, sensitivity
from alis_rules.entitlement import Entitlement
from alis_rules.interpretations import Extreme
from alis_rules.readings import DEFAULTS, chosen, options, reading_fields

from .examples import contract
from .page import Page
from .said import Said, both, code, listed, money, say, signed, word
from .told import RULES, clause_links, rule_name, source_by_key


def readings_page() -> Page:
    """Each reading: its question, options, clauses, source and effect."""
    example = contract()
    page = Page(word("readings", "title"))
    page.paragraph(word("readings", "about"))
    other = [code(f"{name}={example.case.readings.option(name)}") for name, _ in reading_fields() if _chosen(name)]
    page.paragraph(word("readings", "effect").within(total=money(example.result.total), chosen=listed(other)))
    head = (word("page", "option"), code("id"), word("readings", "total"), word("readings", "difference"))
    for name, attribute in reading_fields():
        page.heading(both(name))
        page.paragraph(say(f"reading.{name}"))
        page.table(head, [_option(name, option) for option in options(name)], right=(2, 3))
        rules = [rule_name(rule.id).linked(f"rules/{rule.id}.md") for rule in RULES if name in rule.readings]
        page.paragraph(
            word("readings", "clauses").within(clauses=clause_links(attribute.metadata["clauses"], "")),
            word("readings", "rules").within(rules=listed(rules)),
            word("readings", "source").within(source=source_by_key(attribute.metadata["source"])),
        )
    _spread(page)
    return page


def _chosen(name: str) -> bool:
    return contract().case.readings.option(name) != DEFAULTS.option(name)


def _option(name: str, option: str) -> tuple[Said, Said, Said, Said]:
    """An option, with the total that it gives and the difference from the case as it is."""
    example = contract()
    result = evaluate(example.case, readings=chosen(example.case.readings, {name: option}))
    told = say(f"option.{name}.{option}")
    if option == DEFAULTS.option(name):
        told = word("readings", "default").within(option=told)
    elif option == example.case.readings.option(name):
        told = word("readings", "chosen").within(option=told)
    return told, code(option), _total(result), signed(result.total - example.result.total)


def _total(result: Entitlement) -> Said:
    total = money(result.total)
    return total if result.complete else word("readings", result.total_is).within(total=total)


def _spread(page: Page) -> None:
    """The lowest and the highest that all readings together can give."""
    found = sensitivity(contract().case)
    if found.lowest is None or found.highest is None:
        return
    page.heading(word("readings", "spread"))
    lowest, highest = money(found.lowest.total), money(found.highest.total)
    page.paragraph(
        word("readings", "spread-about").within(lowest=lowest, highest=highest),
        word("readings", "lowest").within(readings=_told(found.lowest)),
        word("readings", "highest").within(readings=_told(found.highest)),
    )


def _told(extreme: Extreme) -> Said:
    if not extreme.readings:
        return word("readings", "as-chosen")
    return listed([code(f"{name}={option}") for name, option in extreme.readings])
