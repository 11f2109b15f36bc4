"""One page: written block by block in both languages, it yields the English Markdown and the bokmål catalogue of its messages."""

import io
import re
import textwrap
from collections.abc import Iterable, Sequence

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from .said import Said, both

_WIDTH = 140
_KEPT = "\x00"
"""Stands for a space that no line may be broken at."""
_MARK = re.compile(r" (?=[-+*#>=:~|]|\d+[.)])")
_WHOLE = re.compile(r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)")
_HEAD = 'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


class Page:
    """A page as it is written."""

    def __init__(self, title: Said) -> None:
        """Begin with the title."""
        self._parts: list[str] = []
        self.messages: dict[str, str] = {}
        self.heading(title, 1)

    def heading(self, text: Said, level: int = 2, anchor: str = "") -> None:
        """A heading; `anchor` is a name that links may use in every language."""
        mark = f"({anchor})=\n" if anchor else ""
        self._parts.append(f"{mark}{'#' * level} {self._told(text)}")

    def paragraph(self, *texts: Said | str) -> None:
        """Sentences that make a paragraph."""
        told = [both(text) for text in texts]
        joined = Said(" ".join(each.en for each in told if each.en), " ".join(each.nb for each in told if each.nb))
        self._parts.append(_wrapped(self._told(joined)))

    def items(self, texts: Iterable[Said], mark: str = "-") -> None:
        """A list; with the mark ``1.`` a numbered one."""
        indent = " " * (len(mark) + 1)
        told = [_wrapped(self._told(text), f"{mark} ", indent) for text in texts]
        if told:
            self._parts.append("\n".join(told))

    def formula(self, latex: Said) -> None:
        """A formula, as mathematics inside a paragraph, since the words in it are translated with the paragraph."""
        told = self._told(Said(*(f"$\\displaystyle {each}$" for each in latex)))
        self._parts.append(f":::{{container}} equation\n{told}\n:::")

    def table(self, head: Sequence[Said], rows: Iterable[Sequence[Said]], right: Iterable[int] = ()) -> None:
        """A table; the columns in `right` hold numbers."""
        at_right = set(right)
        line = "|".join(" ---: " if place in at_right else " --- " for place in range(len(head)))
        self._parts.append("\n".join([self._row(head), f"|{line}|", *(self._row(cells) for cells in rows)]))

    def image(self, alt: Said, file: str) -> None:
        """A drawing; the one in bokmål is its file with ``.nb`` in the name."""
        self._parts.append(self._told(Said(*(f"![{each}]({file})" for each in alt))))
        self._told(alt)

    def directive(self, text: str) -> None:
        """Markdown that holds nothing to translate."""
        self._parts.append(text)

    @property
    def markdown(self) -> str:
        """The page in English."""
        return "\n\n".join(self._parts) + "\n"

    @property
    def catalogue(self) -> str:
        """The page's messages with their bokmål, as gettext keeps them."""
        kept = Catalog(locale="nb")
        for en, nb in self.messages.items():
            kept.add(en, nb).flags.clear()
        written = io.BytesIO()
        write_po(written, kept, width=_WIDTH, no_location=True, omit_header=True)
        return _HEAD + written.getvalue().decode().strip() + "\n"

    def _row(self, cells: Sequence[Said]) -> str:
        told = [self._told(Said(*(each.replace("|", "/") for each in cell))) if cell.en else "" for cell in cells]
        return f"| {' | '.join(told)} |"

    def _told(self, text: Said) -> str:
        """Take a message: one text can have only one translation on a page."""
        known = self.messages.setdefault(text.en, text.nb)
        if known != text.nb:
            raise ValueError(f"“{text.en}” is both “{known}” and “{text.nb}” on one page")
        return text.en


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    """A text over several lines, none of which begins like a list, a heading or a table; code, links and mathematics stay whole."""
    kept = _WHOLE.sub(lambda found: found.group().replace(" ", _KEPT), _MARK.sub(_KEPT, text))
    lines = textwrap.fill(kept, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False)
    return lines.replace(_KEPT, " ")
