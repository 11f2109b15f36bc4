"""Who receives something: the doctor, the municipality, or whom the parties agree on, by whole weights (T41-T43, T50, T51)."""

from collections.abc import Sequence
from itertools import zip_longest
from math import gcd
from typing import NamedTuple

from .arithmetic import WHOLE
from .fields import hundredths
from .model import EmploymentModel, Split
from .timeline import Post


class Receivers(NamedTuple):
    """How something is shared among those who may receive it: whole weights."""

    doctor: int
    municipality: int
    to_be_agreed: int


TO_DOCTOR = Receivers(1, 0, 0)
TO_MUNICIPALITY = Receivers(0, 1, 0)
TO_BE_AGREED = Receivers(0, 0, 1)
Portion = tuple[Receivers, int, int]
"""To whom, and how much: a numerator and a denominator."""


def of_posts(posts: Sequence[Post], split: Split | None) -> Receivers:
    """Who receives what is tied to some posts, by employment and percent; `split`: what the parties have agreed under clause 8.2."""
    if len({post.employment for post in posts}) == 1 and posts[0].employment is not EmploymentModel.CLAUSE_8_2:
        return TO_DOCTOR if posts[0].employment is EmploymentModel.SELF_EMPLOYED else TO_MUNICIPALITY
    doctor = municipality = to_be_agreed = 0
    alone = not any(post.share for post in posts)
    for post in posts:
        share = WHOLE * (1 if alone else post.share)
        if post.employment is EmploymentModel.SELF_EMPLOYED:
            doctor += share
        elif post.employment is EmploymentModel.EMPLOYED:
            municipality += share
        elif split is None:
            to_be_agreed += share
        else:
            of_doctor = share // WHOLE * hundredths(split.doctor_percent)
            doctor += of_doctor
            municipality += share - of_doctor
    divisor = gcd(doctor, municipality, to_be_agreed)
    return Receivers(doctor // divisor, municipality // divisor, to_be_agreed // divisor)


def weighed(portions: Sequence[Portion]) -> Receivers:
    """Who receives several portions together."""
    if len({receivers for receivers, _, _ in portions}) == 1:
        return portions[0][0]
    over_each: dict[int, list[int]] = {}
    for each, weight, over in portions:
        so_far = over_each.setdefault(over * sum(each), [0, 0, 0])
        for at, share in enumerate(each):
            so_far[at] += weight * share
    weights = _together([(tuple(parts), over) for over, parts in over_each.items()])
    divisor = gcd(*weights)
    return Receivers(*(weight // divisor for weight in weights))


def _together(fractions: list[tuple[tuple[int, ...], int]]) -> tuple[int, ...]:
    """The sum of fractions, each several numerators over one denominator, as numerators over some other.

    Added two by two: one after the other, the denominators of thousands would grow too long.
    """
    while len(fractions) > 1:
        pairs = zip_longest(fractions[::2], fractions[1::2], fillvalue=((0, 0, 0), 1))
        fractions = [
            (tuple([one * below_other + other * below for one, other in zip(ones, others, strict=True)]), below * below_other)
            for (ones, below), (others, below_other) in pairs
        ]
    return fractions[0][0]
