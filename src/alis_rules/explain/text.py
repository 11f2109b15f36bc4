"""Results as plain text, as Markdown and as a page of HTML: all that the commands tell."""

from collections.abc import Callable, Iterable, Sequence

from ..comparison import Comparison
from ..drawing import draw
from ..effects import Simulation
from ..entitlement import Entitlement
from ..fields import exactly
from ..interpretations import Sensitivity
from ..ledger import Clause
from ..lifetime import Life
from ..nearness import Near
from ..possibility import Possible
from ..reaching import Needed
from ..verifying import Verification
from ..waterfall import draw_comparison
from .blocks import Block, Drawing
from .catalogue import Catalogue, catalogue
from .difference import difference_blocks
from .letter import Letter
from .listings import ledger_blocks, life_blocks
from .markdown import to_markdown_text
from .outlook import near_blocks, near_page, needed_blocks, possible_blocks
from .page import to_page
from .plain import WIDTH, to_plain
from .sensitive import sensitivity_blocks
from .simulated import simulation_blocks
from .verification import verification_blocks

Listed = Sequence[Near] | Sequence[Clause]
"""What `near` or `clauses` gives."""
Result = Entitlement | Comparison | Simulation | Needed | Possible | Life | Sensitivity | Verification | Clause | Listed
"""What can be told."""
_DRAWINGS: dict[type, Callable[..., str]] = {Life: draw, Comparison: draw_comparison}


@exactly
def to_text(
    result: Result, *, lang: str = "nb", width: int = WIDTH, sensitivity: Sensitivity | None = None, near: Iterable[Near] = ()
) -> str:
    """A result as plain text of at most `width` columns, in the language `lang`; an entitlement must be evaluated with ``explain=True``.

    `sensitivity`: which readings matter, to be told with an entitlement's readings; `near`: what is just out of reach, told at its end.
    Raises ValueError where there is no explanation; TypeError for what is no result that can be told.
    """
    return to_plain(_blocks(result, lang, sensitivity, near), width)


@exactly
def to_markdown(result: Result, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Near] = ()) -> str:
    """The same as Markdown, with tables."""
    return to_markdown_text(_blocks(result, lang, sensitivity, near))


@exactly
def to_html(
    result: Result, *, lang: str = "nb", sensitivity: Sensitivity | None = None, near: Iterable[Near] = (), timeline: str = ""
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
    result: Result, lang: str, sensitivity: Sensitivity | None, near: Iterable[Near], timeline: Iterable[Block] = ()
) -> Iterable[Block]:
    """What is told of a result, from the top to the bottom."""
    texts = catalogue(lang)
    match result:
        case Entitlement():
            return Letter(result, texts, sensitivity, near_blocks(near, texts)).blocks(timeline)
        case Comparison():
            return difference_blocks(result, lang)
        case Simulation():
            return simulation_blocks(result, lang)
        case Needed():
            return needed_blocks(result, texts)
        case Possible():
            return possible_blocks(result, texts)
        case Life():
            return life_blocks(result, texts)
        case Sensitivity():
            return sensitivity_blocks(result, texts)
        case Verification():
            return verification_blocks(result, texts)
        case Clause():
            return ledger_blocks([result], texts, whole=True)
        case _:
            return _listed(result, texts)


def _listed(result: Listed, texts: Catalogue) -> Iterable[Block]:
    """What is near, or some clauses. Raises TypeError for anything else."""
    items: tuple[object, ...] = tuple(result) if isinstance(result, list | tuple) else (result,)
    clauses = [each for each in items if isinstance(each, Clause)]
    changes = [each for each in items if isinstance(each, Near)]
    if clauses and len(clauses) == len(items):
        return ledger_blocks(clauses, texts)
    if len(changes) == len(items):
        return near_page(changes, texts, next((each.case.reference for each in changes), None))
    wrong = next(type(each).__name__ for each in items if not isinstance(each, Near | Clause))
    raise TypeError(f"there is no text of a {wrong}, but of what {_TOLD} give")


_TOLD = "evaluate (with explain=True), compare, simulate, needed, near, possible, life, sensitivity, verify and clauses"
