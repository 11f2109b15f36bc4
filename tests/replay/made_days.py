"""Cases on the borders of days: the call, the agreement, posts, training, the five years, the first 24 months."""

from collections.abc import Iterator

from tests.replay.making import Made, one_of_each, plain, post


def days() -> Iterator[Made]:
    """All of them."""
    yield from _days()
    yield from _durations()
    yield from _windows()


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
    signed = {"agreement": {"kind": "alis-avtale", "signed_on": "2020-10-15"}}
    for percent, around in (
        ("90", ("2026-02-13", "2026-02-14")),
        ("99.99", ("2025-10-15", "2025-10-16")),
        ("83.34", ("2026-05-22", "2026-05-23")),
    ):
        posts = [post(first="2019-01-01", last="2022-10-14"), post(percent=percent, first="2022-10-15")]
        yield Made(
            f"five-years-at-{percent.replace('.', '-')}",
            f"Three of the five years are used at {percent} percent: the last day and the first beyond.",
            plain(positions=posts, municipality=six, **signed, **one_of_each(*around)),
        )
    short = [post(first="2019-01-01", last="2025-10-13"), post(percent="99.99", first="2025-10-14", last="2025-10-14")]
    yield Made(
        "five-years-left-a-ten-thousandth",
        "A ten-thousandth of a day is left of the five years when a post changes.",
        plain(positions=[*short, post(first="2025-10-15")], municipality=six, **signed, **one_of_each("2025-10-15", "2025-10-16")),
    )
    yield Made(
        "five-years-before-the-first-post",
        "Days before the first known post are used at full time.",
        plain(municipality=six, **signed, positions=[post(percent=90, first="2021-04-15")], **one_of_each("2026-04-15", "2026-04-16")),
    )
    yield Made(
        "no-post-at-all", "No position: every day before counts as full time.", plain(positions=[], **signed, **one_of_each("2025-10-15"))
    )
    yield Made(
        "five-years-and-what-follows",
        "Beyond the five years a post ends, and later the call does: each day has all its reasons.",
        plain(
            municipality=six,
            positions=[post(first="2019-01-01", last="2026-04-30")],
            readings={"gap-between-posts": "pauses-agreement"},
            **signed,
            **one_of_each("2026-04-30", "2026-05-01", "2026-06-01"),
        ),
    )
    change = [post(first="2019-01-01", last="2025-10-14"), post(percent=60, first="2025-10-15")]
    yield Made(
        "five-years-used-on-a-border",
        "The five years end on the day on which a post changes.",
        plain(
            municipality=six,
            positions=change,
            **signed,
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
        ("to-the-first-day", [("2023-10-05", "2023-10-15")]),
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
