"""Proves everything: ``python -m tests.proofs [--write] [--only NAME]``."""

import argparse
import sys

from . import page
from .cases import counterexample, told
from .every import PROOFS
from .proving import Verdict, prove


def failure(verdict: Verdict) -> str:
    """What is told of a property that was not proven."""
    assert verdict.failed is not None
    assert verdict.found is not None
    world = verdict.failed.world
    where = f"in the world of call {world.call}, rounding to {world.rounding}"
    if verdict.found.model is None:
        return f"{where}: the solver does not know ({verdict.found.why})"
    return f"{where}:\n{told(counterexample(verdict.failed, verdict.found))}"


def main() -> int:
    """The command; gives 1 where anything was not proven."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description="Prove the properties of the amount rules.")
    parser.add_argument("--write", action="store_true", help="write the table of docs/proofs.md with the seconds that the proofs took")
    parser.add_argument("--only", action="append", choices=list(PROOFS), metavar="NAME", help="prove this one; may be given several times")
    chosen = parser.parse_args()
    seconds: dict[str, float] = page.known() if chosen.only else {}
    failed = 0
    for name in chosen.only or PROOFS:
        verdict = prove(PROOFS[name])
        seconds[name] = verdict.seconds
        failed += not verdict.proven
        said = "proven" if verdict.proven else "FAILED"
        sys.stdout.write(f"{said}  {verdict.seconds:6.1f} s  {verdict.questions:4} questions  {name}: {verdict.proof.sentence}\n")
        if not verdict.proven:
            sys.stdout.write(f"{failure(verdict)}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen.only or PROOFS) - failed} proven, {failed} failed\n")
    if chosen.write and not failed:
        page.write(seconds)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
