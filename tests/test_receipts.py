"""Receipts: of any case one that verifies, of no changed one; and the tables of every release, kept for them."""

import contextlib
import datetime as dt
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, InvalidTables, cli_rates, entitlement_from_json, evaluate, load_tables, rates_files
from alis_rules.archive import archive_path, archived, edition, pack, unpack
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.plain import to_plain
from alis_rules.explain.verification import verification_blocks
from alis_rules.rates_files import digest_of, read_directory, read_tables, table_files
from alis_rules.receipts import read_receipt, receipt, sha256_of
from alis_rules.testing import cases
from alis_rules.testing.numbers import periods
from alis_rules.upkeep import Refused, archive
from alis_rules.verifying import Deviation, Flaw, Verification, verify
from tests.commanding import run
from tests.support import CONTRACT_CASE, ROOT, case, course, evaluated

TABLES = load_tables()
CONTRACT = evaluate(case(**{key: CONTRACT_CASE[key] for key in CONTRACT_CASE if key != "schema"}))


def proposal(*ids: str, name: str = "forslag fra Kari Eksempel", figure: int = 100) -> dict[str, Any]:
    """A proposal of other figures from 2020 on."""
    shared = {"value": figure, "in_force_from": dt.date(2020, 1, 1), "source": "forslag", "checked": dt.date(2026, 11, 21)}
    return {"name": name, "value": [{"id": each, **shared} for each in ids]}


def changed(text: str, change: Callable[[dict[str, Any]], object], *, rehash: bool = True) -> str:
    """A receipt with something in it changed, and by someone who knows how to reckon its digest."""
    content = json.loads(text)
    change(content)
    return json.dumps({**content, "sha256": sha256_of(content)} if rehash else content)


def words(found: Verification, lang: str = "nb") -> str:
    """What is said of a verification, on one line."""
    return " ".join(to_plain(verification_blocks(found, catalogue(lang))).split())


# What a receipt is ------------------------------------------------------------------------------------------------------


@given(of=st.sampled_from([*periods()]).flatmap(cases), day=st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2026, 12, 31)))
def test_of_any_case_it_verifies(of: Case, day: dt.date | None) -> None:
    written = receipt(evaluate(of, known_on=day, project=True))
    found = verify(written)
    assert (found.same, found.reckoned, found.obstacles, found.deviations) == (True, True, (), ())
    assert verify(json.dumps(json.loads(written), indent=4).encode()).same, "how it is laid out does not matter"


@given(
    of=cases("2026") | cases("2023"), which=st.lists(st.sampled_from(["absence-hours", "fee-rate", "own-share"]), min_size=1, unique=True)
)
def test_with_proposals_it_verifies(of: Case, which: list[str]) -> None:
    """In whatever order they are given, and whatever else is given."""
    first, second = proposal(*which, figure=100), proposal("absence-hours", "lower-productivity", figure=7)
    result = evaluate(of, tables=TABLES.overlay(first).overlay(second))
    for order in ([first, second], [second, first], [proposal("additional-cap"), second, first]):
        assert verify(receipt(result), overlays=order).same


@given(st.sampled_from([*periods()]).flatmap(cases), st.data())
def test_one_changed_digit_does_not_verify(of: Case, data: st.DataObject) -> None:
    written = receipt(evaluate(of, project=True))
    at = data.draw(st.sampled_from([found.start() for found in re.finditer("[0-9]", written)]))
    digit = data.draw(st.sampled_from("0123456789").filter(written[at].__ne__))
    with contextlib.suppress(InvalidCase):  # it may be no receipt any more: a key or a date is gone
        assert not verify(written[:at] + digit + written[at + 1 :]).same


@given(cases(), st.data())
def test_a_changed_amount_is_named_though_the_digest_was_reckoned_anew(of: Case, data: st.DataObject) -> None:
    result = evaluate(of)
    index = data.draw(st.sampled_from(range(len(result.lines))))

    def change(content: dict[str, Any]) -> None:
        content["result"]["lines"][index]["amount"] = "123456789.00"

    found = verify(changed(receipt(result), change))
    line = result.lines[index]
    now = None if line.amount is None else str(line.amount)
    deviation = Deviation(at=f"/result/lines/{index}/amount", field="amount", rule=line.rule, says="123456789.00", now=now)
    assert (found.obstacles, found.deviations) == ((), (deviation,))


def test_nothing_of_a_person_is_in_it() -> None:
    told = {**CONTRACT_CASE, "municipal": [{"date": "2025-10-01", "purpose": "hemmelig formål", "amount": 100}]}
    texts = ["Kari", "9999999", "koordinator", "legesenter", "Ola", "nettverkssamling", "hemmelig", "2025-02-01", "2025-05-20", "forslag"]
    result = evaluate(case(**{key: told[key] for key in told if key != "schema"}), tables=TABLES.overlay(proposal("absence-hours")))
    written = receipt(result)
    assert [text for text in texts if text in written] == []
    assert result.tables.overlays[0].digest in written


def test_its_form() -> None:
    """Canonical: one line, keys in order, numbers as text, no claim that was not made."""
    written = receipt(evaluated(claims={"supervision": 10}, supplied={"fee_rate": "1375.5"}, accept=["unconfirmed"]))
    content = json.loads(written)
    assert written == json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert not re.search(r"[:,\[]-?[0-9]", written)
    assert [name for name in content["facts"] if name.startswith("claim_")] == ["claim_supervision_ore"]
    assert (content["supplied"], content["accepted"]) == ({"fee_rate": "1375.50"}, ["unconfirmed"])
    assert len(content["readings"]) == 10
    read, intact = read_receipt(written)
    assert (evolve(read), intact) == (read, True)
    assert content["tables"] == {"version": TABLES.version, "digest": TABLES.digest, "overlays": []}


def test_of_an_entitlement_that_was_read_again() -> None:
    result = evaluated(supplied={"grant_frame": {"fastlege": 100}}, accept=["unconfirmed"])
    assert receipt(entitlement_from_json(json.loads(json.dumps(result.to_json())))) == receipt(result)


def test_a_period_that_the_caller_gives() -> None:
    of_2024 = case(
        call="2024",
        period={"from": "2023-09-01", "to": "2024-08-31"},
        agreement__signed_on="2023-05-20",
        positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2023-02-01"}],
        activities=[course("2024-01-10", 10, expenses=100)],
    )
    written = receipt(evaluate(of_2024))
    assert verify(written).same
    found = verify(changed(written, lambda content: content["period"].update({"from": "2020-01-01"})))
    first = found.deviations[0]
    assert (first.field, first.says, first.now) == ("period", "2020-01-01 – 2024-08-31", None)
    assert "Tilskuddsperiode" in words(found)


# What keeps one from holding --------------------------------------------------------------------------------------------


def test_what_differs_is_told_field_by_field() -> None:
    def change(content: dict[str, Any]) -> None:
        lines = content["result"]["lines"]
        lines[0] |= {"amount": None, "limited_by": [], "missing": ["fee-rate"]}
        lines[1]["rule"] = "pocket-money"
        content["result"] |= {"total": "1.00", "complete": False}
        content["projected"] = True
        content["tables"]["version"] = "1999"
        content["library"] = "0.0.1"

    found = verify(changed(receipt(CONTRACT), change))
    assert not found.same
    assert [(each.at, each.says, each.now) for each in found.deviations] == [
        ("/tables/version", "1999", TABLES.version),
        ("/projected", True, False),
        ("/result/total", "1.00", "362317.19"),
        ("/result/complete", False, True),
        ("/result/lines/0/amount", None, "132000.00"),
        ("/result/lines/0/limited_by", (), ("absence-hours",)),
        ("/result/lines/0/missing", ("fee-rate",), ()),
        ("/result/lines/1", "12250.00", None),
        ("/result/lines", None, "12250.00"),
    ]
    told = words(found)
    assert "Sum tilskudd 1,00 kr 362 317,19 kr" in told
    assert "Praksiskompensasjon: begrenset av ingen fraværstimer" in told
    assert "pocket-money: linjen 12 250,00 kr ingen" in told
    assert "skrevet av en annen versjon av programmet" in told
    assert "alis-rules 0.0.1" in told


def test_an_altered_one_whose_amounts_still_follow() -> None:
    found = verify(changed(receipt(CONTRACT), lambda content: content.update(municipality="0301"), rehash=False))
    assert (found.obstacles, found.deviations, found.same) == ((Flaw.ALTERED,), (), False)
    assert "Beløpene er likevel de som opplysningene gir." in words(found)


@pytest.mark.parametrize("figure", ["1375.5", "1375"])
def test_a_bare_number_is_an_alteration(figure: str) -> None:
    written = receipt(evaluated(supplied={"fee_rate": figure}))
    bare = re.sub(r'"fee_rate":"[0-9.]+"', f'"fee_rate":{figure}', written)
    assert bare != written
    assert verify(bare).obstacles == (Flaw.ALTERED,)


def test_unknown_tables() -> None:
    found = verify(changed(receipt(CONTRACT), lambda content: content["tables"].update(digest=f"sha256:{'0' * 64}")))
    assert (found.obstacles, found.reckoned, found.same) == ((Flaw.UNKNOWN_TABLES,), False, False)
    assert "Beløpene er derfor ikke beregnet på nytt." in words(found)
    assert "The amounts were therefore not calculated again." in words(found, "en")


def test_a_proposal_that_is_not_given() -> None:
    overlay = proposal("absence-hours", figure=10)
    result = evaluate(case(activities=[course("2025-09-10", 20)]), tables=TABLES.overlay(overlay))
    found = verify(receipt(result), overlays=[proposal("absence-hours", figure=11)])
    digest = result.tables.overlays[0].digest
    assert (found.obstacles, found.overlays_missing) == ((Flaw.OVERLAY_MISSING,), (digest,))
    assert digest in words(found)
    assert verify(receipt(result), overlays=[overlay]).same


def test_an_unknown_call() -> None:
    written = receipt(CONTRACT)
    found = verify(changed(written, lambda content: content.update(call="2030")))
    assert found.obstacles == (Flaw.UNKNOWN_CALL,)
    assert "Utlysningen 2030 finnes ikke" in words(found)
    carried = verify(changed(written, lambda content: content.update(call="2030", projected=True)))
    assert [each.field for each in carried.deviations] == ["period"]


def test_the_words_in_every_language() -> None:
    found = verify(receipt(CONTRACT))
    assert len({words(found, lang) for lang in LANGUAGES}) == len(LANGUAGES)
    assert "362 317,19 kr" in words(found)
    assert "NOK 362,317.19" in words(found, "en")


# What is no receipt -----------------------------------------------------------------------------------------------------


def test_every_problem_at_once() -> None:
    def change(content: dict[str, Any]) -> None:
        content["facts"] |= {"absence_h100": "x", "expenses_ore": 5, "absense": "1"}
        content["tables"] |= {"digest": "md5:1", "overlays": [{"digest": "", "values": [1, "Kari Eksempel"]}]}
        content["result"]["lines"][0] |= {"amount": "1", "limited_by": "none"}
        content |= {"schema": "alis-rules/receipt/2", "doctor": "Kari", "known_on": "2026-02-30", "sha256": "0"}
        del content["readings"]

    with pytest.raises(InvalidCase) as raised:
        verify(changed(receipt(CONTRACT), change, rehash=False))
    assert sorted((error.at, error.code) for error in raised.value.errors) == [
        ("/doctor", "unknown-key"),
        ("/facts/absence_h100", "not-whole"),
        ("/facts/absense", "unknown-key"),
        ("/facts/expenses_ore", "wrong-type-text"),
        ("/known_on", "impossible-date"),
        ("/readings", "missing-key"),
        ("/result/lines/0/amount", "not-told-amount"),
        ("/result/lines/0/limited_by", "wrong-type-list"),
        ("/schema", "unknown-code"),
        ("/sha256", "not-digest"),
        ("/tables/digest", "not-digest"),
        ("/tables/overlays/0/digest", "not-digest"),
        ("/tables/overlays/0/values/0", "wrong-type-text"),
        ("/tables/overlays/0/values/1", "not-id"),
    ]
    assert all(error.text(lang) for error in raised.value.errors for lang in LANGUAGES)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"receipt"', b"\xff", json.dumps(CONTRACT_CASE), json.dumps(CONTRACT.to_json())])
def test_other_documents(text: str | bytes) -> None:
    with pytest.raises(InvalidCase):
        verify(text)


def test_facts_that_are_no_object_or_named_twice() -> None:
    written = receipt(CONTRACT)
    for raw, code in (("[]", "wrong-type-object"), ('{"absence_h100":"1","absence_h100":"2"}', "duplicate-key")):
        with pytest.raises(InvalidCase) as raised:
            verify(re.sub(r'"facts":\{[^}]*\}', f'"facts":{raw}', written))
        assert [error.code for error in raised.value.errors] == [code]


# The tables of every release --------------------------------------------------------------------------------------------

REAL = ROOT / "rates"
RELEASED = {"2026.1": "sha256:a92f407ff8fe5b3e93960942975ecd73c0ae4ad8d542b09e5bc5b16b20111265"}
"""Receipts in the world rest on these editions: none may ever change or go."""


def test_every_kept_edition_loads_and_is_what_it_says() -> None:
    kept = archived(REAL)
    assert {version: digest_of(kept[version]) for version in RELEASED} == RELEASED
    present = read_directory(REAL)
    for version, files in kept.items():
        tables = read_tables(files)
        assert tables.version == version
        assert tables.digest == digest_of(files)
        if version == present.version:
            assert tables.digest == present.digest, "the tables have changed since this release: give about.toml a new version"


def test_the_archive_is_no_part_of_the_tables() -> None:
    assert [name for name in table_files(REAL) if "archive" in name] == []


def test_the_same_files_make_the_same_archive(tmp_path: Path) -> None:
    files = table_files(REAL)
    assert pack(files) == pack(dict(reversed(files.items())))
    (tmp_path / "a.zip").write_bytes(pack(files))
    assert unpack(tmp_path / "a.zip") == files
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert {each.date_time[0] for each in packed.infolist()} == {1980}


@pytest.fixture
def rates(tmp_path: Path) -> Path:
    """A copy of the tables of which nothing is kept yet."""
    return Path(shutil.copytree(rates_files.rates_directory(), tmp_path / "rates", ignore=shutil.ignore_patterns("archive")))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def name_edition(rates: Path, version: str) -> None:
    text = (rates / "about.toml").read_text("utf-8")
    (rates / "about.toml").write_text(re.sub('(?m)^version = ".*"$', f'version = "{version}"', text), "utf-8", newline="\n")


def test_a_receipt_of_an_earlier_release(rates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables change and get a new version; what was reckoned by those before them is found again."""
    name_edition(rates, "2031.1")
    edit(rates / "calls" / "2026.toml", "value = 160", "value = 10")
    then = read_directory(rates)
    written = receipt(evaluate(case(activities=[course("2025-09-10", 20)]), tables=then))
    assert verify(written).obstacles == (Flaw.UNKNOWN_TABLES,)
    archive(rates)
    name_edition(rates, "2032.1")
    monkeypatch.setattr(rates_files, "rates_directory", lambda: rates)
    found = edition(then.digest)
    assert found is not None
    assert (found.version, found.digest) == ("2031.1", then.digest)
    assert verify(written).same


class TestArchiving:
    def test_writes_once_and_says_so(self, rates: Path) -> None:
        name_edition(rates, "2030.1")
        path, written = archive(rates)
        assert (path, written) == (rates / "archive" / "2030.1.zip", True)
        assert archive(rates) == (path, False)
        assert unpack(path) == table_files(rates)

    def test_refuses_other_tables_under_a_released_version(self, rates: Path) -> None:
        archive(rates)
        before = (rates / "archive" / f"{TABLES.version}.zip").read_bytes()
        edit(rates / "calls" / "2026.toml", "value = 160", "value = 161")
        with pytest.raises(Refused, match="is released with other tables"):
            archive(rates)
        assert (rates / "archive" / f"{TABLES.version}.zip").read_bytes() == before

    def test_refuses_a_version_that_is_no_name_of_a_file(self, rates: Path) -> None:
        name_edition(rates, "../2026")
        with pytest.raises(Refused, match="cannot be the name of a file"):
            archive(rates)
        assert archive_path(rates, "2026/1") is None

    def test_what_cannot_be_written_or_read(self, rates: Path) -> None:
        name_edition(rates, "2030.1")
        (rates / "archive").write_text("in the way")
        with pytest.raises(Refused, match="cannot be written"):
            archive(rates)
        (rates / "archive").unlink()
        (rates / "archive").mkdir()
        (rates / "archive" / "2030.1.zip").write_text("no archive")
        with pytest.raises(InvalidTables, match=r"archive/2030\.1\.zip: not a readable archive"):
            archive(rates)


# The commands -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CONTRACT_CASE), "utf-8")
    return path


class TestCommands:
    def test_there_and_back(self, case_file: Path, tmp_path: Path) -> None:
        out = tmp_path / "receipt.json"
        assert run("receipt", case_file).out == receipt(CONTRACT) + "\n"
        ran = run("receipt", case_file, "--out", out)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err == f"Skrev {out.as_posix()}.\n"
        assert out.read_text("utf-8") == receipt(CONTRACT)
        verified = run("verify", out)
        assert (verified.code, verified.err) == (0, "")
        assert "Kvitteringen stemmer." in verified.out
        assert "Kvitteringa stemmer." in run("verify", "-", "--lang", "nn", stdin=receipt(CONTRACT)).out

    def test_as_json_and_with_what_differs(self, tmp_path: Path) -> None:
        path = tmp_path / "receipt.json"
        path.write_text(changed(receipt(CONTRACT), lambda content: content["result"].update(total="1.00")), "utf-8")
        ran = run("verify", path, "--format", "json")
        assert ran.code == 1
        told = json.loads(ran.out)
        assert (told["same"], told["obstacles"]) == (False, [])
        assert told["deviations"] == [{"at": "/result/total", "field": "total", "rule": None, "says": "1.00", "now": "362317.19"}]
        assert run("verify", path).code == 1

    def test_with_a_proposal_and_what_was_known(self, case_file: Path, tmp_path: Path) -> None:
        overlay, out = tmp_path / "forslag.toml", tmp_path / "receipt.json"
        row = 'id = "absence-hours"\nvalue = 100\nin_force_from = 2020-01-01\nsource = "x"\nchecked = 2026-11-21'
        overlay.write_text(f'name = "forslag"\n\n[[value]]\n{row}\n', "utf-8")
        assert (
            run("receipt", case_file, "--overlay", overlay, "--known-on", "2026-06-01", "--reading", "grading=each-cap", "--out", out).code
            == 0
        )
        content = json.loads(out.read_text("utf-8"))
        assert (content["known_on"], content["readings"]["grading"]) == ("2026-06-01", "each-cap")
        assert run("verify", out, "--overlay", overlay).code == 0
        assert run("verify", out).code == 1
        assert run("verify", out, "--overlay", tmp_path / "none.toml").code == 2

    def test_what_is_wrong_is_told_without_a_traceback(self, case_file: Path, tmp_path: Path) -> None:
        assert run("verify", case_file).code == 2
        ran = run("verify", tmp_path / "none.json", "--format", "json")
        assert (ran.code, ran.out) == (2, "")
        assert json.loads(ran.err)["errors"][0]["code"] == "unreadable-file"
        (tmp_path / "no.jsonl").write_text("\n", "utf-8")
        assert "Filen skal ha én sak" in run("verify", tmp_path / "no.jsonl").err
        wrong = run("receipt", "-", stdin="{}")
        assert (wrong.code, wrong.out) == (2, "")
        ran = run("receipt", case_file, "--out", tmp_path, "--lang", "en")
        assert ran.code == 2
        assert "cannot be written" in ran.err

    def test_archive(self, rates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cli_rates, "rates_directory", lambda: rates)
        assert run("rates", "archive").out.endswith(f"tabellene i utgave {TABLES.version}, slik de er utgitt.\n")
        assert "er der allerede" in run("rates", "archive").out
        name_edition(rates, "2030.1")
        ran = run("rates", "archive", "--directory", rates, "--lang", "en")
        assert (ran.code, ran.err) == (0, "")
        assert "the tables of edition 2030.1, as released." in ran.out
        edit(rates / "fee-rate.toml", "value = 790", "value = 791")
        assert run("rates", "archive", "--directory", rates).code == 2
