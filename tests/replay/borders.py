"""Cases made by hand for the replay: those that lie on a border, a step below it and a step above it.

All are of invented, nameless doctors. Where a border can be crossed in every line at once, one case does so: a changed line is told apart.
"""

import copy
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

Document = dict[str, Any]

FRAMES = dict.fromkeys(("fastlege", "fastlegevikar", "introduksjonslege", "annet-legearbeid"), 9000000)
PLENTY: Document = {"grant_frame": FRAMES, "additional_cap": 9_000_000}
"""Supplied values that limit nothing."""
STEPS = (("below", -1), ("at", 0), ("above", 1))
SAID = {"below": "a hundredth below", "at": "exactly at", "above": "a hundredth above"}
ROLES = tuple(FRAMES)
EMPLOYMENTS = ("hovedmodell", "ansatt", "avtale-8-2")


class Made(NamedTuple):
    """A case made by hand."""

    name: str
    why: str
    document: Document


def plain(call: str = "2026", **parts: Any) -> Document:
    """A full-time fastlege on the main model in Bodø, in the first 24 months; `parts` replace or add whole keys."""
    year = int(call)
    document: Document = {
        "schema": "alis-rules/case/1",
        "call": call,
        "municipality": {"number": "1804", "registered": True},
        "doctor": {"training_start": f"{year - 4}-01-01", "first_gp_date": f"{year - 1}-02-01"},
        "agreement": {"kind": "alis-avtale", "signed_on": f"{year - 3}-02-01"},
        "positions": [post(first=f"{year - 4}-02-01")],
    }
    document.update(copy.deepcopy(parts))
    return document


def post(
    role: str = "fastlege", employment: str = "hovedmodell", percent: Any = 100, first: str = "2022-02-01", last: str | None = None
) -> Document:
    """A position."""
    return {"role": role, "employment": employment, "percent": percent, "from": first} | ({"to": last} if last else {})


def kroner(ore: int) -> str:
    """An amount, or hours, from hundredths."""
    return f"{ore // 100}.{ore % 100:02}"


def one_of_each(*days: str) -> Document:
    """One record of each sort on each of some days, with figures that tell the days apart, and nothing that limits them."""
    numbered = list(enumerate(days, 1))
    return {
        "activities": [{"kind": "kurs", "date": day, "absence_hours": 2**n, "expenses": 100 * 2**n} for n, day in numbered],
        "supervision": [{"date": day, "hours": 2**n} for n, day in numbered],
        "lower_productivity": [{"from": day, "to": day, "amount": 1000 * 2**n} for n, day in numbered],
        "facilitation": [{"date": day, "amount": 10 * 2**n} for n, day in numbered],
        "additional": [{"date": day, "amount": 5000 * 2**n, "purpose": "reise"} for n, day in numbered],
        "municipal": [{"date": day, "amount": 700 * 2**n, "purpose": "bolig"} for n, day in numbered],
        "supplied": PLENTY,
    }


def borders() -> Iterator[Made]:
    """Every case made by hand."""
    yield from _caps()
    yield from _frames()
    yield from _rounding()
    yield from _days()
    yield from _durations()
    yield from _windows()
    yield from _months()
    yield from _posts()
    yield from _reasons()
    yield from _readings()
    yield from _calls()
    yield from _conditions()


# Amounts ------------------------------------------------------------------------------------------------------------


def _lines(step: int, *, used: bool = False, grade: int = 100, expenses: int = 14_000_00, loss: int = 125_000_00) -> Document:
    """Records that come to every cap and `step` hundredths, of caps that are graded by `grade` percent."""
    less = {"absence": 40_00, "supervision": 10_00, "expenses": 3_000_00, "loss": 25_000_00} if used else {}
    absence = 160_00 * grade // 100 - less.get("absence", 0) + step
    supervised = 57_75 * grade // 100 - less.get("supervision", 0) + step
    document: Document = {
        "municipality": {"number": "1804", "registered": True, "centrality_class": 6},
        "activities": [
            {"kind": "kurs", "date": "2025-09-10", "absence_hours": kroner(absence)},
            {"kind": "hospitering", "date": "2025-10-06", "expenses": kroner(expenses * grade // 100 - less.get("expenses", 0) + step)},
        ],
        "supervision": [{"date": "2025-12-01", "hours": kroner(supervised)}],
        "lower_productivity": [
            {"from": "2025-06-01", "to": "2025-12-31", "amount": kroner(loss * grade // 100 - less.get("loss", 0) + step)}
        ],
        "facilitation": [{"date": "2025-11-20", "amount": kroner(12_000_00 + step)}],
        "additional": [{"date": "2025-11-20", "amount": kroner(200_000_00 + step), "purpose": "reise"}],
        "accept": ["unconfirmed"],
    }
    if used:
        document["used_before"] = {
            "practice-compensation": {"hours": 40},
            "learning-expenses": 3000,
            "lower-productivity": 25000,
            "supervision": {"hours": 10},
        }
    return document


def _caps() -> Iterator[Made]:
    for side, step in STEPS:
        frame = {"supplied": {"grant_frame": {"fastlege": 240_000}}}
        yield Made(
            f"caps-{side}", f"Every line of call 2026 {SAID[side]} its cap, and a frame that cuts them.", plain(**_lines(step), **frame)
        )
        yield Made(
            f"caps-used-{side}",
            f"Every line {SAID[side]} its cap less what was granted elsewhere.",
            plain(**_lines(step, used=True), supplied=PLENTY),
        )
        graded = {**_lines(step, grade=50), "positions": [post(percent=50)], "readings": {"grading": "each-cap"}, "supplied": PLENTY}
        yield Made(f"caps-graded-{side}", f"Every line {SAID[side]} its cap, graded by half a post.", plain(**graded))
        costly = {"supervision": [{"date": "2025-12-01", "hours": 10, "cost": kroner(15_812_50 + step)}]}
        yield Made(f"supervision-rate-{side}", f"A supervisor paid {SAID[side]} the rate of the hours.", plain(**costly))
        both = {"supervision": [{"date": "2025-12-01", "hours": kroner(57_75 + step), "cost": 200_000}]}
        yield Made(
            f"supervision-rate-and-hours-{side}", f"A supervisor paid far above the rate, for hours {SAID[side]} the year's.", plain(**both)
        )
        claims = {
            "practice-compensation": kroner(8_250_00 - step),
            "learning-expenses": kroner(1_000_00 - step),
            "lower-productivity": kroner(10_000_00 - step),
            "supervision": kroner(15_812_50 - step),
            "facilitation": kroner(3_000_00 - step),
            "additional-elements": kroner(5_000_00 - step),
        }
        records: Document = {
            "municipality": {"number": "1151", "registered": True},
            "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": 10, "expenses": 1000}],
            "supervision": [{"date": "2025-12-01", "hours": 10}],
            "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": 10_000}],
            "facilitation": [{"date": "2025-11-20", "amount": 3000}],
            "additional": [{"date": "2025-11-20", "amount": 5000, "purpose": "reise"}],
        }
        yield Made(f"claims-{side}", f"Costs of every line {SAID[side]} what is claimed.", plain(**records, claims=claims, supplied=PLENTY))
        capped = {
            **_lines(100),
            "claims": {rule: kroner(ore - step) for rule, ore in _CAPPED.items()},
            "supplied": {"grant_frame": {"fastlege": 240_000}},
        }
        yield Made(f"claims-and-caps-{side}", f"Every line cut by its cap, which is {SAID[side]} what is claimed.", plain(**capped))
    dear = {"supervision": [{"date": "2025-12-01", "hours": 10, "cost": 20_000}], "claims": {"supervision": "15812.49"}}
    yield Made("supervision-rate-and-claim", "A supervisor paid above the rate, and a claim an øre below it.", plain(**dear))
    yield Made(
        "used-up",
        "More was granted elsewhere than the caps: nothing is left.",
        plain(**{**_lines(0), "used_before": _ALL_USED}, supplied=PLENTY),
    )
    zero = {**_lines(0), "claims": dict.fromkeys(_CAPPED, 0), "supplied": PLENTY}
    yield Made("claims-of-nothing", "Nothing is claimed of what was spent.", plain(**zero))
    for name, call in (("hours-of-2023", "2023"), ("hours-of-2021", "2021")):
        day, cap = ("2023-02-01", 57_75) if call == "2023" else ("2021-02-01", 42_00)
        for side, step in STEPS:
            period = {"period": {"from": "2021-01-01", "to": "2021-12-31"}} if call == "2021" else {}
            supervision = [{"date": day, "hours": kroner(cap + step)}]
            yield Made(
                f"{name}-{side}",
                f"Hours {SAID[side]} the yearly hours of supervision of call {call}.",
                plain(call, supervision=supervision, **period),
            )


_CAPPED = {
    "practice-compensation": 132_000_00,
    "learning-expenses": 14_000_00,
    "lower-productivity": 125_000_00,
    "supervision": 91_317_19,
    "facilitation": 12_000_00,
    "additional-elements": 200_000_00,
}
_ALL_USED = {
    "practice-compensation": {"hours": "160.01"},
    "learning-expenses": "14000.01",
    "lower-productivity": "125000.01",
    "supervision": {"hours": "57.76"},
}


def _frames() -> Iterator[Made]:
    for side, step in STEPS:
        records: Document = {
            "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": 10, "expenses": 1000}],
            "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": 10_000}],
            "facilitation": [{"date": "2025-11-20", "amount": kroner(750_00 + step)}],
        }
        tight = {"grant_frame": {"fastlege": 20_000}, "fee_rate": 1375}
        yield Made(f"frame-{side}", f"Standard lines {SAID[side]} a supplied frame.", plain(**_tight(step)))
        yield Made(
            f"frame-on-top-{side}",
            f"Facilitation on top of the frame, the other lines {SAID[side]} it.",
            plain(**_tight(step, on_top=True)),
        )
        granted = {**records, "facilitation": [{"date": "2025-11-20", "amount": kroner(962_50 + step)}]}
        readings = {"facilitation-base": "granted-elements", "facilitation-place": "on-top"}
        yield Made(
            f"facilitation-of-granted-{side}",
            f"Facilitation {SAID[side]} five percent of the lines before it.",
            plain(**granted, supplied=tight, readings=readings),
        )
    for role, employment in product(ROLES, EMPLOYMENTS):
        split = (
            {"agreement": {"kind": "alis-avtale", "signed_on": "2023-02-01", "split": {"doctor_percent": "33.33"}}}
            if role == "fastlege"
            else {}
        )
        parts: Document = {
            "positions": [post(role, employment, 80)],
            "activities": [
                {"kind": "kurs", "date": "2025-09-10", "absence_hours": "180.33", "expenses": "16000.55", "paid_by": "municipality"}
            ],
            "supervision": [{"date": "2025-12-01", "hours": "60.25"}],
            "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-30", "amount": "130000.01"}],
            "facilitation": [{"date": "2025-11-20", "amount": "20000.07"}],
            "readings": {"grant-frame": "sum-of-caps"},
        }
        yield Made(
            f"frame-{role}-{employment}",
            f"Every line above its cap, {role} as {employment} at 80 percent: the graded sum of caps cuts it.",
            plain(**parts, **split),
        )
    both = [
        post("fastlege", "hovedmodell", "33.33"),
        post("introduksjonslege", "ansatt", "33.34"),
        post("fastlegevikar", "avtale-8-2", "33.33"),
    ]
    parts = {**_lines(100), "positions": both, "readings": {"grant-frame": "sum-of-caps"}}
    yield Made("frame-three-posts", "Three posts beside each other: the frame and the recipients by percent.", plain(**parts))
    yield Made(
        "frame-of-no-month",
        "A post of some days has no whole month, so the frame is nothing.",
        plain(**_lines(0), positions=[post(first="2025-09-01", last="2025-12-31")], supplied={"grant_frame": {"fastlege": 0}}),
    )
    yield Made(
        "frame-outside-the-window",
        "No day lies in the first 24 months: the frame has no productivity in it.",
        plain(**{**_lines(100), "doctor": {"first_gp_date": "2020-01-01"}, "readings": {"grant-frame": "sum-of-caps"}}),
    )
    some = {"grant_frame": {"fastlege": 300_000}}
    yield Made(
        "frame-one-of-two-known",
        "Two roles, and the frame of one is not known.",
        plain(**_lines(0), positions=[post(percent=60), post("fastlegevikar", percent=40)], supplied=some),
    )


def _tight(step: int, *, on_top: bool = False) -> Document:
    """Lines that come to a frame of 20 000 kroner and a step."""
    facilitation = 500_00
    return {
        "activities": [{"kind": "kurs", "date": "2025-09-10", "expenses": kroner(10_000_00 + (facilitation if on_top else 0))}],
        "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": kroner(9_500_00 + step)}],
        "facilitation": [{"date": "2025-11-20", "amount": kroner(facilitation)}],
        "supplied": {"grant_frame": {"fastlege": 20_000}},
        **({"readings": {"facilitation-place": "on-top"}} if on_top else {}),
    }


def _rounding() -> Iterator[Made]:
    for side, step in STEPS:
        records: Document = {
            "activities": [
                {"kind": "kurs", "date": "2025-09-10", "absence_hours": kroner(62 + 2 * step), "expenses": kroner(100_50 + step)}
            ],
            "supervision": [{"date": "2025-12-01", "hours": "1.00", "cost": kroner(999_50 + step)}],
            "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": kroner(3000_50 + step)}],
            "facilitation": [{"date": "2025-11-20", "amount": kroner(500_50 + step)}],
            "additional": [{"date": "2025-11-20", "amount": kroner(700_50 + step)}],
            "municipal": [{"date": "2025-11-20", "amount": kroner(800_50 + step)}],
            "municipality": {"number": "1804", "registered": True, "centrality_class": 6},
        }
        yield Made(
            f"whole-kroner-{side}",
            f"Each line {SAID[side]} half a krone, rounded to the krone.",
            plain(**records, supplied=PLENTY, readings={"rounding": "whole-kroner"}),
        )
    yield Made(
        "ore-tie-of-a-record",
        "Half an øre of a record's share of days is rounded up.",
        plain(
            lower_productivity=[
                {"from": "2025-05-31", "to": "2025-06-01", "amount": "100.01"},
                {"from": "2025-05-28", "to": "2025-06-04", "amount": "33.35"},
            ]
        ),
    )
    yield Made(
        "ore-tie-of-hours",
        "Hours of supervision that come to half an øre.",
        plain(supervision=[{"date": "2025-12-01", "hours": "0.02"}, {"date": "2025-12-02", "hours": "57.70"}]),
    )
    rates = {"supplied": {"fee_rate": "1111.11", **PLENTY}}
    yield Made(
        "ore-of-a-supplied-rate",
        "A supplied fee rate whose shares are no whole øre.",
        plain(
            activities=[
                {"kind": "kurs", "date": "2025-09-10", "absence_hours": "0.05"},
                {"kind": "kurs", "date": "2025-09-11", "absence_hours": "12.70"},
            ],
            supervision=[{"date": "2025-12-01", "hours": "0.33"}],
            **rates,
        ),
    )
    practice = {
        "supplied": {"fee_rate": "1000.25", **PLENTY},
        "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": "0.10"}],
    }
    yield Made("ore-tie-of-absence", "Absence at a supplied rate that comes to half an øre.", plain(**practice))
    graded: Document = {
        "positions": [post(percent="33.33")],
        "readings": {"grading": "each-cap"},
        "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": 200, "expenses": 90_000}],
        "supervision": [{"date": "2025-12-01", "hours": 90}],
        "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": 900_000}],
        "supplied": PLENTY,
    }
    yield Made("ore-of-graded-caps", "Caps graded by a third of a post, which come to parts of an øre.", plain(**graded))
    june = {"positions": [post(first="2025-06-01", last="2025-06-30")], "supplied": {"grant_frame": {"fastlege": "100000.02"}}}
    spent = {"activities": [{"kind": "kurs", "date": "2025-06-10", "expenses": 9000}]}
    yield Made("ore-tie-of-the-frame", "A month's share of a frame that comes to half an øre.", plain(**june, **spent))
    for percent in ("66.67", "0", "50"):
        shares = {
            "agreement": {"kind": "alis-avtale", "signed_on": "2023-02-01", "split": {"doctor_percent": percent}},
            "positions": [post(employment="avtale-8-2")],
        }
        yield Made(
            f"split-{percent.replace('.', '-')}",
            f"Clause 8.2 with {percent} percent to the doctor: the last øre goes to the largest share.",
            plain(
                **shares,
                activities=[{"kind": "kurs", "date": "2025-09-10", "absence_hours": "0.37"}],
                lower_productivity=[{"from": "2025-06-01", "to": "2025-06-03", "amount": "100.01"}],
            ),
        )
    mixed = {
        "positions": [post("fastlege", "hovedmodell", 40), post("fastlege", "ansatt", 60)],
        "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": "0.33"}],
        "lower_productivity": [{"from": "2025-06-01", "to": "2025-06-03", "amount": "100.01"}],
    }
    yield Made("two-employments", "Two employments of one role share by percent.", plain(**mixed))
    yield Made(
        "post-of-no-percent",
        "A post of no percent receives all the same.",
        plain(**{**mixed, "positions": [post(percent=0), post(employment="ansatt", percent=0)]}),
    )


# Days ---------------------------------------------------------------------------------------------------------------


def _days() -> Iterator[Made]:
    six = {"number": "1151", "registered": True}
    yield Made(
        "call-2026-edges",
        "The day before the call, its first and last day, and the day after.",
        plain(municipality=six, **one_of_each("2025-05-31", "2025-06-01", "2026-05-31", "2026-06-01")),
    )
    yield Made(
        "call-2023-edges",
        "The edges of call 2023.",
        plain(
            "2023",
            municipality={"number": "5021", "registered": True, "centrality_class": 6},
            **one_of_each("2022-09-30", "2022-10-01", "2023-08-31", "2023-09-01"),
        ),
    )
    yield Made(
        "call-2025-edges",
        "The edges of call 2025.",
        plain("2025", municipality=six, **one_of_each("2024-08-31", "2024-09-01", "2025-05-31", "2025-06-01")),
    )
    yield Made(
        "call-2022-edges",
        "The edges of call 2022, whose municipalities have other numbers.",
        plain(
            "2022",
            municipality={"number": "3001", "registered": True},
            **one_of_each("2021-12-31", "2022-01-01", "2022-09-30", "2022-10-01"),
        ),
    )
    yield Made(
        "call-2027-edges",
        "The edges of the newest call carried forward a year.",
        plain("2027", municipality=six, **one_of_each("2026-05-31", "2026-06-01", "2027-05-31", "2027-06-01")),
    )
    days = ("2025-10-14", "2025-10-15", "2025-10-16")
    signed = {"agreement": {"kind": "alis-avtale", "signed_on": "2025-10-15"}}
    yield Made(
        "signing-edge",
        "The day before the signing, the day itself, and the day after.",
        plain(municipality=six, **signed, **one_of_each(*days)),
    )
    training = {"doctor": {"training_start": "2025-10-15", "training_end": "2026-02-28", "first_gp_date": "2025-02-01"}}
    yield Made(
        "training-edges",
        "The edges of the training.",
        plain(municipality=six, **training, **one_of_each("2025-10-14", "2025-10-15", "2026-02-28", "2026-03-01")),
    )
    held = {
        "positions": [post(first="2025-10-15", last="2026-02-28")],
        "doctor": {"training_start": "2023-01-01", "first_gp_date": "2025-02-01"},
        "readings": {"gap-between-posts": "pauses-agreement"},
    }
    yield Made(
        "post-edges",
        "The edges of a post, where a gap only pauses.",
        plain(municipality=six, **held, **one_of_each("2025-10-14", "2025-10-15", "2026-02-28", "2026-03-01")),
    )
    yield Made(
        "post-edges-ending",
        "The edges of a post, where a gap ends the agreement.",
        plain(municipality=six, **{**held, "readings": {}}, **one_of_each("2025-10-14", "2025-10-15", "2026-02-28", "2026-03-01")),
    )
    for kind in ("permisjon", "institusjonstjeneste", "kommersiell-aktor"):
        away = {"interruptions": [{"kind": kind, "from": "2025-10-15", "to": "2026-02-28"}]}
        yield Made(
            f"{kind}-edges",
            f"The edges of {kind}.",
            plain(municipality=six, **away, **one_of_each("2025-10-14", "2025-10-15", "2026-02-28", "2026-03-01")),
        )
    agency = {"interruptions": [{"kind": "kommersiell-aktor", "from": "2025-10-15", "to": "2025-10-15"}]}
    before = {"agreement": {"kind": "alis-avtale", "signed_on": "2025-10-16"}}
    yield Made(
        "agency-the-day-before-signing",
        "Affiliated until the day before the signing: nothing is ended.",
        plain(**agency, **before, municipality=six, **one_of_each("2025-10-15", "2025-10-16")),
    )
    signed_then = {"agreement": {"kind": "alis-avtale", "signed_on": "2025-10-15"}}
    yield Made(
        "agency-on-the-signing",
        "Affiliated on the day of the signing: the agreement ends as it begins.",
        plain(**agency, **signed_then, municipality=six, **one_of_each("2025-10-14", "2025-10-15", "2025-10-16")),
    )
    gap = [post(last="2025-10-14"), post("introduksjonslege", "ansatt", first="2025-10-16")]
    for name, reading in (("ends", {}), ("pauses", {"readings": {"gap-between-posts": "pauses-agreement"}})):
        yield Made(
            f"gap-of-a-day-{name}",
            f"A day without a post {name} the agreement.",
            plain(positions=gap, municipality=six, **reading, **one_of_each("2025-10-14", "2025-10-15", "2025-10-16")),
        )
    covered = {"interruptions": [{"kind": "permisjon", "from": "2025-10-15", "to": "2025-10-15"}]}
    yield Made(
        "gap-on-leave",
        "A gap that leave covers ends nothing.",
        plain(positions=gap, municipality=six, **covered, **one_of_each("2025-10-14", "2025-10-15", "2025-10-16")),
    )
    first = [post(first="2025-09-01", last="2025-09-30"), post(first="2025-12-01")]
    yield Made(
        "gap-before-signing",
        "A gap before the signing ends nothing, and one across it does.",
        plain(
            positions=first,
            municipality=six,
            agreement={"kind": "alis-avtale", "signed_on": "2025-10-01"},
            **one_of_each("2025-09-30", "2025-10-01", "2025-12-01"),
        ),
    )
    until = [post(first="2025-06-01", last="2025-10-15"), post(first="2025-10-17")]
    yield Made(
        "post-ends-on-the-signing",
        "A post ends on the day of the signing; the gap after it ends the agreement.",
        plain(
            positions=until,
            municipality=six,
            agreement={"kind": "alis-avtale", "signed_on": "2025-10-15"},
            **one_of_each("2025-10-15", "2025-10-16", "2025-10-17"),
        ),
    )
    late = {"positions": [post(first="2025-12-01")], "agreement": {"kind": "alis-avtale", "signed_on": "2025-07-01"}}
    yield Made(
        "signed-before-the-first-post",
        "Signed before the first post: the days until then end nothing and count as full time.",
        plain(**late, municipality=six, **one_of_each("2025-11-30", "2025-12-01")),
    )
    for side, signed_on in (("at", "2022-09-30"), ("above", "2022-10-01"), ("far-above", "2023-03-01")):
        newly = {
            "agreement": {"kind": "alis-avtale", "signed_on": signed_on, "newly_employed": True},
            "positions": [post(first="2022-06-01")],
        }
        days_2023 = ("2022-09-30", "2022-10-01", "2023-02-28", "2023-03-01")
        yield Made(
            f"back-dating-{side}",
            f"Newly employed and signed on {signed_on}: the call dates back for those who signed after 2022-09-30.",
            plain("2023", **newly, **one_of_each(*days_2023)),
        )
    not_newly = {
        "agreement": {"kind": "alis-avtale", "signed_on": "2023-03-01", "newly_employed": False},
        "positions": [post(first="2022-06-01")],
    }
    yield Made(
        "back-dating-not-newly-employed",
        "Not newly employed: the call does not date back.",
        plain("2023", **not_newly, **one_of_each("2023-02-28", "2023-03-01")),
    )
    loss = [
        {"from": "2025-05-20", "to": "2025-06-10", "amount": "2200.11"},
        {"from": "2026-05-25", "to": "2026-06-05", "amount": "1200.01"},
        {"from": "2025-09-28", "to": "2025-10-18", "amount": "777.77"},
    ]
    shares = {"positions": [post(last="2025-10-05"), post("fastlegevikar", "ansatt", "60", first="2025-10-06")], "lower_productivity": loss}
    yield Made("losses-across-edges", "Losses across the edges of the call and from one post to the next, shared by days.", plain(**shares))


def _durations() -> Iterator[Made]:
    six = {"number": "1151", "registered": True}
    for name, signed_on, end in (("", "2020-10-15", "2025-10-15"), ("-leap-day", "2020-02-29", "2025-02-28")):
        call = "2026" if not name else "2025"
        days = ("2025-10-14", end, "2025-10-16") if not name else ("2025-02-27", end, "2025-03-01")
        agreement = {"kind": "alis-avtale", "signed_on": signed_on}
        yield Made(
            f"five-years-full-time{name}",
            f"Five years at full time from {signed_on}: the last day and the first beyond.",
            plain(call, agreement=agreement, municipality=six, positions=[post(first="2019-01-01")], **one_of_each(*days)),
        )
    agreement = {"kind": "alis-avtale", "signed_on": "2020-10-15"}
    leave = {
        "interruptions": [
            {"kind": "permisjon", "from": "2022-01-01", "to": "2022-01-10"},
            {"kind": "institusjonstjeneste", "from": "2023-01-01", "to": "2023-01-05"},
        ]
    }
    yield Made(
        "five-years-with-leave-and-institution",
        "Fifteen days of leave and institution service move the end of the five years.",
        plain(
            agreement=agreement,
            municipality=six,
            positions=[post(first="2019-01-01")],
            **leave,
            **one_of_each("2025-10-29", "2025-10-30", "2025-10-31"),
        ),
    )
    for percent in ("50", "33.33", "99.99"):
        halves = [post(first="2019-01-01", last="2023-04-14"), post(percent=percent, first="2023-04-15")]
        ends = {"50": ("2028-04-13", "2028-04-14"), "33.33": ("2026-05-31", "2026-05-30"), "99.99": ("2025-10-14", "2025-10-15")}[percent]
        days = ("2025-10-15", "2025-10-16") if percent != "50" else ("2025-10-15", "2026-05-31")
        signed = {"agreement": {"kind": "alis-avtale", "signed_on": "2020-10-15" if percent == "99.99" else "2018-02-01"}}
        yield Made(
            f"five-years-at-{percent.replace('.', '-')}",
            f"The five years used up at {percent} percent from 2023-04-15.",
            plain(positions=halves, municipality=six, **signed, **one_of_each(*days)),
        )
        assert ends
    early = {"agreement": {"kind": "alis-avtale", "signed_on": "2020-10-15"}, "positions": [post(percent=50, first="2021-04-15")]}
    yield Made(
        "five-years-before-the-first-post",
        "Days before the first known post are used at full time.",
        plain(municipality=six, **early, **one_of_each("2025-10-15", "2026-05-31")),
    )
    change = [post(percent=60, first="2019-01-01", last="2025-10-14"), post(percent=100, first="2025-10-15")]
    yield Made(
        "five-years-used-on-a-border",
        "The five years end on the day on which a post changes.",
        plain(
            municipality=six,
            agreement={"kind": "alis-avtale", "signed_on": "2017-06-23"},
            positions=change,
            **one_of_each("2025-10-14", "2025-10-15", "2025-10-16"),
        ),
    )
    four = {
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "agreement": {"kind": "alis-avtale", "signed_on": "2017-05-15"},
        "positions": [post(first="2016-01-01")],
    }
    yield Made(
        "four-years-of-2021", "Call 2021 has four years.", plain("2021", **four, **one_of_each("2021-05-14", "2021-05-15", "2021-05-16"))
    )


def _windows() -> Iterator[Made]:
    for name, first, days in (
        ("", "2023-10-15", ("2025-10-14", "2025-10-15", "2025-10-16")),
        ("-leap-day", "2024-02-29", ("2026-02-27", "2026-02-28", "2026-03-01")),
        ("-month-end", "2023-12-31", ("2025-12-30", "2025-12-31", "2026-01-01")),
        ("-opening", "2025-10-15", ("2025-10-14", "2025-10-15", "2025-10-16")),
    ):
        doctor = {"doctor": {"training_start": "2020-01-01", "first_gp_date": first}}
        yield Made(
            f"window{name or '-closing'}",
            f"First day as GP {first}: the days around the edge of the 24 months.",
            plain(**doctor, **one_of_each(*days)),
        )
    doctor = {
        "doctor": {"training_start": "2020-01-01", "first_gp_date": "2023-10-15"},
        "readings": {"productivity-window": "pauses-during-leave"},
    }
    for name, leave in (
        ("inside", [("2024-01-01", "2024-01-10")]),
        ("before", [("2023-10-05", "2023-10-14")]),
        ("across-the-first-day", [("2023-10-10", "2023-10-19")]),
        ("after", [("2025-10-15", "2025-10-20")]),
        ("on-the-last-day", [("2025-10-14", "2025-10-14"), ("2025-10-15", "2025-10-15")]),
        ("twice", [("2024-01-01", "2024-01-05"), ("2024-01-04", "2024-01-10"), ("2025-10-20", "2025-10-24")]),
    ):
        away = {"interruptions": [{"kind": "permisjon", "from": first, "to": last} for first, last in leave]}
        yield Made(
            f"window-paused-{name}",
            f"Leave {name.replace('-', ' ')} of the 24 months, which it pauses.",
            plain(
                **doctor,
                **away,
                **one_of_each("2025-10-14", "2025-10-15", "2025-10-16", "2025-10-24", "2025-10-25", "2025-10-29", "2025-10-30"),
            ),
        )
    institution = {"interruptions": [{"kind": "institusjonstjeneste", "from": "2024-01-01", "to": "2024-01-10"}]}
    yield Made(
        "window-not-paused-by-institution",
        "Institution service does not pause the 24 months.",
        plain(**doctor, **institution, **one_of_each("2025-10-14", "2025-10-15")),
    )
    guessed = {
        "doctor": {"training_start": "2020-01-01"},
        "positions": [post("introduksjonslege", first="2022-01-01", last="2023-10-14"), post("fastlegevikar", first="2023-10-15")],
    }
    yield Made(
        "window-of-the-first-post",
        "No first day as GP is given: that of the first such post is taken.",
        plain(**guessed, **one_of_each("2025-10-14", "2025-10-15")),
    )
    never = {"doctor": {"training_start": "2020-01-01"}, "positions": [post("introduksjonslege", first="2022-01-01")]}
    yield Made("window-that-never-opens", "Never fastlege nor locum: no window.", plain(**never, **one_of_each("2025-10-14")))


def _months() -> Iterator[Made]:
    capped: Document = {
        "activities": [{"kind": "kurs", "date": "2025-10-16", "absence_hours": 200, "expenses": 90_000}],
        "supervision": [{"date": "2025-10-16", "hours": 90}],
        "lower_productivity": [{"from": "2025-10-16", "to": "2025-10-16", "amount": 900_000}],
        "facilitation": [{"date": "2025-10-16", "amount": 90_000}],
    }
    for name, first, last in (
        ("a-day", "2025-10-16", "2025-10-16"),
        ("a-month-less-a-day", "2025-10-16", "2025-11-14"),
        ("a-month", "2025-10-16", "2025-11-15"),
        ("a-month-and-a-day", "2025-10-16", "2025-11-16"),
        ("from-the-thirty-first", "2025-07-31", "2026-02-27"),
        ("to-the-clipped-end", "2025-08-31", "2026-02-27"),
        ("a-whole-year", "2025-06-01", "2026-05-31"),
    ):
        for counting in ("whole-months", "started-months"):
            readings = {"grant-frame": "sum-of-caps", "grading": "each-cap", "month-counting": counting}
            yield Made(
                f"{counting}-of-{name}",
                f"{counting.replace('-', ' ').capitalize()} of a post from {first} to {last}.",
                plain(
                    **capped,
                    positions=[post(first=first, last=last)],
                    agreement={"kind": "alis-avtale", "signed_on": "2025-06-01"},
                    readings=readings,
                ),
            )
    moving = [
        post(percent=100, last="2025-09-15"),
        post(percent=60, first="2025-09-16", last="2026-01-31"),
        post("fastlegevikar", percent=80, first="2026-02-01"),
    ]
    for grading in ("frame-only", "each-cap"):
        yield Made(
            f"months-by-their-first-day-{grading}",
            "Percent and role change inside and at the start of months: each month has its first day's.",
            plain(**capped, positions=moving, readings={"grant-frame": "sum-of-caps", "grading": grading}),
        )
    broken = {"interruptions": [{"kind": "institusjonstjeneste", "from": "2025-09-10", "to": "2025-09-20"}]}
    yield Made(
        "months-broken-by-institution",
        "Institution service breaks the run of months.",
        plain(**capped, **broken, readings={"grant-frame": "sum-of-caps", "grading": "each-cap"}),
    )
    split = [post(percent=50), post(percent=50, employment="ansatt")]
    yield Made(
        "months-of-a-split-post",
        "A post in two rows counts as one.",
        plain(**capped, positions=split, readings={"grant-frame": "sum-of-caps", "grading": "each-cap"}),
    )
    window = {"doctor": {"training_start": "2020-01-01", "first_gp_date": "2023-10-20"}}
    for counting in ("whole-months", "started-months"):
        yield Made(
            f"months-in-the-window-{counting}",
            "The productivity cap by its months in the window.",
            plain(**capped, **window, readings={"grant-frame": "sum-of-caps", "grading": "each-cap", "month-counting": counting}),
        )
    for caps, counting in product(("full", "by-months"), ("whole-months", "started-months")):
        readings = {"short-call-caps": caps, "month-counting": counting}
        supervision = [{"date": "2023-02-01", "hours": 90}]
        yield Made(
            f"short-call-2023-{caps}-{counting}",
            "The hours of supervision of a call of eleven months.",
            plain("2023", supervision=supervision, readings=readings),
        )
        period = {"period": {"from": "2021-01-01", "to": "2021-10-15"}}
        yield Made(
            f"short-call-2021-{caps}-{counting}",
            "The hours of supervision of a supplied period of nine months and a half.",
            plain("2021", supervision=[{"date": "2021-02-01", "hours": 90}], readings=readings, **period),
        )
    for grading in ("frame-only", "each-cap"):
        yield Made(
            f"whole-call-by-months-{grading}",
            "A call of twelve months has whole caps either way.",
            plain(**capped, readings={"short-call-caps": "by-months", "grading": grading}),
        )


# Posts, reasons, readings -------------------------------------------------------------------------------------------


def _posts() -> Iterator[Made]:
    for one, other in (("annet-legearbeid", "introduksjonslege"), ("annet-legearbeid", "fastlege"), ("introduksjonslege", "fastlegevikar")):
        posts = [post(one, "ansatt", 50), post(other, "hovedmodell", 50)]
        yield Made(
            f"{one}-and-{other}",
            f"{one} and {other} on the same day.",
            plain(positions=posts, municipality={"number": "1151", "registered": True}, **one_of_each("2025-10-15")),
        )
    for role in ROLES:
        yield Made(
            f"only-{role}",
            f"{role} alone, one record of each sort.",
            plain(positions=[post(role, "ansatt")], municipality={"number": "1151", "registered": True}, **one_of_each("2025-10-15")),
        )


def _reasons() -> Iterator[Made]:
    six = {"number": "1151", "registered": True}
    of_each = one_of_each("2025-10-15", "2025-12-15")
    yield Made(
        "not-registered", "The municipality is not registered.", plain(municipality={"number": "1151", "registered": False}, **of_each)
    )
    yield Made("registered-not-stated", "Nothing is said of the registration.", plain(municipality={"number": "1151"}, **of_each))
    yield Made(
        "supervision-only-all",
        "No agreement, only supervision: one record of each sort.",
        plain(municipality=six, agreement={"kind": "veiledning"}, **of_each),
    )
    kinds = ("kurs", "hospitering", "praksisbesok", "individuell-veiledning", "gruppeveiledning", "fordypning", "annet")
    activities = [
        {"kind": kind, "date": f"2025-09-{day:02}", "absence_hours": 2 * day, "expenses": 100 * day} for day, kind in enumerate(kinds, 1)
    ]
    yield Made(
        "every-kind-of-activity", "Every kind of activity, of which one is not listed.", plain(activities=activities, supplied=PLENTY)
    )
    odd = [
        {"kind": "kurs", "date": "2025-09-01", "absence_days": "1.25"},
        {"kind": "kurs", "date": "2025-09-02", "absence_days": "0.5", "expenses": 100, "fund_refund": "100.01"},
        {"kind": "kurs", "date": "2025-09-03", "expenses": 100, "fund_refund": "99.99"},
        {"kind": "kurs", "date": "2025-09-04", "expenses": 100, "fund_refund": 100},
        {"kind": "kurs", "date": "2025-09-05"},
        {"kind": "kurs", "date": "2025-09-06", "absence_hours": 4, "expenses": 300, "completed": False},
        {"kind": "kurs", "date": "2025-09-07", "absence_hours": 8, "expenses": 600, "documented": False, "paid_by": "municipality"},
        {"kind": "kurs", "date": "2025-09-08", "expenses": 1100, "paid_by": "doctor"},
    ]
    yield Made(
        "activities-of-all-sorts",
        "Days of absence, refunds around the expenses, not completed, not documented, paid by either.",
        plain(activities=odd, supplied=PLENTY),
    )
    additional = [
        {"date": "2025-09-01", "amount": 1000, "purpose": "reise"},
        {"date": "2025-09-02", "amount": 2000, "lasting_investment": True},
        {"date": "2025-09-03", "amount": 4000, "lasting_investment": False},
    ]
    for name, place in (
        ("class-6", {"number": "1151"}),
        ("class-3", {"number": "1804"}),
        ("said-6", {"number": "0301", "centrality_class": 6}),
        ("said-5", {"number": "1151", "centrality_class": 5}),
    ):
        yield Made(
            f"additional-{name}",
            f"Additional elements where the municipality is {name.replace('-', ' ')}.",
            plain(municipality={**place, "registered": True}, additional=additional, accept=["unconfirmed"]),
        )
    yield Made(
        "additional-unconfirmed", "The cap for class 6 is not accepted as unconfirmed.", plain(municipality=six, additional=additional)
    )
    yield Made(
        "additional-unknown-class",
        "The centrality class is not known in call 2023.",
        plain(
            "2023",
            municipality={"number": "3001", "registered": True},
            additional=[{"date": "2023-02-01", "amount": 1000, "purpose": "reise"}],
            supplied=PLENTY,
        ),
    )


def _readings() -> Iterator[Made]:
    everything: Document = {
        **_lines(1_00),
        "positions": [post(percent=80, last="2025-11-10"), post("fastlegevikar", "ansatt", percent=50, first="2025-11-11")],
        "interruptions": [{"kind": "permisjon", "from": "2025-08-01", "to": "2025-09-05"}],
        "doctor": {"training_start": "2020-01-01", "first_gp_date": "2023-11-20"},
    }
    everything["lower_productivity"] = [{"from": "2025-10-25", "to": "2025-12-31", "amount": "200000.55"}]
    base = {"grant-frame": "sum-of-caps"}
    others = {
        "month-counting": "started-months",
        "grading": "each-cap",
        "facilitation-base": "granted-elements",
        "facilitation-place": "on-top",
        "supervision-hours": "uncapped",
        "productivity-window": "pauses-during-leave",
        "rounding": "whole-kroner",
    }
    yield Made("readings-at-default", "Many lines at their caps, every reading at its default.", plain(**everything))
    yield Made("readings-sum-of-caps", "The same, the frame as the sum of caps.", plain(**everything, readings=base))
    for name, option in others.items():
        yield Made(
            f"reading-{name}-{option}".replace(".", "-"),
            f"The same, with {name} {option}.",
            plain(**everything, readings=base | {name: option}),
        )
    yield Made(
        "readings-all-other",
        "The same, with every reading but the frame's at its other option.",
        plain(**everything, readings=base | others | {"supervision-hours": "57.75-a-year"}),
    )
    uncapped = {"supervision": [{"date": "2025-12-01", "hours": 100, "cost": 300_000}], "readings": {"supervision-hours": "uncapped"}}
    yield Made("supervision-uncapped", "Hours without a yearly limit, paid above the rate.", plain(**uncapped))


def _calls() -> Iterator[Made]:
    for call, day in (("2022", "2022-05-02"), ("2023", "2023-02-01"), ("2025", "2025-02-03"), ("2027", "2027-02-01")):
        number = "3001" if call in ("2022", "2023") else "1151"
        yield Made(
            f"plain-{call}",
            f"One record of each sort in call {call}.",
            plain(call, municipality={"number": number, "registered": True}, **{**one_of_each(day), "supplied": {}}),
        )
    for call, first, last in (("2021", "2021-01-01", "2021-12-31"), ("2024", "2023-09-01", "2024-08-31")):
        day = f"{call}-03-01"
        parts = {**one_of_each(day), "supplied": {}}
        yield Made(
            f"plain-{call}",
            f"One record of each sort in call {call}, with the period that no source gives.",
            plain(call, period={"from": first, "to": last}, **parts),
        )
        yield Made(f"plain-{call}-without-period", f"Call {call} without a period: nothing can be reckoned.", plain(call, **parts))
        rates = {"fee_rate": 1200, **PLENTY}
        yield Made(
            f"plain-{call}-supplied",
            f"Call {call} with its period and with rates supplied.",
            plain(call, period={"from": first, "to": last}, **{**parts, "supplied": rates}),
        )
    for side, step in STEPS:
        period = {"period": {"from": "2021-01-01", "to": "2021-12-31"}}
        supervision = [{"date": "2021-02-01", "hours": 10, "cost": kroner(1000_02 + step)}]
        agreement = {"agreement": {"kind": "veiledning"}} if step == 0 else {}
        yield Made(
            f"own-share-{side}",
            "The municipality's own share of call 2021, with its rounding.",
            plain("2021", supervision=supervision, **period, **agreement),
        )
    own = {
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "supervision": [{"date": "2021-02-01", "hours": 40}],
        "supplied": {"grant_frame": {"fastlege": 30_000}},
        "readings": {"rounding": "whole-kroner"},
    }
    yield Made("own-share-after-the-frame", "The own share is of what is left after the frame's cut.", plain("2021", **own))
    found = plain(**one_of_each("2025-10-15"))
    found["period"] = {"from": "2025-06-01", "to": "2026-05-31"}
    del found["call"]
    yield Made("call-by-period", "The call is found by the period applied for.", found)


def _conditions() -> Iterator[Made]:
    full: Document = {
        "municipality": {"number": "1804", "registered": True},
        "doctor": {
            "name": "Eksempel Eksempelsen",
            "hpr_number": "9999999",
            "training_start": "2023-09-01",
            "expected_end": "2029-08-31",
            "first_gp_date": "2025-02-01",
        },
        "agreement": {
            "kind": "alis-avtale",
            "signed_on": "2025-05-20",
            "official_template": True,
            "contact_person": "ALIS-koordinator",
            "workplace": "Eksempel legesenter",
            "title": "fastlege",
            "supervisor": "Veileder Eksempel",
            "granted": True,
        },
        "positions": [post(first="2025-02-01")],
        "supervision": [{"date": "2025-12-01", "hours": 3}],
        "additional": [{"date": "2025-12-01", "amount": 100, "purpose": "reise"}],
        "municipal": [{"date": "2025-12-01", "amount": 100, "purpose": "bolig"}],
        "activities": [{"kind": "kurs", "date": "2025-12-01", "expenses": 100}],
    }
    yield Made("conditions-met", "Every condition that can be met is.", plain(**full))
    bad = copy.deepcopy(full)
    bad["agreement"] |= {"official_template": False, "granted": False}
    bad["doctor"] = {"training_start": "2026-06-01", "hpr_number": "12"}
    bad["municipality"]["registered"] = False
    bad["interruptions"] = [{"kind": "kommersiell-aktor", "from": "2025-06-01"}]
    bad["positions"] = [post(first="2020-01-01", last="2025-05-31")]
    bad["activities"] = [{"kind": "kurs", "date": "2025-12-01", "expenses": 100, "documented": False}]
    bad["additional"] = [{"date": "2025-12-01", "amount": 100}]
    bad["municipal"] = [{"date": "2025-12-01", "amount": 100}]
    yield Made("conditions-not-met", "Every condition that can fail does.", plain(**bad))
    silent = plain(doctor={}, municipality={"number": "1804"})
    yield Made("conditions-not-stated", "Nothing is stated that need not be, and nothing recorded.", silent)
    for name, first, last in (
        ("three-months", "2022-10-01", "2022-12-31"),
        ("three-months-and-a-day", "2022-10-01", "2023-01-01"),
        ("open", "2023-06-01", None),
    ):
        locum = [post("fastlegevikar", "ansatt", first=first, last=last)]
        yield Made(
            f"locum-for-{name}",
            f"A locum for {name.replace('-', ' ')} in call 2023, which asks for more than three.",
            plain("2023", positions=locum, supervision=[{"date": "2022-11-01", "hours": 2}]),
        )
    for side, until in (("before", "2025-05-31"), ("on", "2025-06-01")):
        ending = {"positions": [post(last=until)], "doctor": {"training_start": "2020-01-01", "training_end": until}}
        yield Made(
            f"ended-{side}-the-first-day",
            f"Post and training end {side} the first day of the call.",
            plain(**ending, interruptions=[{"kind": "kommersiell-aktor", "from": "2025-01-01", "to": until}], **one_of_each("2025-06-01")),
        )
    for side, since in (("on", "2026-05-31"), ("after", "2026-06-01")):
        starting = {
            "positions": [post(first=since)],
            "doctor": {"training_start": since},
            "agreement": {"kind": "alis-avtale", "signed_on": "2026-05-31"},
        }
        yield Made(
            f"begun-{side}-the-last-day",
            f"Post and training begin {side} the last day of the call.",
            plain(**starting, interruptions=[{"kind": "kommersiell-aktor", "from": "2026-06-01"}], **one_of_each("2026-05-31")),
        )
