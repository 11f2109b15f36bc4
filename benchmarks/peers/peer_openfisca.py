"""OpenFisca-Core: the rules as variables of one entity, each with a formula, calculated on arrays of rows or on one.

OpenFisca holds whole numbers in 32 bits and amounts in 32-bit floats, where øre are lost beyond 167 772.16 kroner. Its variables are
therefore given 64-bit whole numbers here, by setting ``dtype`` on each once the system is built: not a documented setting, but all that
reads it takes it. The formulas are those of the hand-written NumPy, and the rates are constants, which is faster than parameters.
Simulations are built straight from populations, which is faster than `SimulationBuilder`; a single row is measured both ways.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from . import hand_numpy as by_hand
from .setting import (
    ADDITIONAL,
    CALL,
    FACILITATION,
    GRANT_FRAME,
    LEARNING,
    MUNICIPAL,
    OUTPUTS,
    OWN_SHARE,
    PRACTICE,
    PRODUCTIVITY,
    SUPERVISION,
    TOTAL,
    USED,
    Figures,
)

np: Any = import_module("numpy")

Formula = Callable[[Any, Any], Any]


class _Read:
    """What a formula reads of a population in a period, by name."""

    __slots__ = ("period", "population")

    def __init__(self, population: Any, period: Any) -> None:
        self.population, self.period = population, period

    def __getitem__(self, name: str) -> Any:
        return self.population(name, self.period)


def _formulas(figures: Figures) -> dict[str, Formula]:
    """A formula for each amount and what lies between."""

    def of(rule: Callable[[Any, Figures], Any]) -> Formula:
        return lambda person, period: rule(_Read(person, period), figures)

    def elements(person: Any, period: Any) -> Any:
        return person(PRACTICE, period) + person(LEARNING, period) + person(PRODUCTIVITY, period) + person(SUPERVISION, period)

    def framed(person: Any, period: Any) -> Any:
        read = _Read(person, period)
        return by_hand.frame(read, figures) if figures.frame_known else by_hand.held(read)

    def facilitation(person: Any, period: Any) -> Any:
        return by_hand.facilitation(_Read(person, period), _framed(person, period, figures), figures)

    def grant_frame(person: Any, period: Any) -> Any:
        read = _Read(person, period)
        return by_hand.grant_frame(read, _framed(person, period, figures), read["elements"], read[FACILITATION], figures)

    def state(person: Any, period: Any) -> Any:
        lines = (by_hand.known(person(name, period)) for name in (FACILITATION, ADDITIONAL, GRANT_FRAME))
        return person("elements", period) + sum(lines)

    return {
        PRACTICE: of(by_hand.practice),
        LEARNING: of(by_hand.learning),
        PRODUCTIVITY: of(by_hand.productivity),
        SUPERVISION: of(by_hand.supervision),
        ADDITIONAL: of(by_hand.additional),
        MUNICIPAL: lambda person, period: person("municipal_ore", period),
        "elements": elements,
        "framed": framed,
        FACILITATION: facilitation,
        GRANT_FRAME: grant_frame,
        "state": state,
        OWN_SHARE: lambda person, period: by_hand.own_share(person("state", period), figures),
        TOTAL: lambda person, period: person("state", period) + person(OWN_SHARE, period),
    }


def _framed(person: Any, period: Any, figures: Figures) -> Any:
    found = person("framed", period)
    return found if figures.frame_known else found > 0


def system(figures: Figures) -> Any:
    """The rules as a tax and benefit system of one entity."""
    entities: Any = import_module("openfisca_core.entities")
    variables: Any = import_module("openfisca_core.variables")
    systems: Any = import_module("openfisca_core.taxbenefitsystems")
    periods: Any = import_module("openfisca_core.periods")
    person = entities.SingleEntity("alis", "alis_agreements", "ALIS", "")
    found = systems.TaxBenefitSystem([person])

    def add(name: str, formula: Formula | None) -> None:
        parts: dict[str, Any] = {"value_type": int, "entity": person, "definition_period": periods.DateUnit.YEAR, "label": name}
        if formula:
            parts["formula"] = formula
        found.add_variable(type(name, (variables.Variable,), parts))
        found.get_variable(name).dtype = np.dtype(np.int64)

    for name in USED:
        add(name, None)
    for name, formula in _formulas(figures).items():
        add(name, formula)
    return found


class OpenFisca:
    """The system, ready to be asked."""

    def __init__(self, figures: Figures) -> None:
        self._system = system(figures)
        simulations: Any = import_module("openfisca_core.simulations")
        periods: Any = import_module("openfisca_core.periods")
        self._simulation = simulations.Simulation
        self._builder = import_module("openfisca_core.simulation_builder").SimulationBuilder
        self._period = periods.period(CALL)

    def calculated(self, columns: Mapping[str, Any], rows: int, *, trace: bool = False) -> tuple[dict[str, Any], Any]:
        """Every amount of some rows, and the simulation."""
        populations = self._system.instantiate_entities()
        for population in populations.values():
            population.count = rows
            population.ids = np.arange(rows)
        simulation = self._simulation(self._system, populations)
        simulation.trace = trace
        for name in USED:
            simulation.set_input(name, self._period, columns[name])
        return self._amounts(simulation), simulation

    def _amounts(self, simulation: Any) -> dict[str, Any]:
        return {name: simulation.calculate(name, self._period) for name in OUTPUTS}

    def columns(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Every amount of columns of facts."""
        return self.calculated(columns, len(columns["has_frame"]))[0]

    def built_columns(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The same, by the simulation that `SimulationBuilder` builds of a number of rows."""
        simulation = self._builder().build_default_simulation(self._system, len(columns["has_frame"]))
        for name in USED:
            simulation.set_input(name, self._period, columns[name])
        return self._amounts(simulation)

    def single(self, facts: Mapping[str, int]) -> dict[str, Any]:
        """Every amount of one row."""
        return self.calculated(facts, 1)[0]

    def built(self, facts: Mapping[str, int]) -> dict[str, Any]:
        """Every amount of one row, by a simulation built of a situation as JSON would give it."""
        return self._amounts(self._built(facts))

    def built_traced(self, facts: Mapping[str, int]) -> tuple[dict[str, Any], Any]:
        """The same with the trees of the tracer."""
        simulation = self._built(facts)
        simulation.trace = True
        return self._amounts(simulation), simulation.tracer.trees

    def _built(self, facts: Mapping[str, int]) -> Any:
        situation = {"alis_agreements": {"one": {name: {CALL: facts[name]} for name in USED}}}
        return self._builder().build_from_dict(self._system, situation)

    def traced(self, facts: Mapping[str, int]) -> tuple[dict[str, Any], Any]:
        """Every amount of one row, and the trees of the tracer."""
        found, simulation = self.calculated(facts, 1, trace=True)
        return found, simulation.tracer.trees
