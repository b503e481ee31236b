"""New rows that are probably sites already (R-27).

The score is the same as on the page of likely duplicates, with the same two policies; nothing is
ever taken for the same by itself. A few rows are looked up one by one; many are joined with all
sites in scope at once, by the keys of `blocking`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from townsite.imports.staging.blocking import Blocks
from townsite.imports.staging.bounds import hopeful
from townsite.imports.staging.frames import copied
from townsite.sites.duplicates import Thresholds, likely_duplicates_of, thresholds
from townsite.sites.similarity import (
    EXACT_POINTS,
    Facts,
    Similarity,
    compare,
    farthest_m,
)

# Looking up one row takes 3 ms, reading 500,000 sites as long as a thousand rows (measured).
FEW = 500

_NEW = """
SELECT st.row_number, st.values ->> 'name', st.values ->> 'number', st.values ->> 'street1',
       st.values ->> 'city', st.values ->> 'state', left(st.values ->> 'zip', 5),
       st.values ->> 'longitude', st.values ->> 'latitude', st.values ->> 'geocode_quality'
FROM pg_temp.import_staged st
WHERE st.values ? 'name' AND NOT st.edits ?| ARRAY['$skip', '$site']
  AND NOT EXISTS (SELECT 1 FROM pg_temp.import_matched m WHERE m.row_number = st.row_number)
  AND NOT EXISTS (SELECT 1 FROM pg_temp.import_flags f WHERE f.row_number = st.row_number
                  AND f.issue ->> 'code' IN ('number_taken', 'external_id_taken'))
"""
_SITES = """
SELECT id, name, number, street1, city, state, left(zip, 5), ST_X(location), ST_Y(location),
       geocode_quality
FROM sites_site WHERE status <> 'merged'
"""
_FACTS: dict[str, type[pl.DataType]] = {
    "name": pl.String, "number": pl.String, "street": pl.String, "city": pl.String,
    "state": pl.String, "zip": pl.String, "longitude": pl.Float64, "latitude": pl.Float64,
    "geocode_quality": pl.String,
}  # fmt: skip
_COPY = "COPY pg_temp.import_flags (row_number, issue) FROM STDIN"


class Likely(NamedTuple):
    """A new row and the site that it probably is."""

    row_number: int
    similarity: Similarity
    name: str
    site: Facts


def flag_likely_duplicates(*, at: datetime) -> None:
    """Adds a warning, with the likeliest site as suggestion, to each new row that has one."""
    limits = thresholds(at=at)
    rows = pl.concat(copied(_NEW, {"row_number": pl.Int32, **_FACTS}))
    likely = _looked_up(rows, limits) if rows.height <= FEW else _joined(rows, limits)
    found = [(each.row_number, orjson.dumps(_issue(each)).decode()) for each in likely]
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line in found:
            copy.write_row(line)


def _looked_up(rows: pl.DataFrame, limits: Thresholds) -> Iterator[Likely]:
    asked = [_facts(row) for row in rows.iter_rows(named=True)]
    matches = likely_duplicates_of(asked, limits=limits)
    for number, one, found in zip(rows["row_number"], asked, matches, strict=True):
        if found:
            yield Likely(number, found[0].similarity, one.name, found[0].facts)


def _joined(rows: pl.DataFrame, limits: Thresholds) -> Iterator[Likely]:
    blocks = Blocks.of(
        _located(rows), within_m=farthest_m(within_m=limits.within_m, score=limits.score)
    )
    sites = copied(_SITES, {"id": pl.String, **_FACTS})
    found = [each for part in sites for each in _scored(blocks.pairs(_located(part)), limits)]
    for _, group in groupby(sorted(found, key=itemgetter(0)), key=itemgetter(0)):
        yield max(group, key=lambda each: each.similarity.score)


def _located(records: pl.DataFrame) -> pl.DataFrame:
    has_point = pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null()
    is_known = pl.col("geocode_quality").is_in(sorted(EXACT_POINTS)).fill_null(value=False)
    return records.with_columns(is_exact=has_point & is_known)


def _scored(pairs: pl.DataFrame, limits: Thresholds) -> Iterable[Likely]:
    for pair in hopeful(pairs, score=limits.score).iter_rows(named=True):
        one, there = _facts(pair), _facts(pair, "_there", key=UUID(pair["id_there"]))
        similarity = compare(one, there, within_m=limits.within_m)
        if similarity.score >= limits.score:
            yield Likely(pair["row_number"], similarity, one.name, there)


def _facts(record: dict[str, Any], suffix: str = "", *, key: UUID | None = None) -> Facts:
    given = {name: record[f"{name}{suffix}"] for name in _FACTS}
    return Facts(
        key=key,
        longitude=given.pop("longitude"),
        latitude=given.pop("latitude"),
        **{name: text or "" for name, text in given.items()},
    )


def _issue(likely: Likely) -> dict[str, Any]:
    why = ", ".join(part.words for part in likely.similarity.parts)
    there = likely.site
    return {
        "field": "name",
        "code": "duplicate_site",
        "severity": "warn",
        "value": likely.name,
        "message": f"Probably there already: site {there.number} {there.name}, {there.city} ({why}).",
        "fix": {"$site": str(there.key)},
    }
