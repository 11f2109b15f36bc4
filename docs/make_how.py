"""Draws ``docs/how.svg`` and ``docs/how.nb.svg``: the contract's case through every room of the calculation, with its real figures.

Run ``python docs/make_how.py`` after a change of a figure; a test fails while a drawing says other than the library.
"""

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from alis_rules import Entitlement, evaluate, load_case
from alis_rules.explain.catalogue import Catalogue, catalogue

HERE = Path(__file__).parent
CASE = HERE.parent / "examples" / "contract-case.json"

WIDTH, MARGIN, LINE, PAD, GAP = 360, 10, 18, 12, 26
"""The picture's width, the space around it, the height of a line of text, the space in a room, and between two rooms; pixels."""

STYLE = """\
  <style>
    text { font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; fill: #1b2733; }
    .room { font-weight: 700; font-size: 14px; }
    .ground { fill: #ffffff; }
    rect.box { fill: #eef3f8; stroke: #31557f; }
    rect.end { fill: #e2f1e6; stroke: #27663c; }
    .way { stroke: #31557f; stroke-width: 2; fill: none; }
    .tip { fill: #31557f; }
    .wall { stroke: #8a4b08; stroke-width: 3; stroke-dasharray: 7 4; }
    .said { fill: #7a4207; font-size: 12px; text-anchor: end; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #14181d; }
      rect.box { fill: #1f2a36; stroke: #8fb4de; }
      rect.end { fill: #17301f; stroke: #86cf9c; }
      .way { stroke: #8fb4de; }
      .tip { fill: #8fb4de; }
      .wall { stroke: #e0a25a; }
      .said { fill: #e9b679; }
    }
  </style>
"""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "How the calculation goes",
        "desc": "One direction, no way back: the case, the timeline, the counting, the facts, the rules with the call's values, "
        "the lines and the recipients. The page tells the same in words.",
        "case": "Case",
        "records": "{count} records, as people write them",
        "timeline": "Timeline",
        "period": "{days} days in the grant period",
        "months": "all count: {months} whole months at full time",
        "counting": "Counting",
        "verdicts": "{counting} of {count} records count",
        "hours": "{hours} hours of absence",
        "wall": "the wall: whole numbers only",
        "facts": "Facts",
        "terms": "Terms",
        "rates": "rates, caps, readings",
        "rules": "Rules",
        "counted": "{hours} h × {price} = {counted}",
        "cap": "{most} h × {price} = {amount}",
        "lines": "Lines",
        "line": "practice compensation {amount}",
        "elements": "four other lines {others}",
        "frame": "grant frame {frame}",
        "total": "total {total}",
        "recipients": "Recipients",
        "doctor": "the doctor {doctor}",
        "municipality": "the municipality {municipality}",
    },
    "nb": {
        "title": "Slik går beregningen",
        "desc": "Én retning, ingen vei tilbake: saken, tidslinjen, tellingen, fakta, reglene med utlysningens verdier, "
        "linjene og mottakerne. Siden forteller det samme med ord.",
        "case": "Sak",
        "records": "{count} oppføringer, slik folk fører dem",
        "timeline": "Tidslinje",
        "period": "{days} dager i tilskuddsperioden",
        "months": "alle teller: {months} hele måneder på full tid",
        "counting": "Telling",
        "verdicts": "{counting} av {count} oppføringer teller",
        "hours": "{hours} timers fravær",
        "wall": "muren: bare hele tall",
        "facts": "Fakta",
        "terms": "Verdier",
        "rates": "satser, tak, tolkninger",
        "rules": "Regler",
        "counted": "{hours} t × {price} = {counted}",
        "cap": "{most} t × {price} = {amount}",
        "lines": "Linjer",
        "line": "praksiskompensasjon {amount}",
        "elements": "fire andre linjer {others}",
        "frame": "tilskuddsramme {frame}",
        "total": "sum {total}",
        "recipients": "Mottakere",
        "doctor": "legen {doctor}",
        "municipality": "kommunen {municipality}",
    },
}


class Room(NamedTuple):
    """A box of the drawing."""

    name: str
    lines: Sequence[str]
    look: str = "box"

    @property
    def height(self) -> int:
        """Its height, for its name and its lines."""
        return PAD + LINE * (1 + len(self.lines)) + PAD // 2


def figures(entitlement: Entitlement, texts: Catalogue) -> dict[str, str]:
    """The figures of the drawing, as the language writes them."""
    facts, period = entitlement.facts, entitlement.period
    line, frame = entitlement["practice-compensation"], entitlement["grant-frame"]
    rates = {rate.id: Decimal(rate.value) for rate in line.rates}
    if period is None or line.counted is None or line.amount is None or frame.amount is None:
        raise ValueError("the contract's case is determined")
    return {
        "count": str(len(entitlement.records)),
        "counting": str(sum(record.counts for record in entitlement.records)),
        "days": str((period.to - period.from_).days + 1),
        "months": texts.number(Decimal(facts.months_regular_gp_bp) / 10000),
        "hours": texts.number(Decimal(facts.absence_h100) / 100),
        "most": texts.number(rates["absence-hours"]),
        "price": texts.money(rates["fee-rate"] * rates["practice-compensation-share"] / 100),
        "counted": texts.money(line.counted),
        "amount": texts.money(line.amount),
        "others": texts.money(entitlement.total - line.amount - frame.amount),
        "frame": texts.money(frame.amount),
        "total": texts.money(entitlement.total),
        "doctor": texts.money(entitlement.recipients.doctor),
        "municipality": texts.money(entitlement.recipients.municipality),
    }


def _text(x: float, y: float, content: str, look: str = "") -> str:
    chosen = f' class="{look}"' if look else ""
    return f'  <text x="{x:g}" y="{y:g}"{chosen}>{escape(content)}</text>'


def _box(room: Room, x: float, y: float, width: float) -> list[str]:
    """A room, its upper left corner at a point."""
    drawn = [f'  <rect class="{room.look}" x="{x:g}" y="{y:g}" width="{width:g}" height="{room.height}" rx="6" stroke-width="1.5"/>']
    drawn.append(_text(x + PAD, y + PAD + 8, room.name, "room"))
    drawn += [_text(x + PAD, y + PAD + 8 + LINE * (place + 1), line) for place, line in enumerate(room.lines)]
    return drawn


def _arrow(x: float, y: float) -> list[str]:
    """The way from one room down to the next."""
    return [
        f'  <path class="way" d="M{x:g} {y + 3:g}V{y + GAP - 9:g}"/>',
        f'  <path class="tip" d="M{x - 5:g} {y + GAP - 10:g}h10l-5 8z"/>',
    ]


def draw(entitlement: Entitlement, lang: str) -> str:
    """The drawing in a language, as SVG that stands alone and is read in light and dark."""
    found = figures(entitlement, catalogue(lang))
    said = {key: text.format(**found) for key, text in WORDS[lang].items()}
    whole, half, middle = WIDTH - 2 * MARGIN, (WIDTH - 2 * MARGIN - 10) / 2, WIDTH / 2
    y: float = MARGIN
    drawn: list[str] = []

    def room(name: str, *lines: str, look: str = "box") -> None:
        nonlocal y
        box = Room(said[name], [said[line] for line in lines], look)
        drawn.extend(_box(box, MARGIN, y, whole))
        y += box.height

    def way(x: float = middle) -> None:
        nonlocal y
        drawn.extend(_arrow(x, y))
        y += GAP

    room("case", "records")
    way()
    room("timeline", "period", "months")
    way()
    room("counting", "verdicts", "hours")
    y += 8
    drawn.append(f'  <path class="wall" d="M{MARGIN} {y + 18:g}H{WIDTH - MARGIN}"/>')
    drawn.append(_text(WIDTH - MARGIN, y + 10, said["wall"], "said"))
    y += 12
    way(MARGIN + half / 2)
    facts = Room(said["facts"], ["absence_h100", str(entitlement.facts.absence_h100)])
    terms = Room(said["terms"], said["rates"].rsplit(", ", 1))
    drawn += [*_box(facts, MARGIN, y, half), *_box(terms, MARGIN + half + 10, y, half)]
    y += facts.height
    drawn += _arrow(MARGIN + half + 10 + half / 2, y)
    way(MARGIN + half / 2)
    room("rules", "counted", "cap")
    way()
    room("lines", "line", "elements", "frame", "total", look="box")
    way()
    room("recipients", "doctor", "municipality", look="end")
    height = y + MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" role="img"'
            f' aria-labelledby="title desc" lang="{lang}">',
            f'  <title id="title">{escape(said["title"])}</title>',
            f'  <desc id="desc">{escape(said["desc"])}</desc>',
            STYLE.rstrip(),
            f'  <rect class="ground" width="{WIDTH}" height="{height:g}" rx="8"/>',
            *drawn,
            "</svg>\n",
        ]
    )


def drawings() -> dict[Path, str]:
    """Each drawing's file and content."""
    entitlement = evaluate(load_case(CASE.read_text("utf-8")))
    return {HERE / "how.svg": draw(entitlement, "en"), HERE / "how.nb.svg": draw(entitlement, "nb")}


def main() -> int:
    """Write the drawings; with ``--check`` only say whether one differs from what would be written, and give 1 if one does."""
    made = drawings()
    if "--check" in sys.argv[1:]:
        return int(any(not path.exists() or path.read_text("utf-8") != text for path, text in made.items()))
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
