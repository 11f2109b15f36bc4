"""The same results in every environment, and in every circumstance inside a process."""

import decimal
import gc
import random
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from threading import Barrier

import pytest

from tests.determinism.agree import ENVIRONMENTS, LOCALES, MANNERS, SEEDS, ZONES, Environment, all_reckoned, differences
from tests.determinism.caches import clear_caches
from tests.determinism.digests import FEW, digests, refusals


@pytest.fixture(scope="module")
def serial() -> dict[str, str]:
    """The digests of the few, one after the other in a plain process."""
    return digests(FEW)


class TestEnvironments:
    def test_every_environment_gives_the_same(self) -> None:
        expected, *found = all_reckoned((sys.executable, each) for each in (Environment(), *ENVIRONMENTS))
        assert {name.split(" | ")[0] for name in expected} == {*FEW, "wrong"}
        for environment, each in zip(ENVIRONMENTS, found, strict=True):
            assert not list(differences(expected, each)), environment

    def test_every_two_settings_meet(self) -> None:
        for one, first in enumerate((SEEDS, ZONES, LOCALES, MANNERS)):
            for two, second in enumerate((SEEDS, ZONES, LOCALES, MANNERS)[:one]):
                assert len({(each[one], each[two]) for each in ENVIRONMENTS}) == len(first) * len(second)

    def test_processes_that_are_spawned(self) -> None:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            first, second = pool.map(digests, [FEW, FEW[::-1]])
        assert first == second
        assert first

    def test_a_difference_is_seen(self) -> None:
        assert list(differences({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"})) == ["b", "c", "d"]


class TestOrder:
    def test_of_cases(self, serial: dict[str, str]) -> None:
        assert digests(FEW[::-1]) == serial

    def test_with_cold_caches(self, serial: dict[str, str]) -> None:
        found: dict[str, str] = {}
        for name in FEW:
            assert clear_caches() > 0
            found |= digests([name])
        assert found == serial

    def test_in_eight_threads_at_once(self, serial: dict[str, str]) -> None:
        start = Barrier(8)

        def run(thread: int) -> dict[str, str]:
            start.wait()
            return digests([FEW[thread % len(FEW)]])

        clear_caches()
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(run, range(8)))
        for thread, each in enumerate(found):
            assert each == {name: sha256 for name, sha256 in serial.items() if name.startswith(f"{FEW[thread % len(FEW)]} |")}


@contextmanager
def _narrow_decimals() -> Generator[None]:
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_CEILING, traps=[decimal.Inexact, decimal.Rounded])):
        yield


@contextmanager
def _wide_decimals() -> Generator[None]:
    with decimal.localcontext(decimal.Context(prec=60, rounding=decimal.ROUND_DOWN, traps=[], capitals=0)):
        yield


@contextmanager
def _little_recursion() -> Generator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(400)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _no_collection() -> Generator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _another_seed() -> Generator[None]:
    before = random.getstate()
    random.seed(7)
    try:
        yield
        drawn = random.random()  # noqa: S311 - to see whether anything was drawn in between, not to hide anything
    finally:
        random.setstate(before)
    assert drawn == random.Random(7).random()  # noqa: S311


class TestWhatTheCallerSets:
    @pytest.mark.parametrize("circumstance", [_narrow_decimals, _wide_decimals, _little_recursion, _no_collection, _another_seed])
    def test_does_not_matter(self, circumstance: Callable[[], AbstractContextManager[None]], serial: dict[str, str]) -> None:
        clear_caches()
        with circumstance():
            assert digests(FEW[:1]) == {name: sha256 for name, sha256 in serial.items() if name.startswith(f"{FEW[0]} |")}

    def test_nor_for_what_is_refused(self) -> None:
        expected = dict(refusals())
        with _narrow_decimals():
            assert dict(refusals()) == expected
