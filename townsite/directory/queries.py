"""Pages of the directory: rows for the table, JSON for the API, counts that say how sure they are."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import DataError, connection, transaction

from townsite.common.errors import Invalid
from townsite.directory.columns import COLUMNS, Column
from townsite.directory.conditions import Condition, all_of
from townsite.directory.criteria import Criteria
from townsite.directory.paging import BEST, RELEVANCE, Cursor, Order

COUNTED_TO = 10_000

# The inner query is fenced: otherwise the planner may walk a whole sort index for rare words.
_RELEVANT = """
WITH hits AS MATERIALIZED (
    SELECT s.* FROM sites_site s WHERE {where} LIMIT {best})
SELECT {select} FROM (
    SELECT s.*, (s.number = %s) AS is_number,
           ts_rank(s.search_vector, %s::tsquery) + word_similarity(%s, s.name || ' ' || s.city) AS score
    FROM hits s) s
ORDER BY s.is_number DESC, s.score DESC, s.name, s.id
OFFSET %s LIMIT %s
"""
_SORTED = "SELECT {select} FROM sites_site s WHERE {where} ORDER BY {order} LIMIT %s"


@dataclass(frozen=True)
class SitePage:
    """A page as JSON, and the cursors around it."""

    items: bytes
    next: str | None
    previous: str | None = None


@dataclass(frozen=True)
class Row:
    """A site in the table: its id, number, version and the shown columns by name."""

    id: Any
    number: str
    version: int
    color_index: int | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TablePage:
    """Rows of the table, and the cursors around them."""

    rows: list[Row]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Count:
    """How many; `is_exact` is false beyond 10,000, where counting on would cost more than it tells."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"{self.number:,}+"


def usual_order(criteria: Criteria) -> str:
    """Best match first for words, names from A to Z otherwise."""
    return RELEVANCE if criteria.words else "name"


def count_sites(criteria: Criteria) -> Count:
    """How many sites match, counted up to 10,000."""
    sql, values = criteria.where_sql()
    inner = f"SELECT 1 FROM sites_site s WHERE {sql} LIMIT {COUNTED_TO + 1}"
    (number,) = _rows(f"SELECT count(*) FROM ({inner}) t", values)[0]
    return Count(min(number, COUNTED_TO), is_exact=number <= COUNTED_TO)


def site_page(
    criteria: Criteria, *, columns: list[Column], sort: str = "", cursor: str = "", limit: int = 50
) -> TablePage:
    """A page of the table. Raises Invalid for a sort or cursor that does not exist."""
    color = "(SELECT t.color_index FROM territories_territory t WHERE t.id = s.territory_id)"
    select = ["s.id", "s.number", "s.version", color, *(column.sql for column in columns)]
    found, after, before = _page(criteria, select, sort=sort, cursor=cursor, limit=limit)
    names = [column.name for column in columns]
    rows = [Row(*row[:4], dict(zip(names, row[4:], strict=True))) for row in found]
    return TablePage(rows, after, before)


def site_page_json(
    criteria: Criteria, *, document: str, sort: str = "", cursor: str = "", limit: int = 50
) -> SitePage:
    """A page as a JSON array made by PostgreSQL; `document` is SQL over `s` that gives `jsonb`."""
    found, after, before = _page(
        criteria, [f"({document})::text"], sort=sort, cursor=cursor, limit=limit
    )
    return SitePage(b"[" + b",".join(row[0].encode() for row in found) + b"]", after, before)


def _page(
    criteria: Criteria, select: list[str], *, sort: str, cursor: str, limit: int
) -> tuple[list[tuple[Any, ...]], str | None, str | None]:
    order = Order.read(sort, usual=usual_order(criteria))
    if order.column == RELEVANCE and not criteria.words:
        order = Order("name")
    if order.column == RELEVANCE:
        return _relevant_page(criteria, select, cursor=cursor, limit=limit)
    return _sorted_page(criteria, select, order=order, cursor=Cursor.read(cursor), limit=limit)


def _sorted_page(
    criteria: Criteria, select: list[str], *, order: Order, cursor: Cursor | None, limit: int
) -> tuple[list[tuple[Any, ...]], str | None, str | None]:
    backwards = bool(cursor and cursor.is_backwards)
    where = all_of([criteria.condition, *([order.beyond(cursor)] if cursor else [])])
    # The sort value travels as text, exactly as PostgreSQL writes it.
    statement = _SORTED.format(
        select=", ".join([f"({order.expression})::text", "s.id", *select]),
        where=where.sql,
        order=order.sql(backwards=backwards),
    )
    rows = _rows(statement, [*where.values, limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return [], None, None
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    first, last = rows[0], rows[-1]
    after = Cursor(last[0], str(last[1])).write() if has_next else None
    before = Cursor(first[0], str(first[1]), is_backwards=True).write() if has_previous else None
    return [row[2:] for row in rows], after, before


def _relevant_page(
    criteria: Criteria, select: list[str], *, cursor: str, limit: int
) -> tuple[list[tuple[Any, ...]], str | None, str | None]:
    if cursor and not (cursor.isdecimal() and int(cursor) < BEST):
        raise Invalid("This page address is not one of ours. Begin at the first page.")
    start = int(cursor or 0)
    where: Condition = criteria.condition
    statement = _RELEVANT.format(where=where.sql, best=BEST, select=", ".join(select))
    text = " ".join(criteria.words)
    number = text.zfill(4) if text.isdecimal() else ""
    values = [*where.values, number, criteria.text_query or "", text, start, limit + 1]
    rows = _rows(statement, values)
    after = str(start + limit) if len(rows) > limit and start + limit < BEST else None
    before = str(max(start - limit, 0)) if start else None
    return rows[:limit], after, before


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement; a value PostgreSQL cannot read as the column's type is Invalid."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
    except DataError as error:
        raise Invalid("This page address is not one of ours. Begin at the first page.") from error


_FACET = "SELECT '{key}', {column}::text, count(*) FROM hits s GROUP BY 2"
FACETS = {
    "type": "s.facility_type", "status": "s.status", "tier": "s.tier", "health": "s.health",
    "state": "s.state", "revenue_class": "s.revenue_class", "service": "s.service_class",
    "class": "s.commercial_class", "quality": "s.geocode_quality",
    "region": "subpath(s.territory_path, 0, 1)",
}  # fmt: skip


def facet_counts(criteria: Criteria) -> dict[str, dict[str, int]]:
    """How many matching sites have each value, for every facet, in one statement.

    A facet's own tokens do not narrow its own counts, so that a second value can be added; the
    caller asks for those facets apart.
    """
    sql, values = criteria.where_sql()
    columns = ", ".join(
        sorted(
            {
                "facility_type",
                "status",
                "tier",
                "health",
                "state",
                "revenue_class",
                "service_class",
                "commercial_class",
                "geocode_quality",
                "territory_path",
            }
        )
    )
    parts = " UNION ALL ".join(
        _FACET.format(key=key, column=column) for key, column in FACETS.items()
    )
    rows = _rows(
        f"WITH hits AS MATERIALIZED (SELECT {columns} FROM sites_site s WHERE {sql}) {parts}",
        values,
    )
    counts: dict[str, dict[str, int]] = {key: {} for key in FACETS}
    for key, value, number in rows:
        if value:
            counts[key][value] = number
    return counts


def site_extent(criteria: Criteria) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the matching sites, or None when none has a point."""
    sql, values = criteria.where_sql()
    (box,) = _rows(
        "SELECT json_build_array(ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e))::text FROM"
        f" (SELECT ST_Extent(s.location) AS e FROM sites_site s WHERE {sql}) t WHERE e IS NOT NULL"
        " UNION ALL SELECT NULL LIMIT 1",
        values,
    )[0]
    return tuple(orjson.loads(box)) if box else None


def described(columns: list[Column]) -> list[dict[str, str]]:
    """The registry as the data dictionary and the chooser show it."""
    return [{"name": c.name, "label": c.label, "kind": c.kind} for c in columns or COLUMNS.values()]
