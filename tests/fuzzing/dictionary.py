"""The words that a fuzzer puts into texts: the keys and codes of the documents and of the tables, made from the schemas at run time."""

from alis_rules.rates import UNITS
from alis_rules.rates_files import IN_TABLES, ROW_KEYS
from tests.fuzzing.steering import WORDS

_SYNTAX = [
    '"', ":", ",", "{", "}", "[", "]", "null", "true", "false", "1e9", "\\ud800", "-0", "0.5", "2025-06-01", "[[value]]", "=", "[sources.",
    "'''", '"""', "#", "0x", "inf", "nan", "sha256:", "PK\x03\x04", "PK\x01\x02", "PK\x05\x06",
]  # fmt: skip


def entries() -> list[str]:
    """Every word, as it stands in a document and in quotation marks."""
    words = sorted({*WORDS, *ROW_KEYS, *UNITS, *UNITS.values(), *(each.value for each in IN_TABLES)})
    return [*_SYNTAX, *words, *(f'"{word}":' for word in words)]


def dictionary() -> str:
    """The words as a libFuzzer dictionary."""
    return "".join(f'"{_escaped(word)}"\n' for word in entries())


def _escaped(word: str) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode("utf-8"))
