"""The features of a collection, made by PostgreSQL as JSON, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DataError, InternalError, connection

from townsite.api.ogc import crs as systems
from townsite.api.ogc.collections import Collection
from townsite.api.ogc.cql import filter_sql
from townsite.common.as_of import as_of_moment
from townsite.common.errors import Invalid, NotFound

USUAL, MOST = 100, 10_000
COUNTED_TO = 10_000
OWN = {
    "limit", "bbox", "bbox-crs", "crs", "datetime", "as_of", "filter", "filter-lang", "filter-crs",
    "after", "f",
}  # fmt: skip
INTERVAL = 2


@dataclass
class Question:
    """What was asked for: conditions with their values, and how to answer."""

    collection: Collection
    limit: int = USUAL
    after: str = ""
    crs: str = systems.CRS84
    where: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, values: Any = ()) -> None:
        """One more condition."""
        self.where.append(f"({text})")
        self.values += values

    @property
    def condition(self) -> str:
        return " AND ".join([self.collection.where, *self.where])


@dataclass(frozen=True)
class Page:
    """Features as JSON texts, the key to go on after, and how many match when that is known."""

    features: list[str]
    next: str | None
    matched: int | None


def read_question(collection: Collection, query: Mapping[str, str], *, at: datetime) -> Question:
    """The question of an address. Raises Invalid for unknown or unreadable parameters."""
    unknown = [name for name in query if name not in OWN and name not in collection.properties]
    if unknown:
        raise Invalid(f"Unknown parameters: {', '.join(unknown)}.")
    then = as_of_moment(query.get("as_of", ""))
    collection = collection.as_of(then) if then else collection
    question = Question(collection, _limit(query.get("limit", "")), query.get("after", ""))
    question.crs = systems.known(query.get("crs", ""), parameter="crs")
    if query.get("bbox"):
        envelope, values = systems.box(
            query["bbox"], systems.known(query.get("bbox-crs", ""), parameter="bbox-crs")
        )
        geometry = collection.geometry
        question.add(
            f"{geometry} && {envelope} AND ST_Intersects({geometry}, {envelope})", values * 2
        )
    _add_time(question, query.get("datetime", ""), at=then or at)
    _add_filters(question, query)
    return question


def page_of(question: Question) -> Page:
    """The features in the order of their keys; at most three statements."""
    key = question.collection.key
    more = f" AND {key} > %s" if question.after else ""
    values = [*question.values, *([question.after] if question.after else [])]
    rows = _rows(
        f"SELECT {key}, {_feature(question)} FROM {question.collection.source}"
        f" WHERE {question.condition}{more} ORDER BY {key} LIMIT {question.limit + 1}",
        values,
    )
    shown = rows[: question.limit]
    after = str(shown[-1][0]) if len(rows) > question.limit else None
    return Page([row[1] for row in shown], after, _matched(question))


def feature_of(question: Question, key: str) -> str:
    """One feature as JSON. Raises NotFound outside reach or when absent."""
    rows = _rows(
        f"SELECT {_feature(question)} FROM {question.collection.source}"
        f" WHERE {question.condition} AND {question.collection.key} = %s",
        [*question.values, key],
    )
    if not rows:
        raise NotFound(f"There is no feature {key} in {question.collection.id}.")
    return str(rows[0][0])


def extent_of(collection: Collection) -> list[float] | None:
    """West, south, east, north of all features in reach."""
    rows = _rows(
        "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT"
        f" ST_Extent({collection.geometry}) AS e FROM {collection.source} WHERE {collection.where}) x",
        [],
    )
    return list(rows[0]) if rows and rows[0][0] is not None else None


def _limit(text: str) -> int:
    if not text:
        return USUAL
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise Invalid(f"limit={text} is no number of features. Use 1 to {MOST:,}.")
    return min(int(text), MOST)


def _add_time(question: Question, text: str, *, at: datetime) -> None:
    """Features in force at a moment or during an interval; those without time always match."""
    period = question.collection.period
    if not period:
        return
    parts = text.split("/")
    if len(parts) > INTERVAL:
        raise Invalid("datetime is a moment or an interval such as 2026-01-01/2026-03-31.")
    if len(parts) == INTERVAL:
        low, high = (None if part in {"", ".."} else as_of_moment(part) for part in parts)
        if low and high and low > high:
            raise Invalid("The interval of datetime ends before it begins.")
        question.add(f"{period} && tstzrange(%s, %s, '[]')", [low, high])
    else:
        question.add(f"{period} @> %s::timestamptz", [as_of_moment(text) or at])


def _add_filters(question: Question, query: Mapping[str, str]) -> None:
    for name, prop in question.collection.properties.items():
        if name in query:
            question.add(f"({prop.sql})::text = %s", [query[name]])
    if query.get("filter-lang", "cql2-text") != "cql2-text":
        raise Invalid("filter-lang is cql2-text here.")
    crs = systems.known(query.get("filter-crs", ""), parameter="filter-crs")
    if query.get("filter"):
        found = filter_sql(query["filter"], question.collection, crs=crs)
        question.add(found.text, found.values)


def _feature(question: Question) -> str:
    properties = ", ".join(f"'{n}', {p.sql}" for n, p in question.collection.properties.items())
    return (
        f"jsonb_build_object('type', 'Feature', 'id', {question.collection.key}, 'geometry',"
        f" {systems.shown(question.collection.geometry, question.crs)},"
        f" 'properties', jsonb_build_object({properties}))::text"
    )


def _matched(question: Question) -> int | None:
    """How many match, up to a number beyond which counting costs too much."""
    [(count,)] = _rows(
        f"SELECT count(*) FROM (SELECT 1 FROM {question.collection.source}"
        f" WHERE {question.condition} LIMIT {COUNTED_TO + 1}) x",
        question.values,
    )
    return count if count <= COUNTED_TO else None


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Raises Invalid for a shape or value that the database cannot take."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found
    except (DataError, InternalError) as error:
        raise Invalid(f"The question cannot be answered: {str(error).splitlines()[0]}") from error
