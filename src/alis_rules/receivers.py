"""Who receives something: the doctor, the municipality, or whom the parties agree on, by whole weights (T41-T43, T50, T51)."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
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
    weights: dict[tuple[Receivers, int], int] = {}
    for receivers, weight, over in portions:
        weights[receivers, over] = weights.get((receivers, over), 0) + weight
    parts = [
        sum((Fraction(weight * each[at], over * sum(each)) for (each, over), weight in weights.items()), Fraction()) for at in range(3)
    ]
    scale = lcm(*(part.denominator for part in parts))
    return Receivers(*(int(part * scale) for part in parts))
