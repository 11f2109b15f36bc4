"""The command ``alis-rules replay``: a folder of cases with what they are to give, and whether they give it still."""

from pathlib import Path
from typing import Annotated

from .cli_options import Argument, Option
from .cli_reading import Lang, Width, report
from .cli_writing import print_blocks, say
from .explain.catalogue import Language, catalogue
from .explain.replayed import replay_blocks
from .problems import InvalidCase, problem
from .rates import load_tables
from .replay import answer
from .replay import replay as replayed
from .replay_files import read_folder, write

FOLDER = Path("tests/replay/cases")


def replay(
    folder: Annotated[Path, Argument("folder", about="replay-folder")] = FOLDER,
    accept: Annotated[bool, Option()] = False,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Calculate every case of a folder anew. Ends with 1 where one gives something else than what it keeps."""
    cases, wrong = read_folder(folder)
    new = [each for each in cases if each.answer is None]
    if not accept:
        wrong |= {(folder / f"{each.name}.json").as_posix(): [problem("/entitlement", "replay-new-case")] for each in new}
    for name, errors in sorted(wrong.items()):
        report(name, errors, as_json=False, lang=lang)
    if wrong:
        raise SystemExit(2)
    results = [replayed(each, load_tables()) for each in cases if each.answer is not None]
    changed = [each for each in results if each.differences]
    print_blocks(replay_blocks(results, lang, accepted=accept), width=width)
    if accept:
        answers = {each.name: each.after for each in changed} | {each.name: answer(each.case, load_tables()) for each in new}
        try:
            for each in cases:
                if each.name in answers:
                    write(folder, each, answers[each.name])
        except InvalidCase as error:
            report(folder.as_posix(), error.errors, as_json=False, lang=lang)
            raise SystemExit(2) from None
        say(catalogue(lang).say("replay.written", count=len(answers), folder=folder.as_posix()))
    elif changed:
        raise SystemExit(1)
