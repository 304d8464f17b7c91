"""Facts and parameters as JSON and back, without loss: money as text, dates as ISO dates."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = "None | bool | int | str | list[Json] | dict[str, Json]"
Row = TypeVar("Row")
Reader: TypeAlias = "Callable[[Json], object]"
_NAMES: dict[type, tuple[str, ...]] = {}
_READERS: dict[type, dict[str, Reader]] = {}


def pack(row: object) -> dict[str, Json]:
    """A dataclass as a JSON object, field by field."""
    return {name: _packed(getattr(row, name)) for name in _names(type(row))}


def unpack(kind: type[Row], data: Json) -> Row:
    """A dataclass from the object ``pack`` made; ValueError on a field it does not know."""
    if not isinstance(data, dict):
        raise ValueError(f"{kind.__name__} is stored as an object")
    readers = _readers(kind)
    unknown = data.keys() - readers.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {sorted(unknown)[0]}")
    make: Callable[..., Row] = kind
    return make(**{name: readers[name](value) for name, value in data.items()})


def _packed(value: object) -> Json:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_packed(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _packed(part) for key, part in value.items()}
    return pack(value)


def _names(kind: type) -> tuple[str, ...]:
    names = _NAMES.get(kind)
    if names is None:
        if not is_dataclass(kind):
            raise ValueError(f"{kind.__name__} cannot be stored")
        names = _NAMES[kind] = tuple(field.name for field in fields(kind) if field.init)
    return names


def _readers(kind: type) -> dict[str, Reader]:
    readers = _READERS.get(kind)
    if readers is None:
        hints = get_type_hints(kind)
        readers = _READERS[kind] = {name: _reader(hints[name]) for name in _names(kind)}
    return readers


def _reader(hint: object) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        reader = _reader(next(part for part in inner if part is not type(None)))
        return lambda value: None if value is None else reader(value)
    if origin is tuple:
        part_reader = _reader(inner[0])
        return lambda value: tuple(part_reader(part) for part in _list(value))
    if origin is Mapping:
        value_reader = _reader(inner[1])
        return lambda value: {key: value_reader(part) for key, part in _object(value).items()}
    if hint is Decimal:
        return lambda value: Decimal(str(value))
    if hint is date:
        return lambda value: date.fromisoformat(str(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: unpack(hint, value)
    return lambda value: value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError("a list was expected")
    return value


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError("an object was expected")
    return value
