"""How the tests run: against the calls that they reckon with, and with the same examples of Hypothesis each time.

The tests know the calls 2021-2026 and what comes after them. So that a new call is one more file and no test's business but its own, they
run against a copy of the tables that holds these calls alone; `tests.test_rates` and the pages of the site look at all that is shipped.
``--hypothesis-profile=random`` draws new examples, and prints how to draw the one that fails again; ``thorough`` draws many.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from alis_rules import rates_files

pytest.register_assert_rewrite("alis_rules.testing")  # its helpers assert too

CALLS = ("2021", "2022", "2023", "2024", "2025", "2026")
_HELD = tempfile.TemporaryDirectory()


def _known_calls_alone() -> Path:
    """A copy of the shipped tables without the calls that the tests do not know."""
    copy = Path(_HELD.name) / "rates"
    shutil.copytree(rates_files.rates_directory(), copy)
    for path in (copy / "calls").glob("*.toml"):
        if path.stem not in CALLS:
            path.unlink()
    return copy


_COPY = _known_calls_alone()
rates_files.rates_directory = lambda: _COPY  # before anything else is imported that asks for it

_SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile("same", max_examples=80, deadline=None, suppress_health_check=_SLOW_TO_DRAW, derandomize=True)
settings.register_profile("random", parent=settings.get_profile("same"), max_examples=50, derandomize=False, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("random"), max_examples=600)
settings.load_profile("same")

UNTRACED = ("proofs", "determinism", "house")
"""Folders of tests that need not be measured: what they run of the library, others run too."""
UNTRACED_PROPERTIES = (
    "test_bad_input", "test_batching", "test_columns", "test_columns_spark", "test_facts_table", "test_life", "test_nearness",
    "test_properties", "test_receipts", "test_sensitivity", "test_simulation", "test_time", "test_timeline",
)  # fmt: skip
"""Modules whose properties need not be measured. Measuring takes as long as the test itself, and a line that only a drawn example reaches
is reached by chance."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let coverage, where it is measured, rest while a test runs that need not be: a marked one, or one of these folders and modules."""
    if config.getoption("no_cov", default=True):
        return
    for item in items:
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        of_module = item.path.parent.name in UNTRACED or (is_property and item.path.stem in UNTRACED_PROPERTIES)
        if of_module or item.get_closest_marker("untraced"):
            item.add_marker(pytest.mark.no_cover)
