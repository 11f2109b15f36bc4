"""The commands ``alis-rules receipt`` and ``alis-rules verify``."""

from pathlib import Path
from typing import Annotated

from .cli_choosing import choices_of
from .cli_options import Argument, Option
from .cli_reading import (
    KnownOn,
    Lang,
    OneCase,
    Output,
    Overlays,
    Project,
    ReadingChoices,
    Supply,
    TextOrJson,
    Width,
    only,
    overlaid,
    read_case,
    report,
    warn,
)
from .cli_writing import print_blocks, say, say_json, tell, write_file
from .evaluation import evaluate
from .explain.catalogue import Language, catalogue
from .explain.verification import verification_blocks
from .problems import InvalidCase, Problem
from .receipts import receipt as receipt_of
from .verifying import verify as verification_of


def receipt(
    case: OneCase,
    out: Annotated[Path | None, Option("receipt-out", value="file")] = None,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Write a receipt for a result."""
    source = only(case)
    tables = overlaid(overlay or (), as_json=False, lang=lang)
    try:
        read = read_case(source, choices_of(reading, supply), tables, project=project)
        result = evaluate(read, tables=tables, known_on=known_on, project=project)
    except InvalidCase as error:
        report(source.name, error.errors, as_json=False, lang=lang, reference=error.reference)
        raise SystemExit(2) from None
    warn(result, lang)
    written = receipt_of(result)
    if out is None:
        say(written)
        return
    try:
        write_file(out, written)
    except InvalidCase as error:
        report(source.name, error.errors, as_json=False, lang=lang)
        raise SystemExit(2) from None
    tell(catalogue(lang).say("receipt.written", path=out.as_posix()))


def verify(
    receipt: Annotated[str, Argument("receipt")],
    overlay: Overlays = None,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Calculate a receipt anew. Ends with 1 where something differs."""
    as_json = output is TextOrJson.JSON
    source = only(receipt)
    overlaid(overlay or (), as_json=as_json, lang=lang)
    try:
        if isinstance(source.content, Problem):
            raise InvalidCase([source.content])
        found = verification_of(source.content, overlays=overlay or ())
    except InvalidCase as error:
        report(source.name, error.errors, as_json=as_json, lang=lang)
        raise SystemExit(2) from None
    if as_json:
        say_json(found.to_json())
    else:
        print_blocks(verification_blocks(found, catalogue(lang)), width=width)
    if not found.same:
        raise SystemExit(1)
