"""What the command line chooses and supplies beside a case: readings, and values that the tables lack."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from attrs import evolve

from .asked import supplied_over
from .fields import shown
from .interchange import record_from_json
from .model import Case, Supplied
from .problems import InvalidCase, Problem, legible, problem
from .readings import DEFAULTS, Readings, chosen

FRAME = "grant_frame"


class Choices(NamedTuple):
    """What is chosen and supplied, and what is wrong with it."""

    readings: Readings
    """The readings that are named; none where something is wrong with them."""
    supplied: Supplied
    """The values that are given; none where something is wrong with them."""
    wrong: list[Problem]

    def made(self, case: Case) -> Case:
        """A case with what is chosen and supplied in place of its own."""
        return evolve(case, readings=chosen(case.readings, self.readings), supplied=supplied_over(case.supplied, self.supplied))


def choices_of(reading: Iterable[str] | None, supply: Iterable[str] | None) -> Choices:
    """The readings that are chosen, each as ``ID=OPTION``, and the values that are supplied, each as ``KEY=VALUE``."""
    readings, supplied = DEFAULTS, Supplied()
    options, wrong = _pairs(reading, "readings")
    values, misfit = _pairs(supply, "supplied")
    wrong += misfit
    try:
        readings = chosen(DEFAULTS, options)
    except InvalidCase as error:
        wrong += error.errors
    document: dict[str, Any] = {}
    for key, value in values.items():
        name, dot, role = key.partition(".")
        if name == FRAME and not dot:
            wrong.append(problem(f"/supplied/{FRAME}", "frame-without-role", value=shown(value)))
        elif name == FRAME:
            document.setdefault(FRAME, {})[role] = value
        else:
            document[key] = value
    try:
        supplied = record_from_json(document, Supplied)
    except InvalidCase as error:
        wrong += [each.under("supplied") for each in error.errors]
    return Choices(readings, supplied, wrong)


def _pairs(given: Iterable[str] | None, place: str) -> tuple[dict[str, str], list[Problem]]:
    """What stands on both sides of the first ``=`` of each, and what is wrong with those that have none."""
    found: dict[str, str] = {}
    wrong: list[Problem] = []
    for each in map(legible, given or ()):
        name, equals, value = each.partition("=")
        if equals:
            found[name] = value
        else:
            wrong.append(problem(f"/{place}", "not-a-choice" if place == "readings" else "not-supplied", value=shown(each)))
    return found, wrong
