"""JSON in and out: the contract's case and entitlement, all errors at once, and the schemas made from the types."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, SimpleNamespace, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import cattrs
from attrs import NOTHING, Attribute, fields, has, resolve_types
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from .describing import descriptions
from .entitlement import ENTITLEMENT_SCHEMA, Entitlement, Note, OtherReading
from .fields import (
    KINDS,
    MAX_HINTS,
    MAX_PROBLEMS,
    Record,
    Unfit,
    Unreadable,
    fraction,
    is_list,
    json_name,
    layout,
    misfits,
    near,
    reference_of,
    shown,
    type_name,
)
from .model import CASE_SCHEMA, Case
from .problems import InvalidCase, Problem, problem
from .quantities import Op, Quantity, two_decimals
from .rates import Tables, load_tables
from .readings import Readings
from .resolving import resolve, wrong_seeing

Kept = TypeVar("Kept", bound=Record)

ROW = "row"
"""What a batch calls the number of a row, in answers and errors alike, so that all can be joined with its input."""
MAX_BYTES = 5_000_000
"""The largest document that is read, bytes."""


_FILE_NAME = re.compile(r"[^\n{}\[\]]{1,300}\.(json|jsonl|csv|parquet|xlsx)", re.IGNORECASE)

# Text to JSON values --------------------------------------------------------------------------------------------------


class _TwiceKeyed(dict[str, Any]):
    """A JSON object that names a key more than once."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _TwiceKeyed(found)
    twice.twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return twice


def _integer(text: str) -> int | Unreadable:
    return int(text) if len(text) <= 40 else Unreadable(text)


def parse(text: str | bytes | bytearray) -> Any:
    """The JSON values of a document. Raises InvalidCase where it is not UTF-8 JSON, too large or too deep."""
    if not isinstance(cast("object", text), str | bytes | bytearray):
        raise InvalidCase([problem("", "not-a-document", type=type_name(text))])
    if len(text) > MAX_BYTES:
        raise InvalidCase([problem("", "too-large", largest=MAX_BYTES // 1_000_000)])
    if not isinstance(text, str):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidCase([problem("", "not-utf-8", byte=error.start)]) from None
    if text.startswith("\ufeff"):
        raise InvalidCase([problem("", "byte-order-mark")])
    if not text.strip():
        raise InvalidCase([problem("", "empty")])
    try:
        return json.loads(text, parse_int=_integer, parse_float=fraction, parse_constant=Unreadable, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        if _FILE_NAME.fullmatch(text):
            raise InvalidCase([problem("", "file-name", value=shown(text))]) from None
        several = {"of": "lines"} if error.msg == "Extra data" and error.colno == 1 else {}
        raise InvalidCase([problem("", "not-json", line=error.lineno, column=error.colno, **several)]) from None
    except RecursionError:
        raise InvalidCase([problem("", "too-deep")]) from None


# JSON values to a case ------------------------------------------------------------------------------------------------


class _Partial(InvalidCase):
    """What could not be read, and what could: so that checks between fields still see the rest."""

    def __init__(self, errors: list[Problem], readable: SimpleNamespace | None) -> None:
        super().__init__(errors, reference=reference_of(readable))
        self.readable = readable


def _reader(cls: type[Record]) -> Callable[[Any, Any], Record]:
    """How cattrs makes a record of one type from a JSON object: every problem of the object and all in it reported together."""
    by_name = {attribute.name: attribute for attribute in fields(cast("Any", cls))}
    keys = [key for _, key, *_ in layout(cls)]

    def read(raw: Any, _: Any) -> Record:
        if not isinstance(raw, Mapping):
            raise _Partial([problem("", "wrong-type-object", type=type_name(raw))], None)
        document = cast("Mapping[str, Any]", raw)
        found = _wrong_keys(document, keys)
        values: dict[str, Any] = {}
        for name, key, of, many, optional in layout(cls):
            value = document.get(key)
            if key not in document:
                if by_name[name].default is NOTHING or key == "schema":
                    found.append(problem(f"/{key}", "missing-key", key=key))
            elif of is None or (value is None and optional):
                values[name] = value
            elif many:
                values[name] = _read_many(of, key, value, found)
            else:
                values[name] = _read_one(of, key, value, found)
        if not found:
            try:
                return cls(**values)
            except InvalidCase as error:
                raise _Partial(list(error.errors), _readable(cls, values)) from None
        readable = _readable(cls, values)
        raise _Partial([*found, *misfits(cls, readable, records=False), *cls.cross(readable)], readable)

    return read


def _wrong_keys(document: Mapping[str, Any], keys: list[str]) -> list[Problem]:
    """The keys of an object that it has twice, or that are none of its own."""
    twice: tuple[str, ...] = getattr(document, "twice", ())
    unknown = [key for key in map(str, document) if key not in keys]
    found = [problem("", "duplicate-key", key=shown(key)).under(key) for key in twice[:MAX_PROBLEMS]]
    known, hinted = ", ".join(keys), len(unknown) <= MAX_HINTS
    found += [
        problem("", "unknown-key", key=shown(key), near=near(key, keys) if hinted else "", known=known).under(key)
        for key in unknown[:MAX_PROBLEMS]
    ]
    if max(len(twice), len(unknown)) > MAX_PROBLEMS:
        found.append(problem("", "too-many-problems", most=MAX_PROBLEMS))
    return found


def _read_one(of: type, at: str | int, value: Any, found: list[Problem]) -> Any:
    try:
        return cast("Any", _converter().structure(value, of))
    except InvalidCase as error:
        found += [each.under(at) for each in error.errors]
        return getattr(error, "readable", None) or Unfit(())


def _read_many(of: type, key: str, value: Any, found: list[Problem]) -> Any:
    if not is_list(value):
        found.append(problem(f"/{key}", "wrong-type-list", type=type_name(value)))
        return Unfit(())
    inside: list[Problem] = []
    items: list[Any] = []
    for index, item in enumerate(value):
        if len(inside) >= MAX_PROBLEMS:
            inside.append(problem("", "too-many-problems", most=MAX_PROBLEMS))
            break
        items.append(_read_one(of, index, item, inside))
    found += [each.under(key) for each in inside]
    return tuple(items)


def _readable(cls: type[Record], values: dict[str, Any]) -> SimpleNamespace:
    """What can be read of a record that cannot be made: `Unfit` where a value cannot, None where there is none."""
    readable = SimpleNamespace()
    for attribute in fields(cast("Any", cls)):
        value = values.get(attribute.name)
        converter = cast("Callable[[Any], Any] | None", attribute.converter)
        if converter is not None and converter in KINDS and attribute.name in values:
            value = converter(value)
        setattr(readable, attribute.name, value)
    return readable


def _code_value(code: StrEnum) -> str:
    return code.value


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_structure_hook_factory(lambda cls: isinstance(cls, type) and issubclass(cls, Record), _reader)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(StrEnum, _code_value)
    converter.register_unstructure_hook_factory(lambda cls: isinstance(cls, type) and issubclass(cls, Record), _writer)
    converter.register_unstructure_hook_factory(lambda cls: cls is Case, _case_writer)
    converter.register_unstructure_hook(Readings, lambda readings: dict(readings.choices))
    return converter


def _writer(cls: type[Record]) -> Callable[[Any], dict[str, Any]]:
    renamed = {
        attribute.name: override(rename=json_name(attribute), omit_if_default=attribute.name not in ("schema", "readings"))
        for attribute in fields(cast("Any", cls))
    }
    return make_dict_unstructure_fn(cls, _converter(), **cast("dict[str, Any]", renamed))


def _case_writer(cls: type[Case]) -> Callable[[Case], dict[str, Any]]:
    """How a case is written: its readings where some are named, be it at their defaults."""
    write = _writer(cls)
    return lambda case: {key: value for key, value in write(case).items() if value or key != "readings"}


def load_case(text: str | bytes, *, tables: Tables | None = None, project: bool = False) -> Case:
    """The case that a JSON document describes, checked against the tables (those shipped, where none are given).

    `project`: a call after the newest in the tables is let through, to be carried forward by `evaluate`.
    Raises InvalidCase, which holds every problem with its JSON Pointer.
    """
    return _case_of(parse(text), tables=tables, project=project)


def case_from_json(document: Any, *, tables: Tables | None = None, project: bool = False) -> Case:
    """The case of a parsed JSON object; numbers as int, Decimal, float or strings of digits. Raises InvalidCase.

    A float is taken for the decimal that it is written as. What a reader of JSON has dropped is not seen: the zeros of ``9.800``.
    """
    if isinstance(document, str | bytes | bytearray):
        raise InvalidCase([problem("", "not-parsed", type=type_name(document))])
    return _case_of(document, tables=tables, project=project)


def refuse_another(document: Any, belongs: str) -> None:
    """Refuse a document that says itself that it is another of this library's. Raises InvalidCase, of which nothing more can be said."""
    given = cast("dict[str, Any]", document).get("schema") if isinstance(document, dict) else None
    if isinstance(given, str) and _DOCUMENT.fullmatch(given) and given.split("/")[1] != belongs.split("/")[1]:
        raise InvalidCase([problem("/schema", "other-document", value=shown(given), known=belongs)])


_DOCUMENT = re.compile(r"alis-rules/[a-z-]+/[0-9]+", re.ASCII)
"""The name of a document of this library."""


def _case_of(document: Any, *, tables: Tables | None, project: bool) -> Case:
    """The case of the JSON values of a document."""
    refuse_another(document, CASE_SCHEMA)
    wrong = list(wrong_seeing(tables, None, project))
    known, forward = load_tables() if wrong or tables is None else tables, project is True
    try:
        case = _converter().structure(document, Case)
    except _Partial as error:
        further = resolve(error.readable, known, project=forward)[1] if error.readable else []
        raise InvalidCase([*error.errors, *further, *wrong], reference=error.reference) from None
    _, found = resolve(case, known, project=forward)
    if found or wrong:
        raise InvalidCase([*found, *wrong], reference=case.reference)
    return case


def record_from_json(document: Any, of: type[Kept]) -> Kept:
    """A record of some type from a parsed JSON object. Raises InvalidCase, which holds every problem."""
    try:
        return _converter().structure(document, of)
    except _Partial as error:
        raise InvalidCase(error.errors, reference=error.reference) from None


def record_to_json(record: Record) -> dict[str, Any]:
    """A record as a JSON object; what is at its default is left out, but for readings that are named."""
    return cast("dict[str, Any]", _converter().unstructure(record))


def case_to_json(case: Case) -> dict[str, Any]:
    """A case as the contract's JSON object; what is at its default is left out, but for readings that are named."""
    return cast("dict[str, Any]", _converter().unstructure(case))


def dump_case(case: Case) -> str:
    """A case as the contract's JSON document; half a surrogate pair stays the escape that it was read from."""
    told = json.dumps(case_to_json(case), ensure_ascii=False, indent=2)
    return told.encode("utf-8", "backslashreplace").decode("utf-8")


# Entitlements ---------------------------------------------------------------------------------------------------------


@cache
def _results() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(StrEnum, _code_value)
    converter.register_structure_hook(Decimal, lambda raw, _: _exactly(raw, Decimal))
    converter.register_structure_hook(dt.date, lambda raw, _: _exactly(raw, dt.date.fromisoformat))

    def overrides(cls: type) -> dict[str, Any]:
        return {each.name: override(rename=json_name(each), omit_if_default=_may_be_left_out(each)) for each in fields(cast("Any", cls))}

    def writer(cls: type) -> Callable[[Any], dict[str, Any]]:
        return make_dict_unstructure_fn(cls, converter, **overrides(cls))

    def reader(cls: type) -> Callable[[Any, Any], Any]:
        return cast("Callable[[Any, Any], Any]", make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **overrides(cls)))

    converter.register_unstructure_hook_factory(has, writer)
    converter.register_structure_hook_factory(has, reader)
    converter.register_unstructure_hook(Quantity, _quantity_to_json)
    converter.register_structure_hook(Quantity, lambda raw, _: _quantity_from_json(raw))
    return converter


def _quantity_to_json(quantity: Quantity) -> dict[str, Any]:
    """A traced quantity as a tree: its figure to two decimals for people, and exactly as a fraction for programs."""
    found: dict[str, Any] = {"op": quantity.op.value}
    if quantity.id:
        found["id"] = quantity.id
    found |= {"value": str(two_decimals(quantity)), "exact": f"{quantity.value}/{quantity.scale}", "unit": quantity.unit}
    if quantity.of:
        found["of"] = [_quantity_to_json(each) for each in quantity.of]
    if quantity.bound is not None:
        found["bound"] = quantity.bound
    return found


def _quantity_from_json(raw: Any) -> Quantity:
    """A traced quantity of the tree that this library writes. Raises ValueError, TypeError or KeyError where it is none."""
    value, _, scale = raw["exact"].partition("/")
    of = tuple(_quantity_from_json(each) for each in raw.get("of", ()))
    return Quantity(int(value), int(scale), raw["unit"], Op(raw["op"]), raw.get("id", ""), of, raw.get("bound"))


_QUANTITY_SCHEMA: dict[str, Any] = {
    "description": (Quantity.__doc__ or "").strip(),
    "type": "object",
    "properties": {
        "op": {"description": "The operation that it arose by.", "enum": [op.value for op in Op]},
        "id": {"description": "The id of the fact, value, line or reading that it is.", "type": "string"},
        "value": {"description": "The figure, rounded half up to two decimals.", "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
        "exact": {
            "description": "The figure as the rule reckoned it: a whole number over its scale.",
            "type": "string",
            "pattern": "^-?[0-9]+/[1-9][0-9]*$",
        },
        "unit": {"description": "The unit of the figure.", "enum": ["NOK", "h", "NOK/h", "percent", "months", "yes-no"]},
        "of": {"description": "What it arose from.", "type": "array", "items": {"$ref": "#/$defs/Quantity"}},
        "bound": {"description": "Of the least of several, the place of the one that is.", "type": "integer"},
    },
    "required": ["op", "value", "exact", "unit"],
    "additionalProperties": False,
}


def _exactly(raw: Any, read: Callable[[str], Any]) -> Any:
    """A value read from the string that this library writes it as. Raises ValueError for anything else."""
    if not isinstance(raw, str):
        raise ValueError(f"a string belongs here, not {type_name(raw)}")
    try:
        return read(raw)
    except ArithmeticError:
        raise ValueError(f"“{shown(raw)}” is not a number") from None


def _may_be_left_out(attribute: "Attribute[Any]") -> bool:
    """Whether a part of a result is left out of its JSON where it has nothing to say."""
    return bool(attribute.metadata.get("may_be_left_out", False))


def entitlement_to_json(entitlement: Entitlement) -> dict[str, Any]:
    """An entitlement as the contract's JSON object."""
    return cast("dict[str, Any]", _results().unstructure(entitlement))


def notes_to_json(notes: Iterable[Note | OtherReading]) -> list[dict[str, Any]]:
    """Notes, or other readings, as an entitlement's JSON object has them."""
    return [cast("dict[str, Any]", _results().unstructure(each)) for each in notes]


def entitlement_from_json(document: Any) -> Entitlement:
    """The entitlement of a JSON object that this library wrote, on a line of a batch too. Raises InvalidCase where it is none."""
    if not isinstance(document, dict):
        raise InvalidCase([problem("", "not-an-entitlement", what=f"an object belongs here, not {type_name(document)}")])
    keys = cast("dict[str, Any]", document)
    try:
        return _results().structure({key: value for key, value in keys.items() if key != ROW}, Entitlement)
    except cattrs.BaseValidationError as error:
        raise InvalidCase([problem("", "not-an-entitlement", what=each) for each in cattrs.transform_error(error)]) from None


# Schemas ----------------------------------------------------------------------------------------------------------------


def case_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a case, made from the types."""
    definitions: dict[str, Any] = {}
    root = _record_schema(Case, definitions)
    root["required"] = ["schema", *root["required"]]
    root["anyOf"] = [{"required": ["call"]}, {"required": ["period"]}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{CASE_SCHEMA.replace('/', ':')}",
        "title": "ALIS case",
        **root,
        "$defs": definitions,
    }


def _record_schema(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for attribute in fields(cast("Any", cls)):
        of, key = attribute.metadata.get("of"), json_name(attribute)
        if of is None:
            described = dict(KINDS[attribute.converter].schema)
        else:
            if of.__name__ not in definitions:
                definitions[of.__name__] = {}
                definitions[of.__name__] = _record_schema(of, definitions)
            reference = {"$ref": f"#/$defs/{of.__name__}"}
            described = {"type": "array", "items": reference} if attribute.metadata["many"] else reference
        if attribute.default is None:
            described = {"anyOf": [described, {"type": "null"}]}
        properties[key] = described | _description(cls, attribute.name)
        if attribute.default is NOTHING:
            required.append(key)
    about = (cls.__doc__ or "").strip().partition("\n")[0]
    return {"description": about, "type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _description(cls: type, name: str) -> dict[str, Any]:
    """The description of a field as a part of its schema, in the words of JSON."""
    texts = descriptions(cls)
    return {"description": texts[name].replace("``", "`").replace("None", "null")} if name in texts else {}


def entitlement_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an entitlement, made from the types."""
    definitions: dict[str, Any] = {}
    root = _result_schema(Entitlement, definitions)
    root["properties"]["schema"] = {"const": ENTITLEMENT_SCHEMA} | _description(Entitlement, "schema")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{ENTITLEMENT_SCHEMA.replace('/', ':')}",
        "title": "ALIS entitlement",
        **root,
        "$defs": definitions,
    }


def _result_schema(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    resolved = fields(resolve_types(cast("Any", cls)))
    properties = {json_name(each): _type_schema(each.type, definitions) | _description(cls, each.name) for each in resolved}
    required = [json_name(each) for each in resolved if not _may_be_left_out(each)]
    about = (cls.__doc__ or "").strip().partition("\n")[0]
    return {"description": about, "type": "object", "properties": properties, "required": required}


def _type_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _type_schema(get_args(kind)[0], definitions)}
    if get_origin(kind) in (Union, UnionType):
        return {"anyOf": [_type_schema(each, definitions) for each in get_args(kind)]}
    if kind is Quantity:
        definitions["Quantity"] = _QUANTITY_SCHEMA
        return {"$ref": "#/$defs/Quantity"}
    if has(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _result_schema(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    simple: dict[Any, dict[str, Any]] = {
        Decimal: {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
        dt.date: {"type": "string", "format": "date"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        str: {"type": "string"},
        NoneType: {"type": "null"},
    }
    return dict(simple[kind])
