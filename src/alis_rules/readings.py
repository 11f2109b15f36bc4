"""The interpretation ledger: where the sources are silent or fit two meanings, a named switch and never a silent choice.

Each field of `Readings` is one reading; its options are the members of an enumeration, the default first. What a reading asks
and what each option means stands in the message catalogues under ``reading.<id>`` and ``option.<id>.<option>``.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal, Self, cast

from attrs import Attribute, field, fields, frozen

from .fields import KINDS, Record, about, code, code_kind, json_name, near, shown, type_name
from .problems import InvalidCase, UnknownName, problem


class MonthCounting(StrEnum):
    """What is a month of the period applied for."""

    WHOLE_MONTHS = "whole-months"
    STARTED_MONTHS = "started-months"


class Grading(StrEnum):
    """Whether only the frame is graded by percent and months, or each cap."""

    FRAME_ONLY = "frame-only"
    EACH_CAP = "each-cap"


class GrantFrame(StrEnum):
    """Whether the sum of the role's yearly caps may stand in for an unpublished frame."""

    PUBLISHED = "published"
    SUM_OF_CAPS = "sum-of-caps"


class FacilitationBase(StrEnum):
    """Five percent of what: the graded frame, or the four lines granted before it."""

    GRANT_FRAME = "grant-frame"
    GRANTED_ELEMENTS = "granted-elements"


class FacilitationPlace(StrEnum):
    """Whether facilitation is part of what the frame limits."""

    INSIDE_FRAME = "inside-frame"
    ON_TOP = "on-top"


class SupervisionHours(StrEnum):
    """Whether the yearly number of hours of call 2023 still limits the refund."""

    A_YEAR = "57.75-a-year"
    UNCAPPED = "uncapped"


class GapBetweenPosts(StrEnum):
    """What a day without a post does, when not on leave or institution service."""

    ENDS_AGREEMENT = "ends-agreement"
    PAUSES_AGREEMENT = "pauses-agreement"


class ProductivityWindow(StrEnum):
    """Whether the first 24 months run while on leave."""

    RUNS_THROUGH_LEAVE = "runs-through-leave"
    PAUSES_DURING_LEAVE = "pauses-during-leave"


class ShortCallCaps(StrEnum):
    """Whether a call shorter than twelve months has whole yearly caps, or caps in proportion."""

    FULL = "full"
    BY_MONTHS = "by-months"


class Rounding(StrEnum):
    """Half up to the øre, or to the krone."""

    ORE = "ore"
    WHOLE_KRONER = "whole-kroner"


def month_counting(raw: MonthCounting | Literal["whole-months", "started-months"]) -> MonthCounting:
    """The code of a `MonthCounting`."""
    return code(MonthCounting, raw)


def grading(raw: Grading | Literal["frame-only", "each-cap"]) -> Grading:
    """The code of a `Grading`."""
    return code(Grading, raw)


def grant_frame(raw: GrantFrame | Literal["published", "sum-of-caps"]) -> GrantFrame:
    """The code of a `GrantFrame`."""
    return code(GrantFrame, raw)


def facilitation_base(raw: FacilitationBase | Literal["grant-frame", "granted-elements"]) -> FacilitationBase:
    """The code of a `FacilitationBase`."""
    return code(FacilitationBase, raw)


def facilitation_place(raw: FacilitationPlace | Literal["inside-frame", "on-top"]) -> FacilitationPlace:
    """The code of a `FacilitationPlace`."""
    return code(FacilitationPlace, raw)


def supervision_hours(raw: SupervisionHours | Literal["57.75-a-year", "uncapped"]) -> SupervisionHours:
    """The code of a `SupervisionHours`."""
    return code(SupervisionHours, raw)


def gap_between_posts(raw: GapBetweenPosts | Literal["ends-agreement", "pauses-agreement"]) -> GapBetweenPosts:
    """The code of a `GapBetweenPosts`."""
    return code(GapBetweenPosts, raw)


def productivity_window(raw: ProductivityWindow | Literal["runs-through-leave", "pauses-during-leave"]) -> ProductivityWindow:
    """The code of a `ProductivityWindow`."""
    return code(ProductivityWindow, raw)


def short_call_caps(raw: ShortCallCaps | Literal["full", "by-months"]) -> ShortCallCaps:
    """The code of a `ShortCallCaps`."""
    return code(ShortCallCaps, raw)


def rounding(raw: Rounding | Literal["ore", "whole-kroner"]) -> Rounding:
    """The code of a `Rounding`."""
    return code(Rounding, raw)


for _converter, _codes in (
    (month_counting, MonthCounting),
    (grading, Grading),
    (grant_frame, GrantFrame),
    (facilitation_base, FacilitationBase),
    (facilitation_place, FacilitationPlace),
    (supervision_hours, SupervisionHours),
    (gap_between_posts, GapBetweenPosts),
    (productivity_window, ProductivityWindow),
    (short_call_caps, ShortCallCaps),
    (rounding, Rounding),
):
    KINDS[_converter] = code_kind(_codes)


def _about(name: str, clauses: str, source: str) -> dict[str, Any]:
    return about(name=name) | {"clauses": tuple(clauses.split()), "source": source}


class _Chosen(Record):
    """Readings that remember which of them were named; the others are at their defaults."""

    __slots__ = ("choices",)
    choices: tuple[tuple[str, str], ...]
    """The readings that were named, by id, each with its option, in the order of the ledger; one named at its default is among them."""

    def __new__(cls, **given: object) -> Self:
        """Take note of what is named; attrs makes the rest, and refuses what is no option."""
        self = super().__new__(cls)
        named = ((json_name(each), given[each.name]) for each in fields(cast("Any", cls)) if each.name in given)
        object.__setattr__(self, "choices", tuple((name, str(option)) for name, option in named if isinstance(option, str)))
        return self

    def __repr__(self) -> str:
        """What was named, as it may be written."""
        named = ", ".join(f"{name.replace('-', '_')}={option!r}" for name, option in self.choices)
        return f"{type(self).__name__}({named})"

    def __reduce__(self) -> "tuple[Any, tuple[object, ...]]":
        """What a copy is made of: the readings that were named."""
        return _named, (self.choices,)


@frozen(kw_only=True, repr=False)
class Readings(_Chosen):
    """The chosen option of each reading; the default, the most literal one, where none is chosen.

    Given to a function beside a case, it overrides the readings that it names, a default too, and leaves the rest as the case has it:
    the same as a mapping of ids to options. Readings with the same options are equal, whichever of them were named. `attrs.evolve`
    names them all; `over` names only what is named.
    """

    month_counting: MonthCounting = field(
        default=MonthCounting.WHOLE_MONTHS,
        converter=month_counting,
        metadata=_about("month-counting", "T34", "oslo-viken-2022"),
    )
    """A month of the period applied for."""
    grading: Grading = field(default=Grading.FRAME_ONLY, converter=grading, metadata=_about("grading", "T34", "template-2025"))
    """The grading by percent and months: of the frame alone, or of each cap."""
    grant_frame: GrantFrame = field(
        default=GrantFrame.PUBLISHED, converter=grant_frame, metadata=_about("grant-frame", "T33", "template-2025")
    )
    """The frame where none is published: none, or the sum of the role's yearly caps."""
    facilitation_base: FacilitationBase = field(
        default=FacilitationBase.GRANT_FRAME,
        converter=facilitation_base,
        metadata=_about("facilitation-base", "T54", "template-2025"),
    )
    """The base of facilitation's five percent: the graded frame, or the four lines granted before it."""
    facilitation_place: FacilitationPlace = field(
        default=FacilitationPlace.INSIDE_FRAME,
        converter=facilitation_place,
        metadata=_about("facilitation-place", "T33 T54", "template-2025"),
    )
    """Facilitation's place: inside the frame, or on top of it."""
    supervision_hours: SupervisionHours = field(
        default=SupervisionHours.A_YEAR,
        converter=supervision_hours,
        metadata=_about("supervision-hours", "T52 T53", "alis-no-supervision"),
    )
    """The yearly hours of supervision: those of call 2023, or no limit."""
    gap_between_posts: GapBetweenPosts = field(
        default=GapBetweenPosts.ENDS_AGREEMENT,
        converter=gap_between_posts,
        metadata=_about("gap-between-posts", "T07 T19", "template-2025"),
    )
    """The effect of a day without a post, when not on leave or institution service."""
    productivity_window: ProductivityWindow = field(
        default=ProductivityWindow.RUNS_THROUGH_LEAVE,
        converter=productivity_window,
        metadata=_about("productivity-window", "T15 T48", "template-2025"),
    )
    """The run of the first 24 months while on leave."""
    short_call_caps: ShortCallCaps = field(
        default=ShortCallCaps.FULL,
        converter=short_call_caps,
        metadata=_about("short-call-caps", "T38 T46 T49", "template-2025"),
    )
    """The caps of a call shorter than twelve months: whole, or in proportion."""
    rounding: Rounding = field(default=Rounding.ORE, converter=rounding, metadata=_about("rounding", "T05", "alis-no-supervision"))
    """Rounding half up: to the øre, or to the krone."""

    def option(self, reading: str) -> str:
        """The chosen option of the reading with the id `reading`. Raises KeyError, which names the readings that there are."""
        chosen = getattr(self, reading.replace("-", "_"), None)
        if not isinstance(chosen, StrEnum):
            raise UnknownName(reading, (name for name, _ in reading_fields()))
        return chosen.value

    def over(self, base: "Readings") -> "Readings":
        """`base`, overridden by the readings that are named here."""
        if not (self.choices and base.choices):
            return self if self.choices else base
        return _named((*base.choices, *self.choices))


def _named(choices: Iterable[tuple[str, str]]) -> Readings:
    """The readings with some named, by id; of one that is named twice the last option. Raises InvalidCase."""
    return Readings(**cast("dict[str, Any]", {name.replace("-", "_"): option for name, option in choices}))


DEFAULTS = Readings()
"""Every reading at its default."""


def reading_fields() -> "Iterator[tuple[str, Attribute[Any]]]":
    """Each reading's id with its field."""
    return ((json_name(each), each) for each in fields(Readings))


def options(reading: str) -> tuple[str, ...]:
    """The options of a reading, the default first."""
    kind = cast("type[StrEnum]", type(getattr(DEFAULTS, reading.replace("-", "_"))))
    return tuple(member.value for member in kind)


def chosen(base: Readings, given: Readings | Mapping[str, str] | None) -> Readings:
    """`base`, overridden by the readings that are given: those that a `Readings` names, or reading id to option.

    Raises InvalidCase, seen from ``/readings``, with every reading and option that does not exist.
    """
    if isinstance(given, Readings):
        return given.over(base)
    if given is None:
        return base
    if not isinstance(cast("object", given), Mapping):
        raise InvalidCase([problem("/readings", "wrong-type-object", type=type_name(given))])
    known = [name for name, _ in reading_fields()]
    found = [
        problem(f"/{shown(name)}", "unknown-key", key=shown(name), near=near(str(name), known), known=", ".join(known))
        for name in given
        if name not in known
    ]
    try:
        result = _named((name, option) for name, option in given.items() if name in known).over(base)
    except InvalidCase as error:
        found += error.errors
        result = base
    if found:
        raise InvalidCase(each.under("readings") for each in found)
    return result
