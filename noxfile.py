"""Checks that need environments of their own: ``nox`` runs them all, ``nox -s wheel`` one.

They build the sdist, and the wheel from the sdist, once, and install it apart from the sources, as others do. A Python that is not here
is left out, and said to be.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STRICT = ("-bb", "-X", "dev", "-W", "error")
"""Every warning an error, bytes that are taken for text as well, and Python's own checks of development."""
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
_FOLDER = tempfile.TemporaryDirectory()
WORK = Path(_FOLDER.name)

nox.options.default_venv_backend = "none"
nox.needs_version = ">=2024.10.9"


def _run(session: nox.Session, *command: object, folder: Path = ROOT) -> None:
    """Run a command in a folder, with nothing of the sources on its path."""
    with session.chdir(folder):
        session.run(*map(str, command), env={"PYTHONPATH": None}, external=True)


@functools.cache
def _built() -> tuple[Path, Path]:
    """The sdist, and the wheel that is built from it."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(WORK / "dist"), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next((WORK / "dist").glob("*.tar.gz")), next((WORK / "dist").glob("*.whl"))


def _python(version: str) -> str | None:
    """The path of a Python of this version, where there is one that starts; of those of pyenv as well."""
    prefixes = [Path(found) for found in os.environ.get("PATH", "").split(os.pathsep)]
    prefixes += sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*/bin"))
    for prefix in prefixes:
        program = prefix / f"python{version}"
        if program.exists() and subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0:
            return str(program)
    return None


def _installed(session: nox.Session, name: str, *wanted: str, python: str = sys.executable) -> Path:
    """A new environment with the wheel in it, and its Python."""
    folder = WORK / name
    _run(session, python, "-m", "venv", "--without-pip", folder)
    program = folder / "bin" / "python"
    _run(session, *PIP, "--python", program, "install", "--quiet", "--no-compile", *wanted)
    return program


def _oldest(*extras: str) -> list[str]:
    """What the library and some of its extras ask for, each at its lower bound: a promise that is to be kept."""
    wanted = [*PROJECT["dependencies"], *(each for extra in extras for each in PROJECT["optional-dependencies"][extra])]
    return [each.replace(">=", "==") for each in wanted]


@nox.session
def lowest(session: nox.Session) -> None:
    """The command, files of facts and the tests for others hold with the oldest libraries that are allowed, on the oldest Python."""
    python = _python(PYTHONS[0])
    if python is None:
        session.log(f"NOT CHECKED: Python {PYTHONS[0]} is not here")
        return
    constraints = WORK / "lowest.txt"
    constraints.write_text("\n".join(_oldest("columns", "testing")), "utf-8")
    wanted = (f"{_built()[1]}[cli,columns,testing]", "--constraint", str(constraints))
    program = _installed(session, "lowest", *wanted, python=python)
    folder = WORK / "oldest"
    folder.mkdir()
    _run(session, program, *STRICT, ROOT / "tests" / "house" / "installed.py", folder=folder)
    suite = ("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--pyargs", "alis_rules.testing")
    _run(session, program, *suite, folder=folder)


@nox.session
def determinism(session: nox.Session) -> None:
    """The same results on every Python that is here, each in another environment; on the first with the oldest libraries allowed."""
    wanted = {PYTHONS[0]: _oldest()}
    programs: list[Path] = []
    for version in PYTHONS:
        python = _python(version)
        if python is None:
            session.log(f"NOT COMPARED: Python {version} is not here")
        else:
            programs.append(_installed(session, f"python-{version}", str(_built()[1]), *wanted.get(version, ()), python=python))
    _run(session, sys.executable, "tests/determinism/agree.py", *programs)


@nox.session
def wheel(session: nox.Session) -> None:
    """The wheel holds what it should, and does what the README says, installed apart from the sources."""
    _, built = _built()
    _run(session, sys.executable, "-m", "tests.house.manifest", *_built())
    with_tests = "testing" in PROJECT["optional-dependencies"]
    program = _installed(session, "wheel", f"{built}[cli{',testing' if with_tests else ''}]")
    folder = WORK / "empty"
    folder.mkdir()
    shutil.copytree(ROOT / "tests" / "typed", folder / "typed", ignore=shutil.ignore_patterns("__pycache__"))
    _run(session, *PIP, "--python", program, "check")
    _run(session, program, *STRICT, ROOT / "tests" / "house" / "installed.py", folder=folder)
    _run(session, sys.executable, "-m", "mypy", "--strict", "--python-executable", program, "typed", folder=folder)
    if with_tests:
        suite = ("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--pyargs", "alis_rules.testing")
        _run(session, program, *suite, folder=folder)


@nox.session
def sdist(session: nox.Session) -> None:
    """The sdist holds what its tests need: some of them run in it."""
    with tarfile.open(_built()[0]) as archive:
        archive.extractall(WORK / "sdist", filter="data")
    folder = next((WORK / "sdist").iterdir())
    tests = (f"tests/{name}.py" for name in ("house/test_api", "test_schemas", "test_worked_cases"))
    with session.chdir(folder):
        session.run(sys.executable, "-m", "pytest", "-q", "-n", "0", "--no-cov", *tests, env={"PYTHONPATH": str(folder / "src")})


@nox.session
def typing(session: nox.Session) -> None:
    """The types, by mypy and pyright, strict; a warning of pyright's is an error."""
    _run(session, sys.executable, "-m", "mypy")
    _run(session, sys.executable, "-m", "pyright", "--warnings")


@nox.session
def imports(session: nox.Session) -> None:
    """The import contracts."""
    _run(session, Path(sys.executable).with_name("lint-imports"))


@nox.session
def dependencies(session: nox.Session) -> None:
    """No dependency of the library is unused, missing or there through another only, and all that is installed fits together."""
    _run(session, sys.executable, "-m", "deptry", "src")
    _run(session, *PIP, "check")


@nox.session
def audit(session: nox.Session) -> None:
    """No library that the wheel brings is known to be vulnerable. A service has to be asked: where it does not answer, that is said."""
    auditor = _installed(session, "auditor", "pip-audit")
    program = _installed(session, "audited", f"{_built()[1]}[cli,columns]")
    libraries = next((program.parents[1] / "lib").glob("python*/site-packages"))
    command = [auditor, "-m", "pip_audit", "--progress-spinner", "off", "--path", libraries]
    done = subprocess.run([*map(str, command)], capture_output=True, encoding="utf-8", check=False)
    if re.search(r"Found \d+ known vulnerabilit", done.stderr):
        session.error(done.stdout)
    unasked = [line for line in done.stdout.splitlines() if "could not be audited" in line and not line.startswith("alis-rules")]
    if unasked or "No known vulnerabilities" not in done.stderr:
        session.log(f"NOT CHECKED: the service did not answer for {len(unasked) or 'any'} of the libraries")
