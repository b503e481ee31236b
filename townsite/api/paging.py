"""Keyset pages: a cursor names the last row read, so depth costs nothing."""

import base64
import binascii
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from townsite.common.errors import Invalid

LARGEST = 1_000  # domain section 8: default 50, at most 1,000
USUAL = 50


def encode(values: list[Any]) -> str:
    """A cursor that holds the sort values of the last row."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[Any]:
    """The values in a cursor. Raises Invalid for one that we did not make."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise Invalid("This cursor is not one of ours. Begin again without it.") from error
    good = isinstance(values, list) and len(values) == length
    if not good or not all(isinstance(v, str) and "\x00" not in v for v in values):
        raise Invalid("This cursor is not one of ours. Begin again without it.")
    return list(values)


def by_name(
    rows: QuerySet[Any], *, field: str, cursor: str, limit: int
) -> tuple[list[Any], str | None]:
    """A page of `rows` sorted by `field`, then id, and the cursor of the next, if there is one."""
    if cursor:
        last, last_id = decode(cursor, length=2)
        rows = rows.filter(
            Q(**{f"{field}__gt": last}) | Q(**{field: last, "id__gt": _uuid(last_id)})
        )
    found = list(rows.order_by(field, "id")[: limit + 1])
    page = found[:limit]
    more = len(found) > limit
    return page, encode([getattr(page[-1], field), str(page[-1].pk)]) if more else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("This cursor is not one of ours. Begin again without it.") from error
