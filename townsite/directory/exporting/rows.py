"""The rows of an export: exactly the sites and columns of a view, in its order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.paging import RELEVANCE, Order, stretches
from townsite.directory.queries import usual_sort

BATCH = 2_000


def export_rows(
    criteria: Criteria, columns: Sequence[Column], *, sort: str, extra: Sequence[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """Each site's values, then those of `extra` SQL; read in batches, so memory stays small."""
    name = sort or usual_sort(criteria)
    order = Order.read("name" if name == RELEVANCE else name)
    where, values = criteria.where_sql()
    select = ", ".join([*(column.sql for column in columns), *extra])
    for stretch in stretches(order, None):
        statement = (
            f"SELECT {select} FROM sites_site s {stretch.join}"
            f" WHERE ({where}) AND {stretch.where} ORDER BY {stretch.order}"
        )
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, values)
            while batch := cursor.fetchmany(BATCH):
                yield from batch


def plain(column: Column, value: Any) -> Any:
    """The value as a file holds it: dollars, ISO 8601 times, labels for codes."""
    if value is None:
        return None
    if column.kind == "money":
        return value / 100
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if column.kind == "date":
        return value.isoformat()
    if isinstance(value, (int, float)):
        return value
    return column.show(value)
