"""`evaluate` beside the library as it was when its main work landed, taken from the repository's history: in turns, in one run."""

import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

from alis_rules import evaluate, load_case

from .cases import EXAMPLE, varied_cases
from .measuring import in_turns, said
from .processes import measured

LANDED = "2696f2e"
"""The commit with which `evaluate` and its calls landed."""
ROOT = Path(__file__).parents[2]
VARIED = 400


def one() -> dict[str, Any]:
    """Seconds for the contract's case, and for each of the varied ones, with whatever version of the library is imported."""
    case, cases = load_case(EXAMPLE.read_text("utf-8")), varied_cases(VARIED)

    def contract() -> None:
        for _ in range(VARIED):
            evaluate(case)

    def each() -> None:
        for another in cases:
            evaluate(another)

    found = in_turns({"contract": contract, "varied": each}, 5)
    totals = [int(evaluate(another).total * 100) for another in cases]
    return {**{name: taken.least / VARIED for name, taken in found.items()}, "total": sum(totals)}


def compared(folder: Path, rounds: int) -> dict[str, Any] | None:
    """The seconds of both versions; None, with a word, where the history does not reach so far."""
    git = shutil.which("git")
    packed = git and subprocess.run([git, "-C", str(ROOT), "archive", LANDED, "src", "rates"], capture_output=True, check=False)
    if not packed or packed.returncode:
        said(f"commit {LANDED} is not in this clone: the comparison with the library as it landed is left out")
        return None
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder / "landed", filter="data")
    answers: dict[str, list[dict[str, Any]]] = {"landed": [], "now": []}
    for _ in range(rounds):
        for name, many in answers.items():
            answer = measured("landed.one", source=folder / "landed" / "src" if name == "landed" else None)
            if answer is None:
                return None
            many.append(answer)
    if len({each["total"] for many in answers.values() for each in many}) != 1:
        said("the library as it landed gives other totals: the comparison is left out")
        return None
    found = {name: {what: min(each[what] for each in many) for what in ("contract", "varied")} for name, many in answers.items()}
    ratios = (f"{what} {found['landed'][what] / found['now'][what]:.2f} times as fast" for what in ("contract", "varied"))
    said("evaluate beside the library as it landed: " + ", ".join(ratios))
    return {"commit": LANDED, **found}
