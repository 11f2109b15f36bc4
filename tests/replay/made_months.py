"""Cases on the borders of months, and of every reading."""

from collections.abc import Iterator
from itertools import product

from tests.replay.making import Document, Made, capped_lines, plain, post


def months() -> Iterator[Made]:
    """All of them."""
    yield from _months()
    yield from _readings()


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


def _readings() -> Iterator[Made]:
    everything: Document = {
        **capped_lines(1_00),
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
