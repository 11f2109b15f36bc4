"""The commands ``alis-rules receipt`` and ``alis-rules verify``."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from .cli_reading import (
    KnownOn,
    Lang,
    OneCase,
    Overlays,
    Project,
    ReadingChoices,
    TextOrJson,
    Width,
    only,
    overlaid,
    read_case,
    report,
    write_file,
)
from .evaluation import evaluate
from .explain.catalogue import Language, catalogue
from .explain.plain import print_blocks
from .explain.verification import verification_blocks
from .problems import InvalidCase, Problem
from .receipts import receipt as receipt_of
from .verifying import verify as verification_of


def receipt(
    case: OneCase,
    out: Annotated[Path | None, typer.Option("--out", metavar="FIL", help="Skriv kvitteringen til en fil.")] = None,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Skriv en kvittering for resultatet, uten personopplysninger, som kan kontrolleres når som helst senere.

    Avslutter med 2 når noe er galt med saken.
    """
    source = only(case)
    tables = overlaid(overlay or (), as_json=False)
    try:
        read = read_case(source, reading or (), tables, project=project)
        written = receipt_of(evaluate(read, tables=tables, known_on=known_on and known_on.date(), project=project))
    except InvalidCase as error:
        report(source.name, error.errors, as_json=False, lang=lang, reference=error.reference)
        raise typer.Exit(2) from None
    if out is None:
        typer.echo(written)
        return
    try:
        write_file(out, written)
    except InvalidCase as error:
        report(source.name, error.errors, as_json=False, lang=lang)
        raise typer.Exit(2) from None
    typer.echo(catalogue(lang).say("receipt.written", path=out.as_posix()), err=True)


def verify(
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="Kvitteringen; «-» er standard inn.")],
    overlay: Overlays = None,
    output: Annotated[TextOrJson, typer.Option("--format", help="Tekst eller JSON.")] = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Regn ut en kvittering om igjen etter tabellene den bygger på.

    Avslutter med 0 når den stemmer, 1 når noe er ulikt, og 2 når filen ikke er en kvittering.
    """
    as_json = output is TextOrJson.JSON
    source = only(receipt)
    overlaid(overlay or (), as_json=as_json)
    try:
        if isinstance(source.content, Problem):
            raise InvalidCase([source.content])
        found = verification_of(source.content, overlays=overlay or ())
    except InvalidCase as error:
        report(source.name, error.errors, as_json=as_json, lang=lang)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        print_blocks(verification_blocks(found, catalogue(lang)), sys.stdout, width)
    if not found.same:
        raise typer.Exit(1)
