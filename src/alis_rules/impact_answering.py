"""Cases in, answers out, by whatever version of the library a process finds: what `impact_sides` has another process carry out.

Its text is handed to that process, so it leans on nothing but what every version of the library has.
"""

import json
from inspect import signature
from typing import Any, TextIO


def answer_lines(source: TextIO, goal: TextIO) -> None:
    """Answer each line, a case as JSON, with a line: its entitlement, or its errors."""
    from alis_rules import InvalidCase, evaluate, load_case

    reading, asked = _projecting(load_case), _projecting(evaluate)
    for line in source:
        try:
            answer: dict[str, Any] = evaluate(load_case(line, **reading), **asked).to_json()
        except InvalidCase as error:
            answer = {"errors": [{"at": each.at, "code": each.code, "message": each.message} for each in error.errors]}
        goal.write(f"{json.dumps(answer)}\n")


def _projecting(function: Any) -> dict[str, Any]:
    """How a function is asked to carry the newest call forward, where it can be."""
    return {"project": True} if "project" in signature(function).parameters else {}
