"""The drawings: written by the library itself, whole in any case, legible on a phone, and told to those who do not see them."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, Question, cli, compare, evaluate, life, load_case, to_html, to_svg
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.svg import WIDTH, Look, bar, measured, wrapped
from alis_rules.testing import cases
from tests.support import CONTRACT_CASE, ROOT, case, document

SVG = "{http://www.w3.org/2000/svg}"
CONTRACT = load_case(json.dumps(CONTRACT_CASE))
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
Box = tuple[int, int, int, int]


def _post(role: str, percent: int, first: str, last: str | None = None) -> dict[str, Any]:
    return {"role": role, "employment": "ansatt", "percent": percent, "from": first} | ({"to": last} if last else {})


def _away(kind: str, first: str, last: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "from": first} | ({"to": last} if last else {})


_MONTHS = [f"{2010 + n // 12}-{n % 12 + 1:02}" for n in range(190)]
ODD: dict[str, Case] = {
    "nothing": case(agreement={"kind": "veiledning"}, positions=[], doctor={}, call="2024", period=None),
    "open": case(interruptions=[_away("kommersiell-aktor", "2025-05-25")]),
    "close together": case(
        positions=[
            _post("fastlege", 50, "2025-02-01", "2025-06-05"),
            _post("introduksjonslege", 50, "2025-02-01", "2025-07-01"),
            _post("fastlegevikar", 40, "2025-06-21"),
            _post("annet-legearbeid", 0, "2025-07-02"),
        ],
        interruptions=[
            _away("kommersiell-aktor", "2025-06-03", "2025-06-04"),
            _away("permisjon", "2025-06-06", "2025-06-20"),
            _away("institusjonstjeneste", "2025-06-21", "2025-07-20"),
        ],
    ),
    "all of the calendar": case(doctor={"training_start": "0001-01-01", "expected_end": "9999-12-31"}),
    "first day of the calendar": case(
        agreement={"kind": "veiledning"}, doctor={}, positions=[_post("annet-legearbeid", 100, "0001-01-01", "0001-01-02")], call="2024"
    ),
    "long": case(doctor={"training_start": "1985-01-01", "first_gp_date": "1999-05-05"}, positions=[_post("fastlege", 20, "1990-01-01")]),
    "short": case(positions=[_post("fastlege", 100, "2026-04-01", "2026-04-20")], agreement__signed_on="2026-04-01", doctor={}),
    "many posts": case(positions=[_post("fastlege", 1, f"{month}-01", f"{month}-27") for month in _MONTHS]),
    "records outside": case(activities=[{"kind": "kurs", "date": day} for day in ("1990-01-01", "2025-10-01", "2036-10-01")]),
    "by period": case(call=None, period={"from": "2025-06-01", "to": "2026-05-31"}),
}
"""Cases whose drawing could go wrong."""


def _path_box(path: str) -> Box:
    """The outermost points that a path of M, L, l, m, h and v goes to."""
    x = y = 0
    xs, ys = list[int](), list[int]()
    for command, numbers in re.findall(r"([MLmlhvz])([-\d ]*)", path):
        found = [int(each) for each in numbers.replace("-", " -").split()]
        if command in "ML":
            x, y = found
        elif command in "ml":
            x, y = x + found[0], y + found[1]
        elif command == "h":
            x += found[0]
        elif command == "v":
            y += found[0]
        xs.append(x)
        ys.append(y)
    assert re.sub(r"[MLmlhvz][-\d ]*", "", path) == ""
    return min(xs), min(ys), max(xs), max(ys)


def _text_box(element: ET.Element) -> Box:
    x, y, width = int(element.attrib["x"]), int(element.attrib["y"]), measured(element.text or "")
    start = {"start": x, "middle": x - width // 2, "end": x - width}[element.get("text-anchor", "start")]
    return start, y - 10, start + width, y + 2


def _boxes(root: ET.Element) -> Iterator[tuple[str, Box]]:
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if name == "text":
            yield name, _text_box(element)
        elif name == "path":
            yield name, _path_box(element.attrib["d"])
        elif name == "circle":
            x, y, r = (int(element.attrib[key]) for key in ("cx", "cy", "r"))
            yield name, (x - r, y - r, x + r, y + r)
        else:
            assert name in ("svg", "title", "desc", "style")


def sound(drawn: str) -> ET.Element:
    """Everything that holds of every drawing; gives its root."""
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    assert root.get("role") == "img"
    assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title")
    _, _, width, height = map(int, root.attrib["viewBox"].split())
    boxes = list(_boxes(root))
    for _, (left, top, right, bottom) in boxes:
        assert 0 <= left <= right <= width == WIDTH
        assert 0 <= top <= bottom <= height
    for one, other in combinations((box for name, box in boxes if name == "text"), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    # no colour of its own, no name, nothing loaded and no code: a page under any policy can hold it
    inside = drawn.partition("<style>")[0] + drawn.partition("</style>")[2]
    assert not re.search(r" (id|style|class|href|on\w+)=|url\(|#[0-9a-f]{3}|<script|<image|rgb", inside)
    return root


def _written(root: ET.Element) -> str:
    return " ".join(each.text or "" for each in root.iter(f"{SVG}text"))


class TestTimeline:
    @some
    @given(cases(), st.sampled_from(LANGUAGES))
    def test_fault_18_every_case_draws(self, given: Case, lang: str) -> None:
        assume(given.municipality.number != "1507")
        whole = life(given)
        drawn = to_svg(whole, lang=lang)
        root = sound(drawn)
        assert drawn == to_svg(life(given), lang=lang)
        self.tells(root, given, lang)

    @pytest.mark.parametrize("name", ODD)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_18_odd_cases_draw(self, name: str, lang: str) -> None:
        self.tells(sound(to_svg(life(ODD[name]), lang=lang)), ODD[name], lang)

    def tells(self, root: ET.Element, given: Case, lang: str) -> None:
        """Every post, absence, call and date is written where it is drawn, and told in words."""
        texts, written, words = catalogue(lang), _written(root), root.findtext(f"{SVG}desc") or ""
        for post in given.positions:
            label = f"{texts.say(f'role.{post.role}')} {texts.number(post.percent)} %"
            assert label in written
            assert f"{label}, " in words
            assert texts.day(post.from_) in words
        for each in life(given).entitlements:
            if each.period:
                assert each.call in written
                assert texts.day(each.period.to) in words
        for date in life(given).dates:
            assert f"{texts.say(f'date.{date.id}', call=date.call)}: {texts.day(date.day)}." in words

    def test_posts_at_once_and_many_stand_on_rows_of_their_own(self) -> None:
        together = [_post("fastlege", 50, "2025-02-01"), _post("fastlegevikar", 50, "2025-02-01")]
        root = sound(to_svg(life(case(positions=together))))
        rows = {each.text: each.get("y") for each in root.iter(f"{SVG}text")}
        assert rows["fastlege 50 %"] != rows["fastlegevikar 50 %"]

    def test_records_of_a_day_that_is_not_drawn_stand_at_the_border(self) -> None:
        root = sound(to_svg(life(ODD["records outside"])))
        assert "teller (1)" in _written(root)
        assert "teller ikke (2)" in _written(root)
        crosses = [_path_box(each.attrib["d"]) for each in root.iter(f"{SVG}path") if each.get("stroke-width") == "2"]
        assert len(crosses) == 2
        assert min(box[0] for box in crosses) < 10
        assert max(box[2] for box in crosses) > WIDTH - 10

    def test_an_agreement_of_no_call_and_of_no_posts_has_its_days(self) -> None:
        given = case(positions=[], agreement__signed_on="2026-08-10", doctor={})
        written = _written(sound(to_svg(life(given))))
        assert "10.\N{NO-BREAK SPACE}august\N{NO-BREAK SPACE}2026" in written
        assert "2027 2028" in written

    def test_years_of_which_none_is_the_first_day(self) -> None:
        post = _post("annet-legearbeid", 0, "2026-08-10")
        written = _written(sound(to_svg(life(case(positions=[post], agreement__signed_on="2026-08-10", doctor={})))))
        assert "Stillinger" in written

    def test_fault_23_of_what_has_no_drawing_it_says_what_has(self) -> None:
        anything: Any = CONTRACT
        with pytest.raises(TypeError, match=r"not of a Case; of a case: to_svg\(life\(case\)\)"):
            to_svg(anything)

    def test_it_tells_nobody_apart(self) -> None:
        assert "Eksempel" not in to_svg(life(CONTRACT))


class TestComparison:
    @some
    @given(cases(), cases(), st.sampled_from(LANGUAGES))
    def test_fault_23_every_comparison_draws(self, before: Case, after: Case, lang: str) -> None:
        found = compare(before, after)
        drawn = to_svg(found, lang=lang)
        root = sound(drawn)
        assert drawn == to_svg(compare(before, after), lang=lang)
        texts, written, words = catalogue(lang), _written(root), root.findtext(f"{SVG}desc") or ""
        totals = [texts.money(each.total) for each in (found.before, found.after)]
        for amount in (*totals, *(texts.change(step.amount) for step in found.steps)):
            assert amount in written
            assert amount in words

    def test_a_bar_ends_where_the_next_begins(self) -> None:
        root = sound(to_svg(compare(Question(case=CONTRACT, call="2021"), CONTRACT)))
        bars = [_path_box(each.attrib["d"]) for each in root.iter(f"{SVG}path") if each.get("fill-opacity")]
        assert len(bars) > 3
        for one, other in pairwise(bars[:-1]):
            assert {one[0], one[2]} & {other[0], other[2]}

    def test_of_less(self) -> None:
        root = sound(to_svg(compare(CONTRACT, case())))
        assert "\N{MINUS SIGN}132" in _written(root)


class TestStrokes:
    @given(st.integers(0, 300), st.integers(1, 300), st.integers(2, 40), st.sampled_from(Look))
    def test_what_fills_a_bar_stays_within_it(self, x: int, width: int, height: int, look: Look) -> None:
        element = ET.fromstring(bar(x, 7, width, height, look, "<&>"))  # noqa: S314  our own drawing
        assert _path_box(element.attrib["d"]) == (x, 7, x + width, 7 + height)
        assert element.findtext("title") == "<&>"

    def test_the_looks_differ_without_colour(self) -> None:
        assert len({bar(0, 0, 60, 10, look) for look in Look}) == len(Look)

    @given(st.text("abcil WM.-1Å", max_size=120), st.integers(20, WIDTH))
    def test_lines_are_no_wider_than_they_may_be(self, told: str, width: int) -> None:
        lines = wrapped(told, width)
        assert " ".join(lines).split() == told.split()
        assert all(measured(each) <= width or " " not in each for each in lines)


class TestOfAPage:
    def test_fault_18_a_page_has_its_drawing_and_none_of_its_style(self) -> None:
        page = to_html(evaluate(CONTRACT, explain=True), timeline=to_svg(life(CONTRACT)))
        figure = page.partition("<figure>")[2].partition("</figure>")[0]
        assert figure.startswith("<svg ")
        assert "<style>" not in figure
        assert "Produktivitetselement" in figure

    def test_a_page_of_a_comparison_has_its_drawing(self) -> None:
        assert "<figure><svg" in to_html(compare(CONTRACT, case()))
        assert "<figure>" not in to_html(compare(CONTRACT, CONTRACT))

    def test_two_drawings_on_a_page_share_no_name(self) -> None:
        assert not re.search(r"\bid=", to_svg(life(CONTRACT)) + to_svg(compare(CONTRACT, case())))


Run = Callable[..., tuple[int, str, str]]


class TestCommand:
    @pytest.fixture
    def run(self, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
        def call(*arguments: str) -> tuple[int, str, str]:
            monkeypatch.setattr(sys, "argv", ["alis-rules", *arguments])
            with pytest.raises(SystemExit) as stopped:
                cli.main()
            out, err = capfdbinary.readouterr()
            return int(stopped.value.code or 0), out.decode(), err.decode()

        return call

    def test_fault_18_an_html_page_of_any_case(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "cases.jsonl"
        worked = json.loads((ROOT / "src/alis_rules/testing/data/worked-cases.json").read_text("utf-8"))
        documents = [each["case"] for each in worked]
        path.write_text("\n".join(map(json.dumps, documents)), "utf-8")
        code, out, err = run("evaluate", str(path), "--format", "html")
        assert (code, err) == (0, "")
        assert out.count("<figure>") == len(documents)

    def test_fault_18_a_case_whose_other_calls_cannot_be_evaluated_has_a_page(self, run: Run, tmp_path: Path) -> None:
        """Ålesund was split in 2024: the call of 2023 is sure, those after it are not."""
        path = tmp_path / "case.json"
        given = document(call="2023", municipality__number="1507", agreement__signed_on="2022-10-01", doctor={})
        given["positions"][0]["from"] = "2022-10-01"
        path.write_text(json.dumps(given), "utf-8")
        with pytest.raises(InvalidCase):
            life(load_case(path.read_text("utf-8")))
        code, out, err = run("evaluate", str(path), "--format", "html")
        assert (code, err) == (0, "")
        assert "Tidslinjen kan ikke tegnes." in out
        assert "1508 Ålesund / 1580 Haram" in out

    @pytest.mark.parametrize("command", [("timeline",), ("compare", "--call", "2021"), ("receipt",)])
    def test_a_file_that_cannot_be_written(self, run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
        option = "--out" if command == ("receipt",) else "--svg"
        code, out, err = run(*command, str(ROOT / "examples" / "contract-case.json"), option, str(tmp_path))
        assert (code, out) == (2, "")
        assert "kan ikke skrives" in err


class TestDependencies:
    def test_fault_18_nothing_draws_but_the_library(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert project["optional-dependencies"]["plot"] == []
        assert "matplotlib" not in json.dumps(project)
        for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.py")]:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not any(name.startswith("matplotlib") for name in names), path

    def test_fault_18_the_page_and_its_drawing_need_no_extra(self) -> None:
        """In a process that has nothing but what the library depends on."""
        program = (
            "import sys\n"
            "for name in ('typer', 'rich', 'matplotlib', 'narwhals', 'pyarrow', 'polars', 'pandas', 'numpy'): sys.modules[name] = None\n"
            "from alis_rules import compare, evaluate, life, load_case, to_html, to_svg\n"
            "case = load_case(open(sys.argv[1], encoding='utf-8').read())\n"
            "page = to_html(evaluate(case, explain=True), timeline=to_svg(life(case)))\n"
            "assert '<figure><svg' in page and to_svg(compare(case, case))\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program, str(ROOT / "examples" / "contract-case.json")], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")
