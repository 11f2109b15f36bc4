"""What the cases of the replay reach: ``python -m tests.replay.coverage`` prints each thing with the number of cases that reach it.

It exits with 1 where something that is possible is reached by none.
"""

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from alis_rules.replay_files import read_folder
from tests.replay.reached import possible, reached

CASES = Path(__file__).parent / "cases"


def coverage(folder: Path = CASES) -> dict[str, int]:
    """For each thing that is possible, how many cases of a folder reach it."""
    cases, wrong = read_folder(folder)
    if wrong:
        raise SystemExit(f"wrong files: {', '.join(wrong)}")
    counts = Counter(name for case in cases for name in reached(dict(case.case))[0])
    return {name: counts[name] for name in possible()}


def main() -> None:
    """Print the table."""
    found = coverage()
    for kind, names in groupby(found, key=lambda name: name.split()[0]):
        sys.stdout.write(f"\n{kind}\n")
        sys.stdout.writelines(f"  {found[name]:4}  {name.partition(' ')[2]}\n" for name in names)
    nowhere = [name for name, count in found.items() if not count]
    sys.stdout.write(f"\n{len(found)} things are possible, {len(found) - len(nowhere)} are reached\n")
    sys.stdout.writelines(f"NOT REACHED: {name}\n" for name in nowhere)
    raise SystemExit(bool(nowhere))


if __name__ == "__main__":
    main()
