"""What the tests of the clauses share that is the library's own: duties, altered tables, and call 2021."""

import re
from functools import cache
from typing import Any

from alis_rules import Duty, Tables, duties
from alis_rules.rates_files import rates_directory, read_tables, table_files
from alis_rules.testing.documents import Record, post


def in_2021(**parts: Any) -> Record:
    """The parts of a plain case in call 2021, whose grant period no source gives: the one who asks says that it is the year."""
    return {
        "call": "2021",
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "doctor": {"training_start": "2017-01-01", "first_gp_date": "2020-01-01"},
        "agreement__signed_on": "2020-01-01",
        "positions": [post(first="2017-01-01")],
        **parts,
    }


def municipal_duty(duty: str) -> Duty:
    """A duty of the municipality."""
    return {each.id: each for each in duties().municipality}[duty]


def doctors_duty(duty: str) -> Duty:
    """A duty of the doctor."""
    return {each.id: each for each in duties().doctor}[duty]


@cache
def altered(call: str = "2026", **values: str | int) -> Tables:
    """The shipped tables with other values in a call's file; only values that have a figure can be altered."""
    files = table_files(rates_directory())
    name = f"calls/{call}.toml"
    text = files[name].decode()
    for key, figure in values.items():
        text, found = re.subn(rf'(id = "{key.replace("_", "-")}"\nvalue = )[^\n]+', rf"\g<1>{figure}", text)
        assert found == 1, key
    return read_tables(files | {name: text.encode()})
