"""Which implementation the suite asks: an adapter, from the text of a case to the text of the answer."""

import json
from collections.abc import Callable

from alis_rules import InvalidCase, evaluate, load_case

Adapter = Callable[[str], str]
"""From a case as JSON text to the answer as JSON text: an entitlement, or the errors of a case that is wrong."""


def own_answer(text: str) -> str:
    """What this library answers: the adapter that the suite asks where no other is named.

    >>> own_answer('{"schema": "alis-rules/case/1"}')[:12]
    '{"errors": ['
    """
    try:
        case = load_case(text)
    except InvalidCase as error:
        return json.dumps({"errors": [{"at": each.at, "code": each.code, "message": each.message} for each in error.errors]})
    return json.dumps(evaluate(case).to_json())


class _InUse:
    """The adapter that is asked: one for the whole run, since a clause's tests know of none."""

    adapter: Adapter = staticmethod(own_answer)


def use(adapter: Adapter) -> None:
    """Ask this adapter from now on."""
    _InUse.adapter = staticmethod(adapter)


def in_use() -> Adapter:
    """The adapter that is asked."""
    return _InUse.adapter
