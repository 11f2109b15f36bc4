"""What a wheel and an sdist hold: ``python -m tests.house.manifest SDIST WHEEL`` says what is missing, and what should not be there."""

import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"__pycache__", ".ci", ".git", ".venv", "_build", "node_modules"}
METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-DATA"}


def sources(*folders: str) -> set[str]:
    """The files in some folders of the project, or single ones, by their paths in it."""
    places = [ROOT / folder for folder in folders]
    found = (path for place in places for path in (place.rglob("*") if place.is_dir() else (place,)) if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if not LEFT_OUT.intersection(path.parts) and path.suffix != ".mo"}


def wheel_should_hold(dist_info: str) -> set[str]:
    """The library with its words and its tables, what is said of it, and nothing else."""
    library = {name.removeprefix("src/") for name in sources("src")}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    brought: dict[str, str] = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    besides = {there + name.removeprefix(here) for here, there in brought.items() for name in sources(here)}
    return library | besides | {f"{dist_info}/{name}" for name in METADATA}


def sdist_should_hold() -> set[str]:
    """The whole project but for its CI."""
    at_the_top = {path.name for path in ROOT.iterdir() if path.is_file() and path.suffix in {".md", ".toml", ".py"}}
    folders = sources("src", "rates", "schemas", "tests", "examples", "docs", "benchmarks")
    return folders | at_the_top | {"LICENSE", "LICENSE-DATA", ".gitignore", "PKG-INFO"}


def wrongs(archive: str, held: set[str], expected: set[str]) -> Iterator[str]:
    """What is missing in an archive, and what should not be there."""
    yield from (f"{archive}: {name} is missing" for name in sorted(expected - held))
    yield from (f"{archive}: {name} should not be there" for name in sorted(held - expected))


def wrongs_of_wheel(path: Path) -> Iterator[str]:
    """What is wrong with what a wheel holds."""
    with zipfile.ZipFile(path) as wheel:
        held = set(wheel.namelist())
    dist_info = next(name.split("/")[0] for name in held if ".dist-info/" in name)
    return wrongs(path.name, held, wheel_should_hold(dist_info))


def wrongs_of_sdist(path: Path) -> Iterator[str]:
    """What is wrong with what an sdist holds."""
    with tarfile.open(path) as sdist:
        held = {member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()}
    return wrongs(path.name, held, sdist_should_hold())


if __name__ == "__main__":
    found = [*wrongs_of_sdist(Path(sys.argv[1])), *wrongs_of_wheel(Path(sys.argv[2]))]
    sys.stdout.write("".join(f"{wrong}\n" for wrong in found) or "the sdist and the wheel hold what they should\n")
    sys.exit(1 if found else 0)
