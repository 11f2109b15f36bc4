"""Mathematics as MathML in the page: a formula that needs no script, and that a screen reader can read."""

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

_LOGGER = logging.getLogger(__name__)


def _mathml(node: nodes.math | nodes.math_block, *, block: bool) -> str:
    """The formula of a node; what cannot be read as mathematics is a warning, and stands as it was written."""
    source = node.astext()
    try:
        return str(tex2mathml(source, as_block=block))
    except MathError as error:
        _LOGGER.warning("no mathematics: %s (%s)", source, error, location=node)
        return f"<code>{nodes.unescape(source).replace('&', '&amp;').replace('<', '&lt;')}</code>"


def _inline(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(_mathml(node, block=False))
    raise nodes.SkipNode


def _block(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="equation">{_mathml(node, block=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls to have the formulas drawn."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
