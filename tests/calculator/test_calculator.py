"""The calculator in a real browser: what it gives is what the library gives, and anybody can use it."""

import copy
import datetime as dt
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from hypothesis import Phase, given, settings
from playwright.sync_api import Page

from alis_rules import Case, case_schema, evaluate, load_case
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.headline import label_of_total
from alis_rules.testing import case_documents
from alis_rules.testing.numbers import Document
from tests.browser import opened, violations
from tests.support import CONTRACT_CASE, ROOT, document

from .conftest import POLICY, Visit, visited

HERE = ROOT / "docs" / "calculator"
FIRST_RESULT, KEYSTROKE = 20_000, 100
"""The most milliseconds: to the first result on a cold load, with room for a busy machine; from a keystroke to its result."""
MOST_BYTES = 8_000_000


def _messages(lang: str) -> dict[str, str]:
    return cast("dict[str, str]", json.loads((HERE / f"messages.{lang}.json").read_text("utf-8")))


def _lines(visit: Visit) -> list[list[str]]:
    """The table of lines as it is shown, with its last row."""
    found: list[list[str]] = visit.page.evaluate(
        "[...document.querySelectorAll('#told-main table.lines tr')].slice(1).map(row => [...row.cells].map(each => each.textContent))"
    )
    return found


def _expected(case: Case, lang: str = "nb") -> list[list[str]]:
    """The same as the library gives it."""
    texts, entitlement = catalogue(lang), evaluate(case)

    def money(amount: Any) -> str:
        return texts.say("text.no-amount") if amount is None else texts.money(amount)

    rows = [[texts.say(f"rule.{line.rule}"), money(line.incurred), money(line.amount)] for line in entitlement.lines]
    total = label_of_total(entitlement, texts)
    return [*rows, [total, "", texts.money(entitlement.total)]]


# By keyboard ------------------------------------------------------------------------------------------------------------


class _Typist:
    """Someone with a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self) -> dict[str, str]:
        """What has the focus."""
        found: dict[str, str] = self.page.evaluate(
            "() => { const e = document.activeElement; return {key: e.closest('.field')?.dataset.key ?? '', id: e.id, of: e.className,"
            " list: e.closest('.part')?.id ?? '', tag: e.tagName, text: e.textContent.trim()}; }"
        )
        return found

    def to(self, **wanted: str) -> None:
        """Tab on until something has the focus."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            now = self.at()
            if all(now[name] == value for name, value in wanted.items()):
                return
        raise AssertionError(f"no way to {wanted} by keyboard")

    def write(self, key: str, text: str) -> None:
        """Write into the next field for something, or choose what begins so where it is a list."""
        if self.at()["key"] != key:
            self.to(key=key)
        self.page.keyboard.type(text)

    def add(self, part: str) -> None:
        """Press the button that adds a row; the focus is then in the row."""
        self.to(list=part, of="add")
        self.page.keyboard.press("Enter")


def _day(iso: str) -> str:
    return dt.date.fromisoformat(iso).strftime("%d.%m.%Y")


def _write_contract_case(typist: _Typist) -> None:
    """The contract's case as a person writes it, from the top of the form to its end."""
    kinds = {
        "kurs": "Ku",
        "hospitering": "Ho",
        "praksisbesok": "Pr",
        "individuell-veiledning": "In",
        "gruppeveiledning": "Gr",
        "fordypning": "Fo",
    }
    typist.write("/municipality/number", "Bodø")
    typist.write("/municipality/registered", "ja")
    typist.write("/agreement/signed_on", "20.05.2025")
    typist.write("/doctor/training_start", "1.9.2024")
    typist.write("/doctor/first_gp_date", "01022025")
    typist.write("percent", "100")
    typist.write("from", "01.02.2025")
    for each in CONTRACT_CASE["activities"]:
        typist.add("activities")
        typist.write("kind", kinds[each["kind"]])
        typist.write("date", _day(each["date"]))
        for key in ("absence_hours", "absence_days", "expenses", "fund_refund"):
            if key in each:
                typist.write(key, str(each[key]).replace(".", ","))
    for each in CONTRACT_CASE["supervision"]:
        typist.add("supervision")
        typist.write("date", _day(each["date"]))
        typist.write("hours", str(each["hours"]).replace(".", ","))
    typist.add("lower_productivity")
    typist.write("from", "01.06.2025")
    typist.write("to", "31.05.2026")
    typist.write("amount", "140 000")
    typist.add("facilitation")
    typist.write("date", "20.11.2025")
    typist.write("purpose", "nettverkssamling")
    typist.write("amount", "12 000")
    typist.to(tag="SUMMARY", list="readings")
    typist.page.keyboard.press("Enter")
    typist.write("/readings/grant-frame", "ja")


def test_the_contracts_case_written_by_keyboard_alone(address: str) -> None:
    with visited(address) as visit:
        visit.ready()
        _write_contract_case(_Typist(visit.page))
        visit.page.keyboard.press("Tab")
        visit.shown()
        visit.page.wait_for_selector("#total .amount:has-text('362')")
        assert visit.total() == "362 317,19 kr"
        assert visit.page.inner_text("#told-main p.strong:not(li p)").startswith("Går til: legen")
        visit.page.wait_for_selector("#told-outlook:has-text('Tolkninger')")
        visit.page.wait_for_selector("#heard:has-text('362 317,19')", state="attached")


def test_rows_are_added_and_removed_and_the_focus_stays_where_one_works(address: str) -> None:
    with visited(address) as visit:
        typist = _Typist(visit.page)
        for _ in range(3):
            visit.page.focus("#supervision .add")
            visit.page.keyboard.press("Enter")
            assert (typist.at()["list"], typist.at()["key"]) == ("supervision", "date")
        assert visit.page.locator("#supervision legend").all_inner_texts() == ["Veiledning 1", "Veiledning 2", "Veiledning 3"]
        visit.page.focus("#supervision li:nth-child(2) .remove")
        visit.page.keyboard.press("Enter")
        assert typist.at()["of"] == "remove"
        assert typist.at()["text"] == "Fjern veiledning 2"
        for _ in range(2):
            visit.page.keyboard.press("Enter")
        assert typist.at()["of"] == "add"
        assert "Veiledning 1 er fjernet." in visit.page.inner_text("#said")


# What it gives ------------------------------------------------------------------------------------------------------------


def test_generated_cases_give_what_the_library_gives(address: str) -> None:
    """Twenty cases, each opened as a file."""
    with visited(address) as visit:
        visit.ready()
        seen = 0

        @given(case_documents())
        @settings(max_examples=20, phases=[Phase.generate], database=None)
        def check(made: Document) -> None:
            nonlocal seen
            seen += 1
            name = f"sak-{seen}.json"
            text = json.dumps(made)
            case = load_case(text)
            visit.open(name, text)
            visit.shown()
            expected = _expected(case)
            shown = _lines(visit)
            assert [row[:3] for row in shown] == expected
            assert visit.page.inner_text("#total .amount").strip() == expected[-1][2]

        check()
        assert seen >= 20


def _downloaded(page: Page) -> dict[str, Any]:
    with page.expect_download() as waiting:
        page.click("#download")
    assert waiting.value.suggested_filename == "alis-sak.json"
    return cast("dict[str, Any]", json.loads(Path(waiting.value.path()).read_text("utf-8")))


def test_a_case_that_is_downloaded_is_the_one_that_was_opened(address: str) -> None:
    """With a value in every field of the contract."""
    full: dict[str, Any] = copy.deepcopy(CONTRACT_CASE) | {
        "municipality": {"number": "1804", "registered": False, "centrality_class": 6},
        "period": {"from": "2025-06-01", "to": "2026-05-31"},
        "doctor": CONTRACT_CASE["doctor"] | {"training_end": "2026-05-01"},
        "agreement": CONTRACT_CASE["agreement"] | {"newly_employed": True, "granted": False, "split": {"doctor_percent": "40"}},
        "interruptions": [{"kind": "permisjon", "from": "2025-07-01", "to": "2025-07-31"}],
        "additional": [{"date": "2025-08-01", "purpose": "hybel", "amount": "1000.50", "lasting_investment": True}],
        "municipal": [{"date": "2025-08-02", "amount": "1"}],
        "claims": {"practice-compensation": "1000", "additional-elements": "2"},
        "used_before": {"practice-compensation": {"hours": "10"}, "learning-expenses": "3", "supervision": {"hours": "0.25"}},
        "supplied": {"fee_rate": "1400", "grant_frame": {"fastlege": "500000"}, "additional_cap": "9"},
        "readings": {"grant-frame": "sum-of-caps", "rounding": "whole-kroner"},
        "accept": ["unconfirmed"],
    }
    full["activities"][0] = full["activities"][0] | {"completed": False, "documented": False, "paid_by": "municipality"}
    full["activities"][0] |= {"group": "gruppe 2"}
    full["supervision"][0] |= {"supervisor": "Ola Veileder"}
    for name in [name for name, part in full.items() if isinstance(part, list) and isinstance(part[0], dict)]:
        full[name][0] |= {"voucher": f"bilag {name}", "note": "–"}
    full["reference"] = "Sak 17"
    with visited(address) as visit:
        visit.ready()
        for number, each in enumerate((CONTRACT_CASE, full)):
            visit.open(f"sak-{number}.json", json.dumps(each))
            visit.shown()
            assert load_case(json.dumps(_downloaded(visit.page))) == load_case(json.dumps(each))
        visit.page.click("#clear")
        empty = _downloaded(visit.page)
        assert (empty["municipality"], empty["doctor"], "positions" in empty) == ({}, {}, False)


def test_the_form_has_every_field_of_a_case(address: str) -> None:
    with visited(address) as visit:
        keys: list[str] = visit.page.evaluate(
            "[document, ...[...document.querySelectorAll('template')].map(each => each.content)]"
            ".flatMap(root => [...root.querySelectorAll('.field')].map(each => (each.closest('[data-rows]') ? '' : each.dataset.key)))"
        )
        lists: list[str] = visit.page.evaluate(
            "[...document.querySelectorAll('template')].flatMap(each => [...each.content.querySelectorAll('.field')].map(field => "
            "'/' + each.parentElement.querySelector('[data-rows]').dataset.rows + '/*/' + field.dataset.key))"
        )
    schema = case_schema()

    def leaves(part: dict[str, Any], at: str) -> list[str]:
        part = next((each for each in part.get("anyOf", []) if each.get("type") != "null"), part) if "properties" not in part else part
        if "$ref" in part:
            return leaves(schema["$defs"][part["$ref"].rpartition("/")[2]], at)
        if part.get("type") == "array" and "$ref" in part["items"]:
            return leaves(part["items"], f"{at}/*")
        if "properties" in part:
            return [leaf for key, each in part["properties"].items() for leaf in leaves(each, f"{at}/{key}")]
        return [f"{at}/0" if part.get("type") == "array" else at]

    assert set(leaves(schema, "")) - {"/schema"} == {key for key in keys if key.startswith("/")} | set(lists)


# What is wrong ------------------------------------------------------------------------------------------------------------


def _beside(page: Page, field: str) -> str:
    """What stands beside a field, as a screen reader finds it."""
    control = f"{field} :is(input, select)"
    assert page.get_attribute(control, "aria-invalid") == "true"
    told: str = page.evaluate(
        "selector => document.getElementById(document.querySelector(selector).getAttribute('aria-describedby')).textContent", control
    )
    return told


def test_an_error_stands_beside_the_field_that_it_belongs_to(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        visit.ready()
        page.click("#example")
        visit.shown()
        post, course = "#positions li:nth-child(1)", "#activities li:nth-child(1)"
        page.fill(f"{course} [data-key=date] input", "30.02.2026")
        page.fill(f"{course} [data-key=expenses] input", "9.800")
        page.fill(f"{post} [data-key=percent] input", "120")
        page.fill(f"{course} [data-key=absence_days] input", "2")
        page.focus("#example")
        page.wait_for_selector(f"{course} [data-key=absence_days] .error")
        visit.answered("wrong")
        assert _beside(page, f"{course} [data-key=date]") == "«30.02.2026» er ikke en dato. Skriv den slik: 31.12.2025."
        assert _beside(page, f"{course} [data-key=expenses]") == "«9.800» er ikke et tall. Skriv det slik: 1234,50."
        assert "over 100 prosent" in _beside(page, f"{post} [data-key=percent]")
        assert "både i timer og i dager" in _beside(page, f"{course} [data-key=absence_days]")
        links = page.locator("#problems a").all_inner_texts()
        assert len(links) == 4
        assert any(each.startswith("Aktivitet 1, dato: «30.02.2026»") for each in links)
        assert violations(page) == []
        page.wait_for_selector("#heard:has-text('Rett dette: 4')", state="attached")
        page.click("#problems a:has-text('dato')")
        assert page.evaluate("document.activeElement.closest('.field').dataset.key") == "date"
        page.click("[data-lang=en]")
        page.wait_for_selector(".error:has-text('is not a date')")
        assert not page.is_hidden("#waits")
        for key, text in (("date", "2025-09-10"), ("expenses", "9 800"), ("absence_days", "")):
            page.fill(f"{course} [data-key={key}] input", text)
        page.fill(f"{post} [data-key=percent] input", "100")
        visit.shown()
        assert visit.total() == "NOK 362,317.19"
        assert page.query_selector(".error, [aria-invalid]") is None


def test_what_is_not_filled_in_yet_is_no_error_before_its_field_is_left(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        visit.ready()
        page.fill("[data-key='/agreement/signed_on'] input", "20.05.2025")
        visit.answered("waiting")
        assert page.locator("#lacks a").all_inner_texts() == ["Kommune"]
        assert page.query_selector(".error") is None
        page.fill("[data-key='/municipality/number'] input", "Bod")
        assert page.query_selector(".error") is None
        page.keyboard.press("Tab")
        page.wait_for_selector(".error:has-text('ikke en kommune i listen')")
        page.fill("[data-key='/municipality/number'] input", "bodø")
        visit.shown()
        page.keyboard.press("Tab")
        assert page.input_value("[data-key='/municipality/number'] input") == "1804 Bodø"


def test_files_that_are_wrong(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        visit.ready()
        visit.open("ikke.json", "{")
        assert "ikke.json kan ikke åpnes: Dokumentet er ikke gyldig JSON" in page.inner_text("#said")
        visit.open(
            "feil.json", json.dumps(document(positions=[{"role": "fastlege", "employment": "ansatt", "percent": 101, "from": "i går"}]))
        )
        visit.answered("wrong")
        assert "«i går» er ikke en dato" in _beside(page, "#positions [data-key=from]")
        visit.open(
            "ukjent.json",
            json.dumps(document(doctor__nickname="Kari", activities=[{"kind": "kurs", "date": "2025-09-10", "completed": "ja"}])),
        )
        visit.answered("wrong")
        assert "I filen: /doctor/nickname. Ukjent nøkkel" in page.inner_text("#problems")
        page.fill("[data-key='/doctor/training_start'] input", "1.9.2023")


_WRITTEN = [
    ("number('1 234,50')", "1234.50"),
    ("number('1.234,5')", "1234.5"),
    ("number('22.5')", "22.5"),
    ("number('9.800')", "9.800 "),
    ("number('tolv')", "tolv"),
    ("numberShown('1234.50', 'nb')", "1234,5"),
    ("numberShown('1234.50', 'en')", "1234.5"),
    ("numberShown(100, 'nb')", "100"),
    ("numberShown('1e3', 'nb')", "1e3"),
    ("day('1.9.2024')", "2024-09-01"),
    ("day('01092024')", "2024-09-01"),
    ("day('1/9-2024')", "2024-09-01"),
    ("day('2024-09-01')", "2024-09-01"),
    ("day('i dag')", "idag"),
    ("dayShown('2024-09-01')", "01.09.2024"),
    ("dayShown('i dag')", "i dag"),
    ("municipality('hamarøy', [{number: '1875', name: 'Hamarøy - Hábmer'}])", "1875"),
    ("municipality('1804 Bodø', [])", "1804"),
    ("municipality('Våler', [{number: '3419', name: 'Våler'}, {number: '3114', name: 'Våler'}])", "Våler"),
]
"""What people write, and what is made of it."""


def test_what_people_write(address: str) -> None:
    with visited(address) as visit:
        made = [visit.page.evaluate(f"async () => (await import('./values.js')).{call}") for call, _ in _WRITTEN]
        assert made == [expected for _, expected in _WRITTEN]


def test_it_says_so_where_python_cannot_be_loaded(address: str) -> None:
    with visited(address, without="library.zip") as visit:
        visit.page.wait_for_selector(".broken:has-text('Regnemotoren kunne ikke startes')", timeout=120_000)
        assert visit.page.get_attribute("#result", "data-state") == "broken"
        visit.wrong.clear()


@pytest.mark.parametrize(("lang", "file"), [("nb", "index.html"), ("nn", "nn.html"), ("en", "en.html")])
def test_fault_27_opened_from_the_disk_it_says_that_it_has_to_be_served(folder: Path, lang: str, file: str) -> None:
    with opened(360, "light") as page:
        page.goto((folder / file).as_uri())
        page.wait_for_selector("#not-served", state="visible")
        page.wait_for_selector("#progress", state="hidden")
        assert page.inner_text("#not-served") == _messages(lang)["engine.not-served"]
        assert "python -m http.server" in page.inner_text("#not-served")
        assert not page.is_visible("#engine-said")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_fault_27_nothing_is_said_of_serving_where_it_is_served(address: str) -> None:
    with visited(address) as visit:
        visit.ready()
        assert visit.page.query_selector("#not-served") is None


def test_fault_27_it_says_so_where_its_data_cannot_be_had(address: str) -> None:
    with visited(address, without="data.json") as visit:
        visit.page.wait_for_selector("#not-served", state="visible")
        visit.wrong.clear()


def test_a_frame_is_asked_for_by_the_whole_year(address: str) -> None:
    with visited(address) as visit:
        visit.page.click("#supplied summary")
        frames = visit.page.locator("#supplied [data-key^='/supplied/grant_frame/'] label")
        assert frames.count() == 4
        assert all("for et helt år i full stilling" in each for each in frames.all_inner_texts())


def test_fault_18_a_case_whose_timeline_cannot_be_followed_has_its_result(address: str) -> None:
    """Ålesund was split in 2024."""
    given = document(call="2023", municipality__number="1507", agreement__signed_on="2022-10-01", doctor={})
    given["positions"][0]["from"] = "2022-10-01"
    with visited(address) as visit:
        visit.ready()
        visit.open("sak.json", json.dumps(given))
        visit.shown()
        assert "Tidslinjen kan ikke tegnes." in visit.page.inner_text("#told-main")


# How it is used -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "file"), [("nb", ""), ("nn", "nn.html"), ("en", "en.html")])
def test_the_language_is_switched_in_the_page(address: str, lang: str, file: str) -> None:
    with visited(address, file) as visit:
        page = visit.page
        assert page.get_attribute("html", "lang") == lang
        title = page.title()
        page.click("#example")
        visit.ready()
        visit.shown()
        loaded = len(visit.asked)
        for other in (*[each for each in LANGUAGES if each != lang], lang):
            page.click(f"[data-lang={other}]")
            page.wait_for_selector(f"#told-main[lang={other}]", state="attached")
            visit.shown()
            assert page.get_attribute("html", "lang") == other
            assert page.inner_text("h1") == _messages(other)["app.title"]
            assert [row[:3] for row in _lines(visit)] == _expected(load_case(json.dumps(CONTRACT_CASE)), other)
        assert len(visit.asked) == loaded
        assert page.title() == title


def test_the_three_languages_have_the_same_messages_and_none_of_the_catalogues() -> None:
    keys = {str(lang): set(_messages(lang)) for lang in LANGUAGES}
    assert keys["nb"] == keys["nn"] == keys["en"]
    assert not keys["nb"] & set(catalogue("nb").messages)
    for lang in LANGUAGES:
        assert all(text.strip() for text in _messages(lang).values())
        for key, text in _messages(lang).items():
            assert text.count("{") == _messages("nb")[key].count("{"), key


def test_every_message_is_used() -> None:
    source = "".join(each.read_text("utf-8") for each in HERE.iterdir() if each.suffix in (".py", ".js", ".html"))
    made = ("row.", "add.", "employment.", "payer.", "problem.")
    assert [key for key in _messages("nb") if key not in source and not key.startswith(made)] == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(address: str, width: int, scheme: Literal["light", "dark"]) -> None:
    with visited(address, width=width, scheme=scheme) as visit:
        page = visit.page
        assert violations(page) == []
        visit.ready()
        page.click("#example")
        visit.shown()
        page.wait_for_selector("#result[data-looked]")
        for part in page.query_selector_all("details"):
            part.evaluate("each => { each.open = true; }")
        for button in page.query_selector_all(".add"):
            button.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_it_is_painted_and_usable_before_python_has_loaded(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        page.click("#example")
        page.wait_for_selector("#activities li:nth-child(6)")
        assert page.query_selector("#engine[hidden]") is None, "Python was faster than a click"
        assert page.is_visible("progress")
        visit.shown()
        assert visit.total() == "362 317,19 kr"
        painted, ready = page.evaluate(
            "[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.getEntriesByName('ready')[0].startTime]"
        )
        assert painted < ready


def test_it_prints_the_result_and_not_the_form(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        visit.ready()
        page.click("#example")
        visit.shown()
        page.emulate_media(media="print")
        assert not page.is_visible("#form")
        assert page.is_visible("#told figure svg")
        printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        assert 2 <= printed.count(b"/Type /Page\n") <= 12


def test_nothing_is_kept_and_the_address_never_changes(address: str) -> None:
    with visited(address) as visit:
        visit.ready()
        visit.page.click("#example")
        visit.shown()
        visit.page.focus(".skip")
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.id") == "result"
        visit.page.click("#told a:has-text('[1]')")
        assert visit.page.evaluate("document.activeElement.id").endswith("k1")
        assert visit.page.url == address
        visit.page.reload()
        assert visit.page.input_value("[data-key='/municipality/number'] input") == ""
        assert visit.page.get_attribute("meta[http-equiv]", "content") == POLICY


# Size and speed -----------------------------------------------------------------------------------------------------------


def test_it_is_small(folder: Path) -> None:
    """All that one visit loads, as it lies on the disk: even a server that packs nothing sends little more than what is aimed at."""
    loaded = [
        each for each in folder.rglob("*") if each.is_file() and "licences" not in each.parts and each.name not in ("nn.html", "en.html")
    ]
    packed = [each for each in loaded if each.suffix in (".bin", ".zip")]
    assert sum(each.stat().st_size for each in packed) < MOST_BYTES - 400_000
    assert sum(each.stat().st_size for each in loaded) < MOST_BYTES + 1_500_000
    assert {each.stem.partition("-")[0] for each in (folder / "licences").iterdir()} >= {"alis", "attrs", "babel", "cattrs", "python"}


def test_it_is_fast(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        page.click("#example")
        visit.shown()
        page.wait_for_selector("#result[data-looked]")
        for hours in range(16, 36):
            page.fill("#activities li:nth-child(1) [data-key=absence_hours] input", str(hours))
            visit.shown()
        first = page.evaluate("performance.getEntriesByName('first-result')[0].duration")
        taken: list[float] = page.evaluate("performance.getEntriesByName('written-to-shown').map(each => each.duration).slice(1)")
        assert first < FIRST_RESULT
        assert len(taken) >= 20
        assert sorted(taken)[len(taken) // 2] < KEYSTROKE


def test_only_what_has_changed_is_touched(address: str) -> None:
    with visited(address) as visit:
        page = visit.page
        page.click("#example")
        visit.ready()
        visit.shown()
        page.evaluate("document.querySelectorAll('#told *').forEach(each => { each.before = true; })")
        page.fill("#supervision li:nth-child(1) [data-key=hours] input", "29")
        visit.shown()
        assert "735,94" in page.inner_text("#told-main")
        kept, whole = page.evaluate(
            "(all => [all.filter(each => each.before).length, all.length])([...document.querySelectorAll('#told-main *')])"
        )
        assert kept > 0.95 * whole


def test_headings_go_down_one_level_at_a_time(address: str) -> None:
    with visited(address) as visit:
        visit.ready()
        visit.page.click("#example")
        visit.shown()
        levels: list[int] = visit.page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(each => Number(each.tagName[1]))")
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert levels.count(1) == 1
