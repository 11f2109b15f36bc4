"""A page of the site as a program reads it."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

LANGUAGES = ("en", "nb")
_LOADING = {"link": "href", "object": "data"} | dict.fromkeys(("script", "img", "iframe", "source", "video", "audio", "embed"), "src")


class Read(HTMLParser):
    """What a page loads, links to, names, and says of itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.lang = ""
        self.policy = ""
        self.title = ""
        self.switch: list[str] = []
        self._in_title = False
        self._in_svg = 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self._in_svg += tag == "svg"
        self._in_title = tag == "title" and not self._in_svg
        self.ids += [found["id"]] if found.get("id") else []
        if tag == "html":
            self.lang = found.get("lang", "")
        elif tag == "meta" and found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
            self.switch += [found["href"]] if "hreflang" in found else []
        elif tag in _LOADING and found.get("rel") not in ("next", "prev", "search", "index"):
            self.loads += [found[_LOADING[tag]]] if _LOADING[tag] in found else []
        assert not any(key.startswith("on") for key in found), f"{self.path}: a script in an attribute of <{tag}>"

    def handle_endtag(self, tag: str) -> None:
        self._in_svg -= tag == "svg"
        self._in_title = False

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


@cache
def read(path: Path) -> Read:
    """A page, read once."""
    return Read(path)


def pages(site: Path, language: str) -> list[Path]:
    """The pages of a language."""
    return sorted((site / language).rglob("*.html"))
