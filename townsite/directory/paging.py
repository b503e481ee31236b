"""Keyset pages: a cursor names the row a page begins after, so depth costs nothing.

Rows without a value in the sorted column come last in both directions, as a second stretch of the
list with its own order; so every stretch compares values that exist, and indexes serve both ways.
"""

import base64
import binascii
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from townsite.common.errors import Invalid
from townsite.directory.columns import COLUMNS, SORTABLE, Column
from townsite.directory.errors import BadCursor

RELEVANCE = "relevance"


@dataclass(frozen=True)
class Cursor:
    """A row's place: its sort value as PostgreSQL writes it (None without one), and its id."""

    value: str | None
    id: UUID
    is_backwards: bool = False

    def write(self) -> str:
        """The cursor as an address holds it."""
        body = orjson.dumps([self.value, str(self.id), int(self.is_backwards)])
        return base64.urlsafe_b64encode(body).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor of an address. Raises BadCursor for one that we did not make."""
        try:
            raw = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            value, key, backwards = raw
            sound = (value is None or isinstance(value, str)) and "\x00" not in (value or "")
            cursor = cls(value, UUID(key), bool(backwards)) if sound else None
        except (binascii.Error, ValueError, TypeError, AttributeError):
            cursor = None
        if cursor is None:
            raise BadCursor("This page address is not one of ours. Begin at the first page.")
        return cursor


@dataclass(frozen=True)
class Order:
    """A column and a direction: `-revenue` is descending."""

    column: Column
    is_descending: bool = False

    @classmethod
    def read(cls, text: str) -> "Order":
        """The order in an address. Raises Invalid naming the columns that can sort."""
        name = text.removeprefix("-") or "name"
        if name not in SORTABLE:
            raise Invalid(f"Sites cannot be sorted by “{name}”. Use one of {', '.join(SORTABLE)}.")
        return cls(COLUMNS[name], is_descending=text.startswith("-"))

    def __str__(self) -> str:
        return f"{'-' if self.is_descending else ''}{self.column.name}"


@dataclass(frozen=True)
class Stretch:
    """Part of a sorted list, read in one direction: its condition, order and bound values.

    `key` is the sort value as text, exactly as PostgreSQL writes it; `join` is what that needs.
    """

    where: str
    order: str
    key: str = "NULL::text"
    join: str = ""
    values: tuple[str, ...] = ()


def stretches(order: Order, cursor: Cursor | None) -> list[Stretch]:
    """What to read, in turn, for the page after (or, backwards, before) the cursor."""
    backwards = cursor is not None and cursor.is_backwards
    parts = [_filled(order, backwards=backwards)]
    if order.column.blank:
        parts.append(_blank(order, backwards=backwards))
    if backwards:
        parts.reverse()
    if cursor is None:
        return parts
    in_blanks = bool(order.column.blank) and cursor.value is None
    if in_blanks != backwards and len(parts) > 1:
        parts = parts[1:]  # the other stretch lies on the cursor's far side
    return [_beyond(parts[0], order, cursor), *parts[1:]]


def _filled(order: Order, *, backwards: bool) -> Stretch:
    column = order.column
    down = order.is_descending != backwards
    direction = "DESC" if down else "ASC"
    if column.is_nullable:
        # There are no NULLs here: this says where the index keeps them, so that it can be used.
        last = down == column.is_index_descending
        direction += " NULLS LAST" if last else " NULLS FIRST"
    by = f"{column.sort} {direction}, s.id {'DESC' if down else 'ASC'}"
    return Stretch(column.filled, by, key=f"({column.sort})::text", join=column.join)


def _blank(order: Order, *, backwards: bool) -> Stretch:
    down = order.is_descending != backwards
    return Stretch(order.column.blank, f"s.id {'DESC' if down else 'ASC'}")


def _beyond(stretch: Stretch, order: Order, cursor: Cursor) -> Stretch:
    if not order.column.could_hold(cursor.value):
        raise BadCursor("This page address does not fit this order. Begin at the first page.")
    sign = "<" if order.is_descending != cursor.is_backwards else ">"
    if order.column.blank and cursor.value is None:
        where = f"s.id {sign} %s::uuid"
        values: tuple[str, ...] = (str(cursor.id),)
    else:
        where = f"({order.column.sort}, s.id) {sign} (%s, %s::uuid)"
        values = (cursor.value or "", str(cursor.id))
    return replace(stretch, where=f"{stretch.where} AND {where}", values=values)
