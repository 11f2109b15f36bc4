"""A proof that fails is told as a case: the contract's JSON, which `alis-rules evaluate` reckons, with the facts that refute the claim."""

import json
from typing import Any, NamedTuple

from alis_rules import Entitlement, Facts, evaluate, load_case
from alis_rules.arithmetic import WHOLE
from alis_rules.facts import NO_CLAIM
from alis_rules.model import DoctorRole

from .invariants import COUNTED, GP_MONTHS, MONTHS, counted_at_most_incurred, hours_of_supervision
from .registry import Question
from .solver import Answer, Found, Term, boolean, both, implied, integer, opposite, refute, some, value
from .solver import holds as holds_in
from .worlds import ANY, FLAGS, NAMES, NEWEST, STARTED, SUMMED, World

COUNTING, OUTSIDE = "2025-06-10", "2025-05-31"
"""A day of call 2026 that counts, and the day before its first."""
_MONTHS_OF_CALL = 12
_MOST = 10**9
"""A case has no hours and no amounts beyond this, in hundredths, where one can be found without."""
CLAIMS = {name: name.removeprefix("claim_").removesuffix("_ore").replace("_", "-") for name in NAMES if name.startswith("claim_")}


class Counterexample(NamedTuple):
    """What refutes a claim."""

    facts: dict[str, int]
    values: dict[str, int]
    """The values of the call that the tables do not know, by the name of the term."""
    readings: dict[str, str]
    case: dict[str, Any] | None
    """The contract's JSON; None where no case can have these facts."""
    why_not: str = ""


def _plausible(world: World) -> list[Term]:
    """What makes facts those of a plain case of call 2026: posts that last all the call, and records on two days."""
    facts = world.facts()
    found = [each.term for each in (*counted_at_most_incurred(facts), *hours_of_supervision(facts))]
    found += [world.fact(name).term <= _MOST for name in NAMES if name.endswith(("_h100", "_ore")) and name not in CLAIMS]
    found += [some(world.fact(name).term == NO_CLAIM, world.fact(name).term <= _MOST) for name in CLAIMS]
    found += [each <= _MOST for each in world.unknowns.values()]
    months = {name: world.fact(name).term for name in MONTHS}
    shares = {name: integer(f"share-of-{name}") for name in MONTHS}
    found += [both(shares[name] >= 0, months[name] == shares[name] * _MONTHS_OF_CALL) for name in MONTHS]
    found.append(sum(shares[name] for name in MONTHS) <= WHOLE)
    as_gp = sum(months[name] for name in GP_MONTHS)
    in_window, has_frame = boolean("in_window"), boolean("has_frame")
    window = world.fact("months_in_window_bp").term
    found += [implied(in_window, both(as_gp > 0, window == as_gp)), implied(opposite(in_window), window == 0)]
    found.append(implied(world.fact("productivity_ore").term > 0, in_window))
    in_scheme = sum(months[name] for name in MONTHS[:3])
    found.append(implied(world.fact("absence_h100").term > 0, in_scheme > 0))
    counting = [name for name, _ in COUNTED if not name.startswith("supervision")]
    found += [implied(opposite(has_frame), both(*[world.fact(name).term == 0 for name in counting], opposite(in_window)))]
    found += [boolean(name) for name in ("centrality_known",)]
    held = ("held_regular_gp", "held_gp_locum", "held_introductory_gp", "held_other_municipal_gp")
    return found + [boolean(name) == (months[role] > 0) for name, role in zip(held, MONTHS, strict=True)]


def counterexample(question: Question, found: Found) -> Counterexample:
    """What refutes a claim: as a plain case where there is one, else as the solver found it."""
    world = question.world
    linked = list(question.linked()) if question.linked else []
    given = [*(each.term for each in question.given), *linked]
    plausible = _plausible(world)
    assumed = [*world.assumed, *world.ground.sides, *given, *plausible, *(made == true for made, true in world.ground.factors())]
    plain = refute(assumed, question.claim.term, tactic=question.tactic) if world.call == NEWEST else Found(Answer.UNKNOWN)
    model = plain.model if plain.answer is Answer.REFUTED else found.model
    facts = {name: value(model, world.fact(name).term) for name in NAMES}
    values = {name: value(model, term) for name, term in world.unknowns.items()}
    readings = {reading: option for flag, (reading, option) in FLAGS.items() if holds_in(model, boolean(flag))}
    readings |= {"supervision-hours": "uncapped"} if not holds_in(model, boolean("supervision_capped")) else {}
    readings |= {"rounding": world.rounding} if world.rounding != "ore" else {}
    if any(holds_in(model, boolean(f"summed_{role}")) for role in DoctorRole):
        readings |= dict([SUMMED])
    if holds_in(model, boolean("started")):
        readings |= dict([STARTED])
    readings = {name: option for name, option in readings.items() if (name, option) != ("supervision-hours", "57.75-a-year")}
    if plain.answer is not Answer.REFUTED:
        why = "of call 2026" if world.call == NEWEST else f"of call {world.call}" if world.call != ANY else "of any call"
        return Counterexample(facts, values, readings, None, f"no plain case {why} has these facts and values")
    summed = {role: holds_in(model, boolean(f"summed_{role}")) for role in DoctorRole}
    return Counterexample(facts, values, readings, case_of(facts, values, readings, summed))


def _number(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _records(facts: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """One record of each kind on a day that counts, and one for what was incurred and does not count."""

    def pair(counted: str, incurred: str) -> list[tuple[str, int]]:
        rest = facts[incurred] - facts[counted]
        return [(day, amount) for day, amount in ((COUNTING, facts[counted]), (OUTSIDE, rest)) if amount]

    hours, expenses = (pair(counted, incurred) for counted, incurred in COUNTED[:2])
    priced = facts["supervision_h100"] - facts["supervision_unpriced_h100"]
    supervision = [{"date": day, "hours": _number(time)} for day, time in pair(*COUNTED[4])]
    supervision += [
        {"date": day, "hours": _number(priced if day == COUNTING else 0), "cost": _number(cost)}
        for day, cost in (pair(*COUNTED[3]) or [(COUNTING, 0)] * bool(priced))
    ]
    if priced and not facts["supervision_ore"] and facts["supervision_incurred_ore"]:
        supervision.append({"date": COUNTING, "hours": _number(priced), "cost": "0.00"})
    return {
        "activities": [{"kind": "kurs", "date": day, "absence_hours": _number(time)} for day, time in hours]
        + [{"kind": "kurs", "date": day, "expenses": _number(amount)} for day, amount in expenses],
        "supervision": supervision,
        "lower_productivity": [{"from": day, "to": day, "amount": _number(amount)} for day, amount in pair(*COUNTED[2])],
        "facilitation": [{"date": day, "amount": _number(amount)} for day, amount in pair(*COUNTED[5])],
        "additional": [{"date": day, "amount": _number(amount)} for day, amount in pair(*COUNTED[6])],
        "municipal": [{"date": day, "amount": _number(amount)} for day, amount in pair(*COUNTED[7])],
    }


def case_of(facts: dict[str, int], values: dict[str, int], readings: dict[str, str], summed: dict[DoctorRole, bool]) -> dict[str, Any]:
    """A case of call 2026 that is counted to some facts."""
    shares = {role: facts[name] // _MONTHS_OF_CALL for role, name in zip(DoctorRole, MONTHS, strict=True)}
    held = [(role, share) for role, share in shares.items() if share] or [(DoctorRole.REGULAR_GP, 0)]
    used = {"practice-compensation": "absence_used_h100", "supervision": "supervision_used_h100"}
    used_ore = {"learning-expenses": "expenses_used_ore", "lower-productivity": "productivity_used_ore"}
    frames = {role.value: _number(values.get(f"frame_{role}", 0)) for role in DoctorRole if not summed[role]}
    supplied: dict[str, Any] = {"grant_frame": frames} if frames else {}
    if "additional_cap_ore" in values:
        supplied["additional_cap"] = _number(values["additional_cap_ore"])
    return {
        "schema": "alis-rules/case/1",
        "call": NEWEST,
        "municipality": {"number": "1804", "registered": True, "centrality_class": 6},
        "doctor": {"training_start": "2023-09-01", "first_gp_date": "2025-02-01" if facts["in_window"] else "2020-02-01"},
        "agreement": {"kind": "alis-avtale" if facts["has_frame"] else "veiledning", "signed_on": "2025-05-20"},
        "positions": [
            {"role": role.value, "employment": "hovedmodell", "percent": _number(share), "from": "2025-02-01"} for role, share in held
        ],
        **{kind: rows for kind, rows in _records(facts).items() if rows},
        "used_before": {rule: {"hours": _number(facts[name])} for rule, name in used.items() if facts[name]}
        | {rule: _number(facts[name]) for rule, name in used_ore.items() if facts[name]},
        "claims": {rule: _number(facts[name]) for name, rule in CLAIMS.items() if facts[name] != NO_CLAIM},
        "supplied": supplied,
        "readings": readings,
    }


def evaluated(case: dict[str, Any]) -> Entitlement:
    """What the library makes of a case."""
    return evaluate(load_case(json.dumps(case)))


def told(found: Counterexample) -> str:
    """A counterexample in words: the case and what it comes to, or the facts where there is no case."""
    facts = {name: figure for name, figure in found.facts.items() if figure != getattr(Facts(), name)}
    lines = [f"facts: {json.dumps(facts)}", f"readings: {json.dumps(found.readings)}"]
    if found.case is None:
        return "\n".join([*lines, f"values: {json.dumps(found.values)}", found.why_not])
    entitlement = evaluated(found.case)
    counted = {name: getattr(entitlement.facts, name) for name in found.facts}
    differing = {name: figure for name, figure in counted.items() if figure != found.facts[name]}
    amounts = {line.rule: str(line.amount) for line in entitlement.lines if line.amount}
    lines += [f"counted otherwise: {json.dumps(differing)}"] if differing else []
    return "\n".join([*lines, f"case: {json.dumps(found.case)}", f"amounts: {json.dumps(amounts)}", f"total: {entitlement.total}"])
