"""The glossary."""

from .page import Page
from .said import Said, both, data, word


def glossary_page() -> Page:
    """The terms in English and Norwegian, with what they mean."""
    page = Page(word("glossary", "title"))
    page.paragraph(word("glossary", "about"))
    head = tuple(word("glossary", each) for each in ("english", "norwegian", "meaning"))
    terms = sorted(data("glossary")["term"], key=lambda term: str(term["en"]).lower())
    page.table(head, [(both(each["en"]), _norwegian(each), Said(**each["means"])) for each in terms])
    return page


def _norwegian(term: dict[str, str]) -> Said:
    """The term in bokmål, in nynorsk where that is another, and its name in data."""
    told = both(f"*{term['nb']}*")
    if term["nn"] != term["nb"]:
        told = word("glossary", "nynorsk").within(bokmal=told, nynorsk=term["nn"])
    return word("glossary", "in-data").within(term=told, data=term["data"]) if term["data"] else told
