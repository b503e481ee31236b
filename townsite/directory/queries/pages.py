"""Pages of matching sites: rows for the table, JSON for the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.paging import RELEVANCE, Cursor, Order, Stretch, stretches
from townsite.directory.queries.relevance import relevant_rows
from townsite.directory.queries.rows import rows

Found = tuple[list[tuple[Any, ...]], str | None, str | None]


@dataclass(frozen=True)
class SitePage:
    """A page as a JSON array, and the cursors around it."""

    items: bytes
    next: str | None
    previous: str | None = None


@dataclass(frozen=True)
class Row:
    """A site in the table, with the shown columns by name."""

    id: UUID
    number: str
    name: str
    version: int
    color_index: int | None
    values: dict[str, Any]


@dataclass(frozen=True)
class TablePage:
    """Rows of the table, and the cursors around them."""

    rows: list[Row]
    next: str | None
    previous: str | None


_COLOR = "(SELECT t.color_index FROM territories_territory t WHERE t.id = s.territory_id)"


def usual_sort(criteria: Criteria) -> str:
    """Best match first for words, names from A to Z otherwise."""
    return RELEVANCE if criteria.has_words else "name"


def site_page(
    criteria: Criteria,
    *,
    columns: Sequence[Column],
    sort: str = "",
    cursor: str = "",
    limit: int = 50,
) -> TablePage:
    """A page of the table. Raises Invalid for a sort or cursor that does not exist."""
    select = ["s.id", "s.number", "s.name", "s.version", _COLOR, *(c.sql for c in columns)]
    found, after, before = _page(criteria, select, sort=sort, cursor=cursor, limit=limit)
    names = [column.name for column in columns]
    made = [
        Row(row[0], row[1], row[2], row[3], row[4], dict(zip(names, row[5:], strict=True)))
        for row in found
    ]
    return TablePage(made, after, before)


def site_page_json(
    criteria: Criteria, *, document: str, sort: str = "", cursor: str = "", limit: int = 50
) -> SitePage:
    """A page as a JSON array made by PostgreSQL; `document` is SQL over `s` that gives jsonb.

    Raises Invalid for criteria, a sort or a cursor that cannot be understood.
    """
    criteria.require_understood()
    found, after, before = _page(
        criteria, [f"({document})::text"], sort=sort, cursor=cursor, limit=limit
    )
    return SitePage(b"[" + b",".join(row[0].encode() for row in found) + b"]", after, before)


def _page(criteria: Criteria, select: list[str], *, sort: str, cursor: str, limit: int) -> Found:
    sort = sort or usual_sort(criteria)
    if sort == RELEVANCE and criteria.has_words:
        return relevant_rows(criteria, select, cursor=cursor, limit=limit)
    order = Order.read("name" if sort == RELEVANCE else sort)
    return _sorted(criteria, select, order, Cursor.read(cursor) if cursor else None, limit)


def _sorted(
    criteria: Criteria, select: list[str], order: Order, cursor: Cursor | None, limit: int
) -> Found:
    """A page, read stretch by stretch until it is full."""
    found: list[tuple[Any, ...]] = []
    for stretch in stretches(order, cursor):
        found += _stretch(criteria, select, stretch, limit + 1 - len(found))
        if len(found) > limit:
            break
    has_more, found = len(found) > limit, found[:limit]
    backwards = cursor is not None and cursor.is_backwards
    if backwards:
        found.reverse()
    if not found:
        return [], None, None
    has_next, has_previous = (True, has_more) if backwards else (has_more, cursor is not None)
    after = _cursor(found[-1]) if has_next else None
    before = _cursor(found[0], is_backwards=True) if has_previous else None
    return [row[2:] for row in found], after, before


def _cursor(row: tuple[Any, ...], *, is_backwards: bool = False) -> str:
    return Cursor(row[0], row[1], is_backwards).write()


def _stretch(
    criteria: Criteria, select: list[str], stretch: Stretch, limit: int
) -> list[tuple[Any, ...]]:
    where, values = criteria.where_sql()
    columns = ", ".join([stretch.key, "s.id", *select])
    source = f"sites_site s {stretch.join} WHERE ({where}) AND {stretch.where}"
    order = f"ORDER BY {stretch.order}"
    statement = f"SELECT {columns} FROM {source} {order} LIMIT %s"
    if criteria.is_by_place:
        # The index by place holds what it takes to choose and sort (by name): of the thousands of
        # sites in a dense town only those of the page are then read from the table.
        page = f"SELECT s.id FROM {source} {order} LIMIT %s"
        statement = (
            f"SELECT {columns} FROM ({page}) page JOIN sites_site s ON s.id = page.id"
            f" {stretch.join} {order}"
        )
    return rows(statement, [*values, *stretch.values, limit])
