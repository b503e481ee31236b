"""Keyset pages over any column: a page costs the same at any depth.

A cursor holds the sort value and id of the row it starts from, and the direction to read in.
Searches by words are first ordered by how well they match; those pages count rows instead, within
the best 500.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import orjson

from townsite.common.errors import Invalid
from townsite.directory.columns import COLUMNS, SORTABLE
from townsite.directory.conditions import Condition

RELEVANCE = "relevance"
BEST = 500
ID_LENGTH = 36


@dataclass(frozen=True)
class Order:
    """A column and a direction: `-revenue` is descending."""

    column: str
    is_descending: bool = False

    @classmethod
    def read(cls, text: str, *, usual: str) -> "Order":
        """The order in an address. Raises Invalid naming the columns that can sort."""
        name = text.removeprefix("-") or usual
        if name != RELEVANCE and name not in SORTABLE:
            raise Invalid(f"Sites cannot be sorted by “{name}”. Use {', '.join(SORTABLE)}.")
        return cls(name, is_descending=text.startswith("-"))

    def __str__(self) -> str:
        return f"{'-' if self.is_descending else ''}{self.column}"

    @property
    def expression(self) -> str:
        return COLUMNS[self.column].sort

    def sql(self, *, backwards: bool) -> str:
        """ORDER BY, with the id to break ties."""
        direction = "DESC" if self.is_descending != backwards else "ASC"
        return f"{self.expression} {direction}, s.id {direction}"

    def beyond(self, cursor: "Cursor") -> Condition:
        """The rows that follow the cursor in its direction."""
        sign = "<" if self.is_descending != cursor.is_backwards else ">"
        return Condition(
            f"({self.expression}, s.id) {sign} (%s, %s::uuid)", [cursor.value, cursor.id]
        )


@dataclass(frozen=True)
class Cursor:
    """Where a page starts; `value` is text that PostgreSQL reads as the column's type."""

    value: str
    id: str
    is_backwards: bool = False

    def write(self) -> str:
        """The cursor as an address holds it."""
        body = orjson.dumps([self.value, self.id, self.is_backwards])
        return base64.urlsafe_b64encode(body).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor of an address, or None for the first page. Raises Invalid for a foreign one."""
        if not text:
            return None
        try:
            raw = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError) as error:
            raise Invalid(
                "This page address is not one of ours. Begin at the first page."
            ) from error
        if not _is_sound(raw):
            raise Invalid("This page address is not one of ours. Begin at the first page.")
        return cls(*raw)


def _is_sound(raw: Any) -> bool:
    if not isinstance(raw, list) or len(raw) != 3:  # noqa: PLR2004 - value, id, direction
        return False
    value, key, backwards = raw
    words = isinstance(value, str) and isinstance(key, str) and "\x00" not in value + key
    hexes = words and len(key) == ID_LENGTH and set(key) <= set("0123456789abcdef-")
    return bool(hexes) and isinstance(backwards, bool)
