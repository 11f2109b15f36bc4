"""What an sdist and a wheel should hold is what the project has, and what differs is seen."""

import zipfile
from pathlib import Path

from tests.house.manifest import sdist_should_hold, wheel_should_hold, wrongs_of_wheel


def test_the_wheel_is_the_library_with_its_words_tables_types_and_licences() -> None:
    expected = wheel_should_hold("alis_rules.dist-info")
    assert {"alis_rules/py.typed", "alis_rules/_rates/clauses.toml", "alis_rules/_rates/calls/2026.toml"} <= expected
    assert {f"alis_rules/explain/locale/{language}.po" for language in ("nb", "nn", "en")} <= expected
    assert {"alis_rules.dist-info/licenses/LICENSE", "alis_rules.dist-info/licenses/LICENSE-DATA"} <= expected
    assert not any(name.startswith(("tests/", "docs/", "benchmarks/")) or "__pycache__" in name for name in expected)


def test_the_sdist_is_what_its_tests_need() -> None:
    expected = sdist_should_hold()
    assert {"pyproject.toml", "noxfile.py", "README.md", "tests/conftest.py", "examples/contract-case.json"} <= expected
    assert not any(name.startswith((".ci", ".git/", ".venv")) for name in expected)


def test_what_differs_is_seen(tmp_path: Path) -> None:
    expected = wheel_should_hold("alis_rules.dist-info")
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as wheel:
        for name in sorted(expected - {"alis_rules/py.typed"} | {"tests/conftest.py"}):
            wheel.writestr(name, "")
    assert list(wrongs_of_wheel(tmp_path / "some.whl")) == [
        "some.whl: alis_rules/py.typed is missing",
        "some.whl: tests/conftest.py should not be there",
    ]
