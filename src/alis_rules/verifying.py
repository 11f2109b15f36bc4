"""A receipt reckoned again, by the tables that it was written from: the same, or what differs."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, frozen

from .archive import edition
from .problems import InvalidCase
from .rates import Call, Overlay, Tables
from .rates_files import read_overlay
from .receipt_form import Receipt, ReceiptLine
from .receipts import amount_told, line_told, read_receipt
from .reckoning import reckon
from .resolving import wrong_seeing
from .terms import Terms, terms_of

Told = str | bool | tuple[str, ...] | None
"""A value as a receipt tells it."""


class Flaw(StrEnum):
    """What a receipt fails at, before any amount is compared."""

    ALTERED = "altered"
    """Its digest belongs to another content."""
    UNKNOWN_TABLES = "unknown-tables"
    """It rests on tables that are not those of any release that the library knows."""
    OVERLAY_MISSING = "overlay-missing"
    """It rests on a proposal that was not given."""
    UNKNOWN_CALL = "unknown-call"
    """Its call is not in its tables."""


@frozen(kw_only=True)
class Deviation:
    """Something that the receipt says, and that comes out otherwise now."""

    at: str
    """JSON Pointer to it in the receipt; of a line that the receipt lacks, to the list of lines."""
    field: str
    """``total``, ``complete``, ``version``, ``period``, ``projected``, of a line ``incurred``, ``counted``, ``amount``, ``limited_by`` or
    ``missing``, or ``line`` where only one of the two has the line."""
    rule: str | None
    """The rule of the line; None for what is not of a line."""
    says: Told
    """In the receipt; None where it has none."""
    now: Told
    """Reckoned now; None where there is none."""


@frozen(kw_only=True)
class Verification:
    """Whether a receipt holds."""

    call: str
    """The receipt's call."""
    total: str
    """The state grant that the receipt says, kroner."""
    complete: bool
    """Whether the receipt says that every line of the state grant is determined: else its total is not final."""
    library: str
    """The version of the library that wrote the receipt."""
    library_now: str
    """The version that verified it."""
    tables_version: str
    """The name of the edition that the receipt rests on."""
    tables_digest: str
    """The digest of that edition."""
    obstacles: tuple[Flaw, ...]
    """The flaws found before any amount is compared."""
    overlays_missing: tuple[str, ...]
    """The digests of the proposals that it rests on and that were not given."""
    reckoned: bool
    """Whether the amounts were reckoned again."""
    deviations: tuple[Deviation, ...]
    """Everything that comes out otherwise than the receipt says."""

    @property
    def same(self) -> bool:
        """Whether the receipt is untouched, and the same comes out of its facts."""
        return not self.obstacles and not self.deviations

    def to_json(self) -> dict[str, Any]:
        """The verification as a JSON object."""
        return {"same": self.same, **asdict(self)}


def verify(
    receipt: str | bytes, *, overlays: Iterable[Path | str | Mapping[str, Any] | Overlay] = (), tables: Tables | None = None
) -> Verification:
    """Whether a receipt holds: its digest, and its facts reckoned again by the tables of its edition.

    `overlays`: the proposals that were laid over the tables then; the receipt knows them by their digests. `tables`: those that the
    result was of, where they are of no edition that the library knows; the proposals laid over them count as given.
    Raises InvalidCase where it is no receipt, with every problem; InvalidTables where a proposal or a kept edition cannot be read.
    """
    from . import __version__

    wrong = list(wrong_seeing(tables, None, project=False))
    if wrong:
        raise InvalidCase(wrong)
    read, intact = read_receipt(receipt)
    given = {each.digest: each for each in (*(tables.overlays if tables else ()), *map(read_overlay, overlays))}
    lacking = tuple(each.digest for each in read.tables.overlays if each.digest not in given)
    tables = tables if tables and tables.digest == read.tables.digest else edition(read.tables.digest)
    call = None if tables is None else _call(read, tables)
    found = {
        Flaw.ALTERED: not intact,
        Flaw.UNKNOWN_TABLES: tables is None,
        Flaw.OVERLAY_MISSING: bool(lacking),
        Flaw.UNKNOWN_CALL: tables is not None and call is None,
    }
    deviations: tuple[Deviation, ...] | None = None
    if tables is not None and call is not None and not lacking:
        deviations = tuple(_deviations(read, tables, call, given))
    return Verification(
        call=read.call,
        total=read.result.total,
        complete=read.result.complete,
        library=read.library,
        library_now=__version__,
        tables_version=read.tables.version,
        tables_digest=read.tables.digest,
        obstacles=tuple(obstacle for obstacle, there in found.items() if there),
        overlays_missing=lacking,
        reckoned=deviations is not None,
        deviations=deviations or (),
    )


def _call(read: Receipt, tables: Tables) -> Call | None:
    """The call of a receipt in its tables, in the period that the caller gave where no source gives one."""
    call = tables.calls.get(read.call) or (tables.projected(read.call, None) if read.projected else None)
    if call is None or call.period is not None or read.period is None:
        return call
    first, last = read.period.from_, read.period.to
    return call.in_period(first, last) if call.bounds[0] <= first and last <= call.bounds[1] else call


def _laid_over(read: Receipt, given: Mapping[str, Overlay]) -> tuple[Overlay, ...]:
    """The proposals of a receipt with the values that each gave; so the order in which they were laid does not matter."""
    return tuple(
        evolve(given[each.digest], rows=tuple(row for row in given[each.digest].rows if row.id in each.values))
        for each in read.tables.overlays
    )


def _deviations(read: Receipt, tables: Tables, call: Call, given: Mapping[str, Overlay]) -> Iterator[Deviation]:
    """Everything that comes out otherwise than the receipt says."""
    overlaid = evolve(tables, overlays=_laid_over(read, given)) if read.tables.overlays else tables
    terms = terms_of(overlaid, call, read.readings, read.supplied, read.accepted, read.known_on)
    reckoning = reckon(read.facts, terms)
    whole: list[tuple[str, str, Told, Told]] = [
        ("/tables/version", "version", read.tables.version, tables.version),
        ("/period", "period", None if read.period is None else _days(read.period.from_, read.period.to), _period(call, terms)),
        ("/projected", "projected", read.projected, call.projected),
        ("/result/total", "total", read.result.total, amount_told(reckoning.total)),
        ("/result/complete", "complete", read.result.complete, reckoning.complete),
    ]
    yield from (Deviation(at=at, field=field, rule=None, says=says, now=now) for at, field, says, now in whole if says != now)
    now_lines = [
        line_told(line.rule.id, (line.incurred, line.counted, line.amount), line.limited_by, line.missing) for line in reckoning.lines
    ]
    yield from _of_lines(read.result.lines, {line.rule: line for line in now_lines})


def _of_lines(told: tuple[ReceiptLine, ...], now: dict[str, ReceiptLine]) -> Iterator[Deviation]:
    """What differs between the lines of the receipt and those of now; a line that is there twice is compared twice."""
    for index, line in enumerate(told):
        at, other = f"/result/lines/{index}", now.get(line.rule)
        if other is None:
            yield Deviation(at=at, field="line", rule=line.rule, says=line.amount, now=None)
            continue
        for field in ("incurred", "counted", "amount", "limited_by", "missing"):
            says, here = getattr(line, field), getattr(other, field)
            if says != here:
                yield Deviation(at=f"{at}/{field}", field=field, rule=line.rule, says=says, now=here)
    rules = {line.rule for line in told}
    for rule, line in now.items():
        if rule not in rules:
            yield Deviation(at="/result/lines", field="line", rule=rule, says=None, now=line.amount)


def _days(first: object, last: object) -> str:
    return f"{first} – {last}"


def _period(call: Call, terms: Terms) -> str | None:
    """The grant period as the entitlement tells it: None where it is not found, or was not yet known."""
    return _days(*call.bounds) if terms.announced else None
