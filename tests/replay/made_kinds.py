"""Cases of every post, reason, call and condition."""

import copy
from collections.abc import Iterator

from tests.replay.making import PLENTY, ROLES, STEPS, Document, Made, kroner, one_of_each, plain, post


def kinds() -> Iterator[Made]:
    """All of them."""
    yield from _posts()
    yield from _reasons()
    yield from _calls()
    yield from _conditions()


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
    nothing: list[Document] = [{"date": day, "amount": 0} for day in ("2025-05-31", "2025-06-01")]
    yield Made(
        "records-of-nothing",
        "Records that come to nothing, on the day before the call and on its first.",
        plain(
            municipality=six,
            activities=[{"kind": "kurs", "date": each["date"], "absence_hours": 0, "expenses": 0} for each in nothing],
            supervision=[{"date": each["date"], "hours": 0} for each in nothing],
            lower_productivity=[{"from": each["date"], "to": each["date"], "amount": 0} for each in nothing],
            facilitation=nothing,
            additional=nothing,
            municipal=nothing,
        ),
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


def _calls() -> Iterator[Made]:
    for call, day in (("2022", "2022-05-02"), ("2023", "2023-02-01"), ("2025", "2025-02-03"), ("2027", "2027-02-01")):
        number = "3001" if call in ("2022", "2023") else "1151"
        yield Made(
            f"plain-{call}",
            f"One record of each sort in call {call}.",
            plain(call, municipality={"number": number, "registered": True}, **{**one_of_each(day), "supplied": Document()}),
        )
    for call, first, last in (("2021", "2021-01-01", "2021-12-31"), ("2024", "2023-09-01", "2024-08-31")):
        day = f"{call}-03-01"
        parts: Document = {**one_of_each(day), "supplied": Document()}
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
    six: Document = {
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "municipality": {"number": "1804", "registered": True, "centrality_class": 6},
        "additional": [{"date": "2021-02-01", "amount": "1234.56", "purpose": "reise"}],
        "supplied": {"additional_cap": 10_000},
    }
    yield Made(
        "own-share-of-additional-elements", "The own share of additional elements in call 2021, with a supplied cap.", plain("2021", **six)
    )
    for call, first, last in (("2022", "2022-01-01", "2022-09-30"), ("2024", "2023-09-01", "2024-08-31")):
        additional = [{"date": f"{call}-03-01", "amount": 10_000, "purpose": "reise"}]
        parts = {**six, "period": {"from": first, "to": last}, "additional": additional}
        yield Made(f"no-own-share-{call}", f"Additional elements in call {call}, which knows no own share.", plain(call, **parts))
    for name, last in (("twelve-months", "2021-12-31"), ("twelve-months-and-a-day", "2022-01-01")):
        locum = {"period": six["period"], "positions": [post("fastlegevikar", "ansatt", first="2021-01-01", last=last)]}
        yield Made(
            f"locum-for-{name}",
            f"A locum for {name.replace('-', ' ')} in call 2021, which asks for more than twelve.",
            plain("2021", **locum),
        )
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
        "activities": [{"kind": "kurs", "date": "2025-12-01", "expenses": 100, "documented": True}],
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
