"""Results as plain text, as Markdown and as a page of HTML: an entitlement, a comparison, a simulation."""

from collections.abc import Callable, Iterable

from ..comparison import Comparison
from ..drawing import draw
from ..effects import Simulation
from ..entitlement import Entitlement
from ..fields import exactly
from ..interpretations import Sensitivity
from ..lifetime import Life
from ..waterfall import draw_comparison
from .blocks import Block, Drawing
from .catalogue import catalogue
from .difference import difference_blocks
from .letter import Letter
from .markdown import to_markdown_text
from .page import to_page
from .plain import WIDTH, to_plain
from .simulated import simulation_blocks

Result = Entitlement | Comparison | Simulation
"""What can be told."""
_DRAWINGS: dict[type, Callable[..., str]] = {Life: draw, Comparison: draw_comparison}


@exactly
def to_text(
    result: Result, *, lang: str = "nb", width: int = WIDTH, sensitivity: Sensitivity | None = None, near: Iterable[Block] = ()
) -> str:
    """A result as plain text of at most `width` columns, in the language `lang`; an entitlement must be evaluated with ``explain=True``.

    `sensitivity`: which readings matter, to be told with an entitlement's readings; `near`: what is just out of reach, told at its end.
    Raises ValueError where there is no explanation.
    """
    return to_plain(_blocks(result, lang, sensitivity, near), width)


@exactly
def to_markdown(result: Result, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Block] = ()) -> str:
    """The same as Markdown, with tables."""
    return to_markdown_text(_blocks(result, lang, sensitivity, near))


@exactly
def to_html(
    result: Result, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Block] = (), timeline: str = ""
) -> str:
    """The same as one page of HTML that stands alone; a comparison has its drawing with it.

    `timeline`: the drawing of the agreement's life as `to_svg` makes it, to stand with an entitlement's records.
    """
    say = catalogue(lang).say
    life = [Drawing(say("life.title"), timeline)] if timeline else []
    steps = [Drawing(say("compare.title"), draw_comparison(result, lang=lang))] if isinstance(result, Comparison) and result.steps else []
    return to_page([[*_blocks(result, lang, sensitivity, near, life), *steps]], lang)


@exactly
def to_svg(result: Life | Comparison, *, lang: str = "nb") -> str:
    """The life of an agreement, or the steps of a comparison, as SVG that a page can hold or a file: with a title and a description.

    Of a case: ``to_svg(life(case))``. Raises TypeError for what there is no drawing of.
    """
    drawing = _DRAWINGS.get(type(result))
    if drawing is None:
        raise TypeError(f"there is a drawing of a Life or of a Comparison, not of a {type(result).__name__}; of a case: to_svg(life(case))")
    return drawing(result, lang=lang)


def _blocks(
    result: Result, lang: str, sensitivity: Sensitivity | None, near: Iterable[Block], timeline: Iterable[Block] = ()
) -> Iterable[Block]:
    """What is told of a result, from the top to the bottom."""
    if isinstance(result, Simulation):
        return simulation_blocks(result, lang)
    if isinstance(result, Comparison):
        return difference_blocks(result, lang)
    return Letter(result, catalogue(lang), sensitivity, near).blocks(timeline)
