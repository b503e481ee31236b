"""Reading vector tiles, as much of Mapbox Vector Tile 2.1 as the tests look at."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Field = tuple[int, int, Any]


@dataclass
class Feature:
    properties: dict[str, Any] = field(default_factory=dict)
    commands: list[int] = field(default_factory=list)

    @property
    def point(self) -> tuple[int, int]:
        """Where on the tile, from its north-west corner; 4096 units a side."""
        return _zigzag(self.commands[1]), _zigzag(self.commands[2])


def layers(tile: bytes) -> dict[str, list[Feature]]:
    """The features of each layer."""
    found = {}
    for number, _, layer in _fields(tile):
        assert number == 3
        parts = list(_fields(layer))
        name = next(value for n, _, value in parts if n == 1).decode()
        keys = [value.decode() for n, _, value in parts if n == 3]
        values = [_value(value) for n, _, value in parts if n == 4]
        found[name] = [_feature(value, keys, values) for n, _, value in parts if n == 2]
    return found


def _feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    feature = Feature()
    for number, _, value in _fields(data):
        if number == 2:
            tags = list(_varints(value))
            feature.properties = {
                keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)
            }
        elif number == 4:
            feature.commands = list(_varints(value))
    return feature


def _value(data: bytes) -> Any:
    ((number, _, value),) = _fields(data)
    if number == 1:
        return value.decode()
    if number == 3:
        return struct.unpack("<d", value)[0]
    return _zigzag(value) if number == 6 else bool(value) if number == 7 else value


def _fields(data: bytes) -> Iterator[Field]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(data, at)
        else:
            length, at = (8, at) if kind == 1 else (4, at) if kind == 5 else _varint(data, at)
            value, at = data[at : at + length], at + length
        yield number, kind, value


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
