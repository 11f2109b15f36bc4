"""Cases on the borders of amounts: caps, claims, the frame, halves that are rounded."""

from collections.abc import Iterator
from itertools import product

from tests.replay.making import EMPLOYMENTS, PLENTY, ROLES, SAID, STEPS, Document, Made, capped_lines, kroner, plain, post


def amounts() -> Iterator[Made]:
    """All of them."""
    yield from _caps()
    yield from _frames()
    yield from _rounding()


def _caps() -> Iterator[Made]:
    for side, step in STEPS:
        frame = {"supplied": {"grant_frame": {"fastlege": 240_000}}}
        yield Made(
            f"caps-{side}",
            f"Every line {SAID[side]} its cap, and a frame that cuts them.",
            plain(**capped_lines(step), **frame),
        )
        yield Made(
            f"caps-used-{side}",
            f"Every line {SAID[side]} its cap less what was granted elsewhere.",
            plain(**capped_lines(step, used=True), supplied=PLENTY),
        )
        graded = {**capped_lines(step, grade=50), "positions": [post(percent=50)], "readings": {"grading": "each-cap"}, "supplied": PLENTY}
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
            **capped_lines(100),
            "claims": {rule: kroner(ore - step) for rule, ore in _CAPPED.items()},
            "supplied": {"grant_frame": {"fastlege": 240_000}},
        }
        yield Made(f"claims-and-caps-{side}", f"Every line cut by its cap, which is {SAID[side]} what is claimed.", plain(**capped))
    krone = {**capped_lines(1), "supplied": {"grant_frame": {"fastlege": 240_000}}, "readings": {"rounding": "whole-kroner"}}
    yield Made("caps-above-in-whole-kroner", "Every line an øre above its cap, which rounding to the krone makes up for.", plain(**krone))
    cheap = [{"date": "2025-12-01", "hours": 1, "cost": 1}, {"date": "2025-12-02", "hours": 1}]
    yield Made("supervision-for-a-krone", "A supervisor paid a krone for an hour, and an hour without a cost.", plain(supervision=cheap))
    dear = {"supervision": [{"date": "2025-12-01", "hours": 10, "cost": 20_000}], "claims": {"supervision": "15812.49"}}
    yield Made("supervision-rate-and-claim", "A supervisor paid above the rate, and a claim an øre below it.", plain(**dear))
    yield Made(
        "used-up",
        "More was granted elsewhere than the caps: nothing is left.",
        plain(**{**capped_lines(0), "used_before": _ALL_USED}, supplied=PLENTY),
    )
    zero = {**capped_lines(0), "claims": dict.fromkeys(_CAPPED, 0), "supplied": PLENTY}
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
    parts = {**capped_lines(100), "positions": both, "readings": {"grant-frame": "sum-of-caps"}}
    yield Made("frame-three-posts", "Three posts beside each other: the frame and the recipients by percent.", plain(**parts))
    yield Made(
        "frame-of-no-month",
        "A post of some days has no whole month, so the frame is nothing.",
        plain(**capped_lines(0), positions=[post(first="2025-09-01", last="2025-12-31")], supplied={"grant_frame": {"fastlege": 0}}),
    )
    yield Made(
        "frame-outside-the-window",
        "No day lies in the first 24 months: the frame has no productivity in it.",
        plain(**{**capped_lines(100), "doctor": {"first_gp_date": "2020-01-01"}, "readings": {"grant-frame": "sum-of-caps"}}),
    )
    some = {"grant_frame": {"fastlege": 300_000}}
    yield Made(
        "frame-one-of-two-known",
        "Two roles, and the frame of one is not known.",
        plain(**capped_lines(0), positions=[post(percent=60), post("fastlegevikar", percent=40)], supplied=some),
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
