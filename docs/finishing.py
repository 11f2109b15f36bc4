"""What every page gets after Sphinx has written it: a policy that keeps it to itself, and what makes it readable for everybody."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import unescape
from pathlib import Path

_INLINE = {kind: re.compile(rf"<{kind}(?![^>]*\ssrc=)[^>]*>(.*?)</{kind}>", re.DOTALL) for kind in ("script", "style")}
_STYLED = re.compile(r'<[a-zA-Z][^<>]*?\sstyle="([^"]*)"')
_CALCULATOR = re.compile(r'href="calculator:([^"]*)"')
_CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>', re.IGNORECASE)

_FOR_ALL = (
    # What scrolls sideways can be reached by keyboard.
    (re.compile(r'<div class="table-wrapper'), '<div tabindex="0" class="table-wrapper'),
    (re.compile(r'<div class="math-wrapper'), '<div tabindex="0" class="math-wrapper'),
    (re.compile(r"<pre>"), '<pre tabindex="0">'),
    # A corner without a title is a cell.
    (re.compile(r'<th class="([^"]*)"><p></p></th>'), r'<td class="\1"></td>'),
    # A caption of the menu is no heading of the page, and two asides need names to be told apart.
    (re.compile(r'<p class="caption" role="heading">'), '<p class="caption">'),
    (re.compile(r'<aside class="sidebar-drawer">'), '<aside class="sidebar-drawer" aria-label="Menu">'),
    (re.compile(r'<aside class="(toc-drawer[^"]*)">'), r'<aside class="\1" aria-label="Contents of the page">'),
)

_NORWEGIAN = (
    ("Toggle site navigation sidebar", "Vis eller skjul menyen"),
    ("Toggle navigation of", "Vis eller skjul undersidene til"),
    ("Toggle table of contents sidebar", "Vis eller skjul innholdet på siden"),
    ("Toggle Light / Dark / Auto color theme", "Bytt mellom lyst, mørkt og automatisk utseende"),
    ('aria-label="Menu"', 'aria-label="Meny"'),
    ('aria-label="Contents of the page"', 'aria-label="Innholdet på siden"'),
    ("<title>Contents</title>", "<title>Innhold</title>"),
    ("<title>Menu</title>", "<title>Meny</title>"),
    ("<title>Expand</title>", "<title>Vis</title>"),
    ("<title>Light mode</title>", "<title>Lyst</title>"),
    ("<title>Dark mode</title>", "<title>Mørkt</title>"),
    ("<title>Auto light/dark, in light mode</title>", "<title>Automatisk, nå lyst</title>"),
    ("<title>Auto light/dark, in dark mode</title>", "<title>Automatisk, nå mørkt</title>"),
)
"""What the theme says in English only."""

_CALCULATORS = {"en": "en.html", "nb": "index.html"}
"""The calculator's page in each language."""
_OTHER = {"en": ("nb", "Bokmål"), "nb": ("en", "English")}


def _hashes(texts: Iterable[str]) -> str:
    """The sources of a policy that allow just these texts."""
    digests = {b64encode(sha256(text.encode()).digest()).decode() for text in texts}
    return "".join(f" 'sha256-{digest}'" for digest in sorted(digests))


def policed(html: str, read: Iterable[str] = ()) -> str:
    """A page with a Content-Security-Policy: nothing but what stands in it or beside it, or is styled in the pages that it reads."""
    scripts = [found for found in _INLINE["script"].findall(html) if found.strip()]
    styles = _INLINE["style"].findall(html)
    styled = {unescape(found) for each in (html, *read) for found in _STYLED.findall(each)}
    attributes = f" 'unsafe-hashes'{_hashes(styled)}" if styled else ""
    policy = (
        f"default-src 'none'; script-src 'self'{_hashes(scripts)}; style-src 'self'{_hashes(styles)}{attributes}; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda found: f"{found.group()}\n    {meta}", html, count=1)


def finished(html: str, language: str, page: str) -> str:
    """A page of a language as it is published, but for its policy; ``page`` is its path within the language's folder."""
    root = "../" * page.count("/")
    for pattern, put in _FOR_ALL:
        html = pattern.sub(put, html)
    if language == "nb":
        for english, norwegian in _NORWEGIAN:
            html = html.replace(english, norwegian)
    code, name = _OTHER[language]
    switch = f'<a class="other-language" href="{root}../{code}/{page}" lang="{code}" hreflang="{code}">{name}</a>'
    html = html.replace('<div class="header-right">', f'<div class="header-right">{switch}')
    return _CALCULATOR.sub(lambda found: f'href="{root}../calculator/{found.group(1) or _CALCULATORS[language]}"', html)


def finish(out: Path, language: str) -> int:
    """Every page of a language finished, and how many they are. The search reads the other pages, to show where it found a word."""
    folder = out / language
    pages = {path: path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    done = {path: finished(path.read_text("utf-8"), language, page) for path, page in pages.items()}
    for path, html in done.items():
        path.write_text(policed(html, done.values() if pages[path] == "search.html" else ()), "utf-8")
    return len(pages)
