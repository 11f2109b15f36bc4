"""The calculator's form: every field of a case with its place in the contract's JSON, and how it is written as plain HTML.

The page is whole before anything is loaded: `page` writes it in one language. What can be said anew in another carries the key of its
text as ``data-t``; where a value belongs in the case stands as ``data-key``, the kind of value as ``data-kind``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from alis_rules import ActivityKind, AgreementKind, DoctorRole, EmploymentModel, InterruptionKind, Payer
from alis_rules.readings import options, reading_fields

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What the page may load: nothing but its own files."""
PAGES = {"nb": "index.html", "nn": "nn.html", "en": "en.html"}
"""The page that is first painted in each language; in each of them the language can be switched."""
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
SITE = {"nb": "../nb/index.html", "nn": "../nb/index.html", "en": "../en/index.html"}
"""Where the rules are explained, seen from the calculator."""
NONE = ("", "choice.none")
"""The choice of one who does not say."""

Choices = Sequence[tuple[str, str]]
"""Codes, each with the key of its text."""


class Field(NamedTuple):
    """One field: where its value belongs below its part of the case, the kind of value, and the key of its label."""

    key: str
    kind: str
    label: str
    choices: Choices = ()
    unit: str = ""
    hint: str = ""
    after: str = ""
    """The key of a text that goes on the label."""


class Part(NamedTuple):
    """A part of the form: its heading, and its fields or its rows."""

    id: str
    title: str
    fields: tuple[Field, ...]
    rows: str = ""
    """The list of the case that the part fills, a row for each record."""
    about: str = ""
    folded: bool = False


def _date(key: str, label: str, hint: str = "") -> Field:
    return Field(key, "date", label, hint=hint)


def _kroner(key: str, label: str, after: str = "") -> Field:
    return Field(key, "number", label, unit="unit.kr", after=after)


def _hours(key: str, label: str, after: str = "") -> Field:
    return Field(key, "number", label, after=after)


def _flag(key: str, label: str) -> Field:
    return Field(key, "flag", label, (NONE, ("true", "text.true"), ("false", "text.false")))


_FROM, _TO, _OPEN = _date("from", "field.from"), _date("to", "field.to"), _date("to", "field.to", "field.to-hint")
_DAY, _AMOUNT = _date("date", "field.date"), _kroner("amount", "outlook.field.amount")
_PURPOSE = Field("purpose", "text", "field.purpose")
_OWN = (Field("voucher", "text", "field.voucher"), Field("note", "text", "field.note"))
"""What is the caller's own of a record, and no amount depends on."""
_INTERRUPTIONS = {
    InterruptionKind.LEAVE: "life.leave",
    InterruptionKind.INSTITUTION_SERVICE: "life.institution",
    InterruptionKind.COMMERCIAL_ACTOR: "life.agency",
}
_CLAIMED = ("practice-compensation", "learning-expenses", "lower-productivity", "supervision", "facilitation", "additional-elements")


def _used() -> Iterator[Field]:
    """What is already granted for the call elsewhere."""
    yield _hours("/used_before/practice-compensation/hours", "rule.practice-compensation", "field.used-hours")
    yield _kroner("/used_before/learning-expenses", "rule.learning-expenses", "field.used")
    yield _kroner("/used_before/lower-productivity", "rule.lower-productivity", "field.used")
    yield _hours("/used_before/supervision/hours", "rule.supervision", "field.used-hours")


def parts(calls: Sequence[str]) -> tuple[Part, ...]:
    """Every part of the form, in the order of the page; `calls`: the ids of the calls, the newest first."""
    call = Field("/call", "choice", "field.call", (*((each, "") for each in calls), ("", "field.by-period")))
    kinds = tuple((each.value, f"agreement.{each}") for each in AgreementKind)
    return (
        Part(
            "case",
            "section.case",
            (
                call,
                Field("/municipality/number", "municipality", "field.municipality", hint="field.municipality-hint"),
                _flag("/municipality/registered", "outlook.field.registered"),
            ),
        ),
        Part(
            "agreement",
            "section.agreement",
            (Field("/agreement/kind", "choice", "field.kind", kinds), _date("/agreement/signed_on", "field.signed_on", "field.date-hint")),
        ),
        Part(
            "doctor",
            "section.doctor",
            (_date("/doctor/training_start", "field.training_start"), _date("/doctor/first_gp_date", "field.first_gp_date")),
        ),
        Part(
            "positions",
            "section.positions",
            (
                Field("role", "choice", "field.role", tuple((each.value, f"role.{each}") for each in DoctorRole)),
                Field("employment", "choice", "field.employment", tuple((each.value, f"employment.{each}") for each in EmploymentModel)),
                Field("percent", "number", "outlook.field.percent", unit="unit.percent"),
                _FROM,
                _OPEN,
                *_OWN,
            ),
            rows="positions",
        ),
        Part(
            "interruptions",
            "section.interruptions",
            (Field("kind", "choice", "field.kind", tuple((each.value, key) for each, key in _INTERRUPTIONS.items())), _FROM, _OPEN, *_OWN),
            rows="interruptions",
        ),
        Part(
            "activities",
            "section.activities",
            (
                Field("kind", "choice", "field.kind", tuple((each.value, f"record.{each}") for each in ActivityKind)),
                _DAY,
                _hours("absence_hours", "outlook.field.absence_hours"),
                _hours("absence_days", "outlook.field.absence_days"),
                _kroner("expenses", "outlook.field.expenses"),
                _kroner("fund_refund", "outlook.field.fund_refund"),
                Field("paid_by", "option", "field.paid_by", tuple((each.value, f"payer.{each}") for each in Payer)),
                _flag("completed", "outlook.field.completed"),
                _flag("documented", "outlook.field.documented"),
                Field("group", "text", "field.group"),
                *_OWN,
            ),
            rows="activities",
        ),
        Part(
            "supervision",
            "rule.supervision",
            (
                _DAY,
                _hours("hours", "outlook.field.hours"),
                _kroner("cost", "outlook.field.cost"),
                Field("supervisor", "text", "field.supervisor"),
                *_OWN,
            ),
            rows="supervision",
        ),
        Part("lower_productivity", "rule.lower-productivity", (_FROM, _TO, _AMOUNT, *_OWN), rows="lower_productivity"),
        Part("facilitation", "rule.facilitation", (_DAY, _PURPOSE, _AMOUNT, *_OWN), rows="facilitation"),
        Part(
            "additional",
            "rule.additional-elements",
            (_DAY, _PURPOSE, _AMOUNT, Field("lasting_investment", "off", "outlook.field.lasting_investment"), *_OWN),
            rows="additional",
        ),
        Part("municipal", "rule.municipal-elements", (_DAY, _PURPOSE, _AMOUNT, *_OWN), rows="municipal"),
        Part("more", "section.more", tuple(_more()), folded=True),
        Part(
            "claims",
            "section.claims",
            (*(_kroner(f"/claims/{rule}", f"rule.{rule}", "field.claimed") for rule in _CLAIMED), *_used()),
            about="about.claims",
            folded=True,
        ),
        Part("supplied", "section.supplied", tuple(_supplied()), about="about.supplied", folded=True),
        Part("readings", "section.readings", tuple(_readings()), about="about.readings", folded=True),
    )


def _more() -> Iterator[Field]:
    """What few cases need, and the template's text fields."""
    yield Field("/reference", "text", "field.reference")
    yield _date("/period/from", "field.period-from")
    yield _date("/period/to", "field.period-to")
    classes = (NONE, *((str(each), "") for each in range(1, 7)))
    yield Field("/municipality/centrality_class", "whole", "outlook.field.centrality_class", classes)
    yield Field("/agreement/split/doctor_percent", "number", "outlook.field.doctor_percent", unit="unit.percent")
    for name in ("newly_employed", "granted", "official_template"):
        yield _flag(f"/agreement/{name}", f"outlook.field.{name}")
    yield _date("/doctor/expected_end", "field.expected_end")
    yield _date("/doctor/training_end", "field.training_end")
    for name, key in (("name", "name"), ("hpr_number", "hpr-number")):
        yield Field(f"/doctor/{name}", "text", f"field.{key}")
    for name in ("contact_person", "workplace", "title", "supervisor"):
        yield Field(f"/agreement/{name}", "text", f"field.{name.replace('_', '-')}")


def _supplied() -> Iterator[Field]:
    """Values that the tables lack, and whether those that nobody confirmed may be used."""
    yield Field("/supplied/fee_rate", "number", "field.fee_rate", unit="unit.kr-hour")
    yield _kroner("/supplied/additional_cap", "cap.additional-cap")
    for role in DoctorRole:
        yield Field(f"/supplied/grant_frame/{role}", "number", f"value.grant-frame-{role}", unit="unit.kr", hint="field.frame-hint")
    yield Field("/accept/0", "unconfirmed", "field.accept")


def _readings() -> Iterator[Field]:
    """Each reading with its options."""
    for name, _ in reading_fields():
        yield Field(f"/readings/{name}", "option", f"reading.{name}", tuple((each, f"option.{name}.{each}") for each in options(name)))


# As HTML --------------------------------------------------------------------------------------------------------------

Say = Callable[[str], str]


def told(key: str, say: Say, tag: str = "span", attributes: str = "") -> str:
    """A text in an element that can be said anew in another language."""
    return f'<{tag}{attributes} data-t="{escape(key)}">{escape(say(key))}</{tag}>'


def _field(field: Field, say: Say) -> str:
    label = told(field.label, say)
    if field.after:
        label += f"<span>, </span>{told(field.after, say)}"
    if field.unit:
        label += f' <span class="unit">({told(field.unit, say)})</span>'
    opening = f'<div class="field" data-key="{escape(field.key)}" data-kind="{field.kind}">'
    if field.kind in ("off", "unconfirmed"):
        return f'{opening}<label><input type="checkbox"> <span class="label">{label}</span></label></div>'
    hint = told(field.hint, say, "small", ' class="hint"') if field.hint else ""
    return f'{opening}<label><span class="label">{label}{hint}</span>{_control(field, say)}</label></div>'


def _control(field: Field, say: Say) -> str:
    if field.choices:
        made = "".join(
            f'<option value="{escape(code)}" data-t="{escape(key)}">{escape(say(key))}</option>'
            if key
            else f'<option value="{escape(code)}">{escape(code)}</option>'
            for code, key in field.choices
        )
        return f"<select>{made}</select>"
    how = {
        "number": 'inputmode="decimal"',
        "date": 'inputmode="numeric" maxlength="10"',
        "municipality": 'list="municipalities" spellcheck="false"',
    }.get(field.kind, 'maxlength="1000"')
    return f'<input type="text" autocomplete="off" {how}>'


def _part(part: Part, say: Say) -> str:
    inside = "".join(_field(each, say) for each in part.fields)
    title = f"part-{part.id}"
    about = told(part.about, say, "p", ' class="about"') if part.about else ""
    if part.folded:
        return (
            f'<details class="part" id="{part.id}"><summary>{told(part.title, say, "h3")}</summary>'
            f'{about}<div class="fields">{inside}</div></details>'
        )
    heading = told(part.title, say, "h3", f' id="{title}"')
    if not part.rows:
        return f'<section class="part" id="{part.id}" aria-labelledby="{title}">{heading}<div class="fields">{inside}</div></section>'
    remove = f'<button type="button" class="remove">{told("action.remove", say)} <span class="unseen of"></span></button>'
    row = (
        f'<li><fieldset><legend>{told(f"row.{part.rows}", say)} <span class="count"></span></legend>'
        f'<div class="fields">{inside}</div>{remove}</fieldset></li>'
    )
    add = told(f"add.{part.rows}", say, "button", ' type="button" class="add"')
    return (
        f'<section class="part" id="{part.id}" aria-labelledby="{title}">{heading}'
        f'<ol class="rows" data-rows="{part.rows}"></ol><template>{row}</template>{add}</section>'
    )


def form(calls: Sequence[str], say: Say) -> str:
    """The whole form."""
    return "\n".join(_part(each, say) for each in parts(calls))


def switch(lang: str) -> str:
    """The buttons that switch the language."""
    return "".join(
        f'<button type="button" lang="{each}" data-lang="{each}" aria-pressed="{"true" if each == lang else "false"}">{name}</button>'
        for each, name in NAMES.items()
    )


def page(skeleton: str, lang: str, calls: Sequence[str], say: Say) -> str:
    """The page in one language: the skeleton ``index.html`` with its texts and the form filled in."""
    pieces = skeleton.replace("{policy}", escape(POLICY)).replace("{lang}", lang).replace("{site}", SITE[lang])
    pieces = pieces.replace("{switch}", switch(lang)).replace("{form}", form(calls, say))
    for key in keys_of(skeleton):
        pieces = pieces.replace(f"{{t:{key}}}", escape(say(key)))
    return pieces


def keys_of(skeleton: str) -> list[str]:
    """The keys of the texts that the skeleton has in it."""
    return [rest.partition("}")[0] for rest in skeleton.split("{t:")[1:]]


def label_keys(calls: Sequence[str]) -> Iterable[str]:
    """The keys of all the texts of the form."""
    for part in parts(calls):
        yield part.title
        yield from filter(None, (part.about, f"row.{part.rows}" if part.rows else "", f"add.{part.rows}" if part.rows else ""))
        for field in part.fields:
            yield from filter(None, (field.label, field.unit, field.hint, field.after, *(key for _, key in field.choices)))
