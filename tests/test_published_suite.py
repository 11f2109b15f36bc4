"""The published suite: it asks the adapter that is named, passes what answers rightly, and fails what does not."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from alis_rules import testing
from alis_rules.testing import Answer, adapters, answers, ask, own_answer, plugin, refused
from alis_rules.testing.answers import Malformed, answer_from, errors_from, parsed
from alis_rules.testing.documents import contract_case, contract_case_text, document
from tests.support import ROOT

pytest_plugins = ["pytester"]

PLUGIN = ("-p", "no:alis_rules", "-p", "alis_rules.testing.plugin")
"""The plugin by its module, whether or not an installed package names it too."""
WRONG = """
import json
from decimal import Decimal

from alis_rules.testing import own_answer


def _changed(text, change):
    answer = json.loads(own_answer(text))
    for line in answer.get("lines", []):
        change(line)
    return json.dumps(answer)


def right(text):
    return own_answer(text)


def an_ore_too_much(text):
    def change(line):
        if line["rule"] == "learning-expenses" and line["outcome"] == "granted":
            line["amount"] = str(Decimal(line["amount"]) + Decimal("0.01"))
    return _changed(text, change)


def without_a_reason(text):
    return _changed(text, lambda line: line["reasons"].clear())


def without_a_cap(text):
    def change(line):
        if line["limited_by"]:
            line.update(amount=line["incurred"], limited_by=[], outcome="granted")
    return _changed(text, change)


def no_json(text):
    return "362 317,19 kr"


def raises(text):
    raise ZeroDivisionError("nothing to divide by")


def never_refuses(text):
    answer = own_answer(text)
    return own_answer(json.dumps(json.loads(answer))) if "lines" in answer else answer.replace("errors", "entitlement")
"""
BORDER = ("test_dekning_av_utgifter", "TestT46 and test_the_border")


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The suite, in a process and a folder of its own."""
    (folder / "theirs.py").write_text(WRONG, "utf-8")
    command = [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider", *more]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV", "HYPOTHESIS"))}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def suite(folder: Path, adapter: str, module: str, which: str, *more: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "--pyargs", f"alis_rules.testing{module}", f"--alis-adapter=theirs:{adapter}", "-k", which, *more)


# As a command ---------------------------------------------------------------------------------------------------------


def test_it_passes_a_right_adapter_in_two_processes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = suite(tmp_path, "right", "", "TestT46 or TestWrongCases or TestContractCase", "-n", "2")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"alis-rules: edition {testing.EDITION} of the clauses, asked of theirs:right" in ran.stdout
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"theirs.py"}


@pytest.mark.parametrize(("adapter", "module_and_tests", "said"), [
    ("an_ore_too_much", BORDER, "Decimal('13999.99')"),
    ("without_a_reason", ("test_kompensasjon_ved_fravaer", "TestT37 and test_every_reason"), "activity-not-listed"),
    ("without_a_cap", BORDER, "Decimal('14000.01')"),
    ("no_json", BORDER, "the adapter's answer is not JSON: '362 317,19 kr'"),
    ("raises", BORDER, "the adapter raised ZeroDivisionError: nothing to divide by"),
    ("never_refuses", ("test_wrong_cases", "TestWrongCases"), "the adapter answers a case that is wrong, and gives no errors"),
])  # fmt: skip
def test_it_fails_a_wrong_one_and_says_why(tmp_path: Path, adapter: str, module_and_tests: tuple[str, str], said: str) -> None:
    module, which = module_and_tests
    ran = suite(tmp_path, adapter, f".clauses.{module}", which, "--tb=short")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED, ran.stdout + ran.stderr
    assert said in ran.stdout


@pytest.mark.parametrize("adapter", ["answer", "command_answer"])
def test_the_adapters_of_the_manual_pass(tmp_path: Path, adapter: str) -> None:
    manual = (ROOT / "docs" / "testing.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "ours.py").write_text("".join(block for block in blocks if "def answer" in block or "def command_answer" in block), "utf-8")
    which = "test_it_gives_what_was_reckoned or test_all_errors" if adapter == "answer" else "signed-inside or test_all_errors"
    modules = ("alis_rules.testing.clauses.test_worked_cases", "alis_rules.testing.clauses.test_wrong_cases")
    ran = run(tmp_path, "--pyargs", *modules, f"--alis-adapter=ours:{adapter}", "-k", which)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_manual_names_every_strategy() -> None:
    table = (ROOT / "docs" / "testing.md").read_text("utf-8").split("| strategy | draws |")[1].split("\n\n")[0]
    strategies = {name for name in testing.__all__ if name[0].islower()} - {"ask", "own_answer", "refused"}
    assert set(re.findall(r"`(\w+)`", table)) == strategies


def test_it_is_nothing_to_a_run_that_does_not_ask_for_it(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n\n\ndef test_nothing_is_read():\n"
        "    read = [name for name in sys.modules if name.startswith(('alis_rules', 'hypothesis.strategies', 'attrs', 'cattrs'))]\n"
        "    assert sorted(read) == ['alis_rules', 'alis_rules.testing', 'alis_rules.testing.plugin']\n",
        "utf-8",
    )
    ran = run(tmp_path, "-p", "no:hypothesispytest", "test_own.py")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "edition" not in ran.stdout


# The option -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the option changes is put back: who is asked, Hypothesis's settings and folder, and where modules are looked for."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    profile = settings.get_current_profile_name()
    yield
    adapters.use(own_answer)
    settings.load_profile(profile)
    set_hypothesis_home_dir(None)


@pytest.mark.usefixtures("restored")
class TestTheOption:
    @pytest.fixture(autouse=True)
    def theirs(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(theirs=WRONG, half="import nowhere_at_all")

    def configured(self, pytester: pytest.Pytester, name: str | None) -> pytest.Config:
        return pytester.parseconfigure(*PLUGIN, *([] if name is None else [f"--alis-adapter={name}"]))

    def test_it_names_who_is_asked(self, pytester: pytest.Pytester) -> None:
        config = self.configured(pytester, "theirs:no_json")
        assert adapters.in_use()("{}") == "362 317,19 kr"
        assert plugin.pytest_report_header(config) == ["alis-rules: edition 2 of the clauses, asked of theirs:no_json"]

    def test_without_it_nothing_changes(self, pytester: pytest.Pytester) -> None:
        config = self.configured(pytester, None)
        assert adapters.in_use() is own_answer
        assert plugin.pytest_report_header(config) == []

    @pytest.mark.parametrize("loaded_by_itself", ["default", "ci"])
    def test_a_run_that_chose_no_settings_gets_the_suites(self, pytester: pytest.Pytester, loaded_by_itself: str) -> None:
        settings.load_profile(loaded_by_itself)
        self.configured(pytester, "theirs:right")
        assert settings.get_current_profile_name() == plugin.PROFILE
        assert (settings().database, settings().derandomize, settings().deadline) == (None, True, None)

    def test_a_folder_of_hypothesis_that_is_there_is_used(self, pytester: pytest.Pytester) -> None:
        settings.load_profile("default")
        pytester.mkdir(".hypothesis")
        self.configured(pytester, "theirs:right")
        assert settings.get_current_profile_name() == plugin.PROFILE

    def test_settings_that_the_run_chose_stay(self, pytester: pytest.Pytester) -> None:
        settings.load_profile("same")
        self.configured(pytester, "theirs:right")
        assert settings.get_current_profile_name() == "same"

    @pytest.mark.parametrize(("name", "said"), [
        ("theirs", "write it as package:function, with a colon between"),
        (":right", "write it as package:function, with a colon between"),
        ("theirs:", "write it as package:function, with a colon between"),
        ("nobodys:right", "nobodys cannot be imported: No module named 'nobodys'"),
        ("half:right", "half cannot be imported: No module named 'nowhere_at_all'"),
        ("theirs:wrong", "theirs has no wrong"),
        ("theirs:WRONG_TYPE", "WRONG_TYPE is a str, and a function belongs there"),
    ])  # fmt: skip
    def test_a_wrong_name_is_told(self, pytester: pytest.Pytester, name: str, said: str) -> None:
        pytester.makepyfile(theirs="WRONG_TYPE = 'text'")
        sys.modules.pop("theirs", None)
        with pytest.raises(pytest.UsageError) as caught:
            self.configured(pytester, name)
        assert str(caught.value) == f"--alis-adapter={name}: {said}"

    def test_without_hypothesis_it_says_what_to_install(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        config = self.configured(pytester, None)
        config.option.alis_adapter = "theirs:right"
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        with pytest.raises(pytest.UsageError, match=r"^--alis-adapter needs hypothesis: python -m pip install hypothesis pytest$"):
            plugin.pytest_configure(config)


# The names ------------------------------------------------------------------------------------------------------------


def test_the_names_are_exact() -> None:
    assert testing.__all__ == sorted(testing.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert dir(testing) == sorted(testing.__all__)
    assert all(getattr(testing, name).__doc__ for name in testing.__all__ if name != "Adapter")  # an alias cannot have one


def test_other_names_are_no_names() -> None:
    with pytest.raises(AttributeError, match=r"'alis_rules.testing' has no attribute 'evaluator'"):
        testing.__getattr__("evaluator")


def test_without_hypothesis_a_strategy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "alis_rules.testing.counted", raising=False)
    with pytest.raises(ImportError, match=r"^alis_rules\.testing\.facts needs hypothesis: python -m pip install hypothesis pytest$"):
        testing.__getattr__("facts")


# Answers --------------------------------------------------------------------------------------------------------------


def answered() -> dict[str, Any]:
    """This library's answer to the contract's case, as a JSON object."""
    return parsed(own_answer(contract_case_text()))


def test_an_answer_is_read_without_what_the_contract_does_not_fix() -> None:
    answer = ask(contract_case())
    assert isinstance(answer, Answer)
    more = answered()
    more["more"] = 1
    for line in more["lines"]:
        line["more"] = 1
    assert answer_from(more) == answer
    assert answer["practice-compensation"].recipients == answer.lines[0].recipients
    assert sum((answer.recipients.doctor, answer.recipients.municipality, answer.recipients.to_be_agreed)) == answer.total


def test_a_line_that_is_left_out_is_not_applicable() -> None:
    short = answered()
    short["lines"] = [line for line in short["lines"] if line["outcome"] != "not-applicable"]
    left_out, given = answer_from(short)["own-share"], ask(contract_case())["own-share"]
    assert (left_out.outcome, left_out.amount, left_out.recipients) == (given.outcome, given.amount, given.recipients)


@pytest.mark.parametrize(("place", "value", "said"), [
    (("schema",), "alis-rules/entitlement/2", "/schema is 'alis-rules/entitlement/2', and 'alis-rules/entitlement/1' belongs there"),
    (("total",), 362317.19, "/total is 362317.19, and a string with two decimals belongs there"),
    (("total",), "362317.190", '/total is "362317.190", and a string with two decimals belongs there'),
    (("complete",), "yes", '/complete is "yes", and true or false belongs there'),
    (("total_is",), "sure", '/total_is is "sure", and one of final, before-frame, partial belongs there'),
    (("at_most",), 1, "/at_most is 1, and a string with two decimals belongs there"),
    (("call",), 2026, "/call is 2026, and a string belongs there"),
    (("lines",), {}, "/lines is {}, and a list belongs there"),
    (("lines", 0), "practice", '/lines/0 is "practice", and an object belongs there'),
    (("lines", 0, "recipients", "doctor"), None, "/lines/0/recipients/doctor is null, and a string with two decimals belongs there"),
    (("lines", 0, "rates", 0, "in_force_from"), "2026", '/lines/0/rates/0/in_force_from is "2026", and a day (YYYY-MM-DD) belongs there'),
    (("remaining", 0, "left"), 0, "/remaining/0/left is 0, and a string with two decimals belongs there"),
    (("tables",), "2026.1", '/tables is "2026.1", and an object belongs there'),
    (("notes", 0, "about"), "x" * 100, None),
    (("call",), ["x" * 100], f'/call is ["{"x" * 58}…, and a string belongs there'),
])  # fmt: skip
def test_what_is_malformed_is_told_in_one_sentence(place: tuple[Any, ...], value: Any, said: str | None) -> None:
    wrong = answered()
    inner: Any = wrong
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    if said is None:
        assert answer_from(wrong).notes[0].about == value
        return
    with pytest.raises(Malformed) as caught:
        answer_from(wrong)
    assert str(caught.value) == f"the adapter's answer is not the contract's: {said}"


def test_an_unknown_code_is_told_with_those_there_are() -> None:
    wrong = answered()
    wrong["lines"][0]["outcome"] = "cut"
    known = "granted, limited, zero, not-applicable, undetermined"
    with pytest.raises(Malformed, match=rf'/lines/0/outcome is "cut", and one of {known} belongs there$'):
        answer_from(wrong)


def test_a_key_that_is_left_out_is_told() -> None:
    wrong = answered()
    del wrong["lines"][0]["reasons"]
    with pytest.raises(Malformed, match=r"the contract's: /lines/0 has no reasons$"):
        answer_from(wrong)
    with pytest.raises(Malformed, match=r"the contract's: the whole has no schema$"):
        answer_from({})


@pytest.mark.parametrize(("given", "said"), [
    (b"{}", "an adapter gives its answer as text, and this one gave bytes"),
    (None, "an adapter gives its answer as text, and this one gave NoneType"),
    ("{", "the adapter's answer is not JSON: '{'"),
    ('{"total": NaN}', "the adapter's answer is not JSON: '{\"total\": NaN}'"),
    ("[]", "the adapter's answer is not the contract's: the whole is [], and an object belongs there"),
])  # fmt: skip
def test_what_is_no_json_object_is_told(given: object, said: str) -> None:
    with pytest.raises(Malformed) as caught:
        parsed(given)
    assert str(caught.value) == said


@pytest.mark.usefixtures("restored")
def test_who_refuses_what_is_right_and_who_answers_what_is_wrong() -> None:
    adapters.use(lambda _: json.dumps({"errors": [{"at": "/call", "code": "no", "message": "no"}]}))
    with pytest.raises(Malformed, match=r"^the adapter finds a case wrong that is right: "):
        ask(document())
    assert refused(document()) == ("/call",)
    adapters.use(lambda text: str(text.index("nowhere")))
    with pytest.raises(Malformed, match=r"^the adapter raised ValueError: substring not found$"):
        ask(document())
    adapters.use(own_answer)
    with pytest.raises(Malformed, match=r"^the adapter answers a case that is wrong, and gives no errors$"):
        refused(document())
    with pytest.raises(Malformed, match=r"/errors is empty, and a wrong case has an error$"):
        errors_from({"errors": []})
    with pytest.raises(Malformed, match=r"/errors/0 has no code$"):
        errors_from({"errors": [{"at": ""}]})
    assert answers.Malformed.__mro__[1] is AssertionError
