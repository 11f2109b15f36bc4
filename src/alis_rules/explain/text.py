"""The entitlement as plain text, as Markdown and as a page of HTML."""

from collections.abc import Iterable

from ..entitlement import Entitlement
from ..interpretations import Sensitivity
from .blocks import Block, Drawing
from .catalogue import catalogue
from .letter import Letter
from .markdown import to_markdown_text
from .page import to_page
from .plain import WIDTH, to_plain


def to_text(
    entitlement: Entitlement, *, lang: str = "nb", width: int = WIDTH, sensitivity: Sensitivity | None = None, near: Iterable[Block] = ()
) -> str:
    """The entitlement, evaluated with ``explain=True``, as plain text of at most `width` columns, in the language `lang`.

    `sensitivity`: which readings matter, to be told with the readings. Raises ValueError where there is no explanation.
    """
    return to_plain(Letter(entitlement, catalogue(lang), sensitivity, near).blocks(), width)


def to_markdown(entitlement: Entitlement, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Block] = ()) -> str:
    """The same as Markdown, with tables."""
    return to_markdown_text(Letter(entitlement, catalogue(lang), sensitivity, near).blocks())


def to_html(
    entitlement: Entitlement, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Block] = (), timeline: str = ""
) -> str:
    """The same as one page of HTML that stands alone. `timeline`: the drawing of the agreement's life as SVG, where there is one."""
    letter = Letter(entitlement, catalogue(lang), sensitivity, near)
    return to_page([letter.blocks(drawn(timeline, lang))], lang)


def drawn(timeline: str, lang: str) -> list[Block]:
    """A timeline as a block; none where there is no drawing."""
    return [Drawing(catalogue(lang).say("life.title"), timeline)] if timeline else []
