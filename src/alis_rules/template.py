"""Alle felter må fylles ut: which fields of the agreement template are not filled in (T21)."""

from collections.abc import Iterator
from typing import cast

from attrs import frozen

from .fields import type_name
from .model import GP_ROLES, AgreementKind, Case
from .problems import InvalidCase, problem


@frozen(kw_only=True)
class MissingField:
    """A field of the template that the case leaves empty."""

    at: str
    """JSON Pointer to where it belongs in the case."""
    field: str
    """The field, for programs; its label stands in the message catalogues under ``field.<field>``."""
    clause: str = "T21"
    """The clause that asks for it."""

    def label(self, lang: str = "nb") -> str:
        """The field's name as the template has it, in the language `lang`."""
        from .explain.catalogue import catalogue

        return catalogue(lang).say(f"field.{self.field}")


def completeness(case: Case) -> tuple[MissingField, ...]:
    """Every field of the template that the case leaves empty, for the doctor's roles, in the order of the template.

    Place and signatures stand on the paper itself: `signed_on` says that they are there. Supervision only has no agreement,
    and so nothing to fill in. Raises InvalidCase where it is no case.
    """
    if not isinstance(cast("object", case), Case):
        raise InvalidCase([problem("", "not-a-case", type=type_name(case))])
    return () if case.agreement.kind is AgreementKind.SUPERVISION_ONLY else tuple(_missing(case))


def _missing(case: Case) -> Iterator[MissingField]:
    doctor, agreement = case.doctor, case.agreement
    as_gp = any(position.role in GP_ROLES for position in case.positions)
    filled: tuple[tuple[str, object], ...] = (
        ("/agreement/contact_person", agreement.contact_person),
        ("/doctor/name", doctor.name),
        ("/doctor/hpr_number", doctor.hpr_number),
        ("/agreement/workplace", agreement.workplace),
        ("/agreement/title", agreement.title),
        ("/positions", case.positions),
        ("/doctor/training_start", doctor.training_start),
        ("/doctor/first_gp_date", doctor.first_gp_date or not as_gp),
        ("/doctor/expected_end", doctor.expected_end),
        ("/agreement/supervisor", agreement.supervisor),
        ("/agreement/signed_on", agreement.signed_on),
    )
    for at, value in filled:
        if not (value.strip() if isinstance(value, str) else value):
            yield MissingField(at=at, field=at.rpartition("/")[2].replace("_", "-"))
