"""The pytest option ``--alis-adapter``: which implementation the suite of clauses asks.

pytest reads this module in every run where the library is installed. So it imports nothing that is not there already, and does nothing
until the option is given.
"""

import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

from . import EDITION

OPTION = "--alis-adapter"
PROFILE = "alis-rules"
"""The Hypothesis profile of a run that has chosen none: the same examples each time, and nothing kept."""
_UNCHOSEN = {"default", "ci"}
"""The profiles that Hypothesis loads by itself."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("alis-rules", "the clauses of ALIS agreements, for any implementation").addoption(
        OPTION,
        metavar="PACKAGE:FUNCTION",
        help="the function that answers the suite's cases, from JSON text to JSON text; run with --pyargs alis_rules.testing",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let the suite ask the adapter that is named, where one is; with settings for Hypothesis, where the run has none of its own."""
    name: str | None = config.getoption(OPTION)
    if name is None:
        return
    try:
        from hypothesis import settings
    except ModuleNotFoundError:
        raise pytest.UsageError(f"{OPTION} needs hypothesis: python -m pip install hypothesis pytest") from None
    from .adapters import use

    use(named(name, config.invocation_params.dir))
    if settings.get_current_profile_name() in _UNCHOSEN:
        settings.register_profile(PROFILE, deadline=None, database=None, derandomize=True)
        settings.load_profile(PROFILE)
        _keep_nothing(config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say which edition of the suite runs, and whom it asks."""
    name: str | None = config.getoption(OPTION)
    return [] if name is None else [f"alis-rules: edition {EDITION} of the clauses, asked of {name}"]


def named(name: str, directory: Path) -> Callable[[str], str]:
    """The function that an option names, also where its module lies in the directory that pytest was started in. Raises UsageError."""
    module, colon, function = name.partition(":")
    if not (module and colon and function):
        raise pytest.UsageError(f"{OPTION}={name}: write it as package:function, with a colon between")
    sys.path.insert(0, str(directory))
    try:
        found = import_module(module)
    except ImportError as error:
        raise pytest.UsageError(f"{OPTION}={name}: {module} cannot be imported: {error}") from None
    try:
        answer = getattr(found, function)
    except AttributeError:
        raise pytest.UsageError(f"{OPTION}={name}: {module} has no {function}") from None
    if not callable(answer):
        raise pytest.UsageError(f"{OPTION}={name}: {function} is a {type(answer).__name__}, and a function belongs there")
    return cast("Callable[[str], str]", answer)


def _keep_nothing(config: pytest.Config) -> None:
    """Let Hypothesis put what it must keep where the run leaves nothing behind, but where there is a folder of its own already."""
    if (config.rootpath / ".hypothesis").exists() or (config.invocation_params.dir / ".hypothesis").exists():
        return
    from hypothesis.configuration import set_hypothesis_home_dir

    kept = tempfile.TemporaryDirectory(prefix="alis-rules-")
    config.add_cleanup(kept.cleanup)
    set_hypothesis_home_dir(kept.name)
