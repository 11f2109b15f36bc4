"""The command ``alis-rules``: which command is asked for, what is wrong with how it is asked, and how it ends."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import __version__
from .cli_commands import PROGRAM, beneath, function_of, spoken, taken_by, within
from .cli_completion import ASKED, SCRIPTS, completed
from .cli_help import help_blocks, misuses_told, short
from .cli_options import HELP_OPTION, Given, Misuse, read
from .cli_writing import Unwritable, finish, give_up, prepare, print_blocks, say, tell, tell_blocks, tell_json, write
from .explain.catalogue import Catalogue, Language, catalogue
from .fields import near, shown
from .problems import problem
from .rates import InvalidTables


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command on the words of the command line, or on others."""
    prepare()
    words = list(sys.argv[1:] if arguments is None else arguments)
    texts = catalogue(spoken(words))
    try:
        code = _ended(words, texts)
        finish()
    except Unwritable as error:
        give_up()
        code = _BROKEN_PIPE
        if not isinstance(error.error, BrokenPipeError):
            tell(texts.say("command.unwritable", why=texts.reason(error.error.strerror or type(error.error).__name__)))
            code = 2
    except InvalidTables as error:
        tell(f"{PROGRAM}: {error}")
        code = 3
    except KeyboardInterrupt:
        tell(texts.say("command.interrupted"))
        code = 130
    raise SystemExit(code)


_BROKEN_PIPE = 141
"""The exit code where whoever reads standard output has had enough; as the shell has it for other programs (128 + SIGPIPE)."""


def _ended(words: list[str], texts: Catalogue) -> int:
    """Run the command, or complete its words; its exit code."""
    shell = os.environ.get(ASKED)
    if shell in SCRIPTS:
        write(completed(shell, " ".join(words), os.environ))
        return 0
    try:
        _run(words, texts)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _run(words: list[str], texts: Catalogue) -> None:
    """Run the command that the words ask for. Raises SystemExit with its exit code."""
    path = ""
    while names := within(path):
        given = read(taken_by(path), words, only_options=True)
        _help_or_refuse(path, given, texts)
        if given.values.get("version"):
            say(f"{PROGRAM} {__version__}")
            return
        if given.values.get("show_completion"):
            write(SCRIPTS[given.values["show_completion"]])
            return
        if not given.rest:
            tell_blocks(help_blocks(path, texts))
            raise SystemExit(2)
        name, *words = given.rest
        if name not in names:
            unknown = problem("", "unknown-command", value=shown(name), near=near(name, names), known=", ".join(names))
            _refuse(path, [Misuse(None, unknown)], texts)
        path = beneath(path, name)
    given = read(taken_by(path), words)
    _help_or_refuse(path, given, texts)
    values = {name: value for name, value in given.values.items() if name != HELP_OPTION.name}
    function_of(path)(**{**values, "lang": Language(texts.lang)})


def _help_or_refuse(path: str, given: Given, texts: Catalogue) -> None:
    """Help, where it is asked for; else tell what is wrong with the words. Raises SystemExit in both cases."""
    if given.values.get(HELP_OPTION.name):
        print_blocks(help_blocks(path, texts))
        raise SystemExit(0)
    if given.wrong:
        _refuse(path, given.wrong, texts, as_json=given.values.get("output") == "json")


def _refuse(path: str, wrong: list[Misuse], texts: Catalogue, *, as_json: bool = False) -> NoReturn:
    """Tell what is wrong with a command line, and end with 2."""
    if as_json:
        errors = [
            {
                "at": "",
                **({"option": short(parameter, texts)} if parameter else {}),
                "code": each.code,
                "message": each.text(texts.lang),
            }
            for parameter, each in wrong
        ]
        tell_json({"errors": errors})
    else:
        for line in misuses_told(path, wrong, texts):
            tell(line)
    raise SystemExit(2)
