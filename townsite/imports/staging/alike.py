"""New rows that are probably sites already (R-27): one statement finds the candidates of all rows.

The score is the same as on the page of likely duplicates, with the same two policies; nothing is
ever taken for the same by itself.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from townsite.sites.duplicates import METRES_A_DEGREE, Thresholds, thresholds
from townsite.sites.similarity import Facts, Similarity, compare

# Below this trigram similarity neither name nor street can bring a pair to any sensible score; it
# only spares comparing every pair of one ZIP code. The default of PostgreSQL's `%` is 0.3.
ALIKE_AT_ALL = 0.4

# Points that are exact and far apart settle it before anything is compared.
_CANDIDATES = """
WITH new AS MATERIALIZED (
    SELECT st.row_number, st.values ->> 'name' AS name, coalesce(st.values ->> 'number', '') AS number,
           coalesce(st.values ->> 'street1', '') AS street, coalesce(st.values ->> 'city', '') AS city,
           coalesce(st.values ->> 'state', '') AS state, coalesce(st.values ->> 'zip', '') AS zip,
           nullif(left(st.values ->> 'zip', 5), '') AS zip5,
           (st.values ->> 'longitude')::float8 AS x, (st.values ->> 'latitude')::float8 AS y,
           coalesce(st.values ->> 'geocode_quality', '') AS quality,
           coalesce(st.values ->> 'geocode_quality' IN ('exact', 'street'), false) AS is_exact
    FROM pg_temp.import_staged st
    WHERE st.values ? 'name' AND NOT st.edits ?| ARRAY['$skip', '$site']
      AND NOT EXISTS (SELECT 1 FROM pg_temp.import_matched m WHERE m.row_number = st.row_number)
      AND NOT EXISTS (SELECT 1 FROM pg_temp.import_flags f WHERE f.row_number = st.row_number
                      AND f.issue ->> 'code' IN ('number_taken', 'external_id_taken'))
), boxed AS MATERIALIZED (
    SELECT n.*, CASE WHEN n.is_exact THEN ST_MakeEnvelope(
        n.x - 2 * %(degrees)s, n.y - %(degrees)s, n.x + 2 * %(degrees)s, n.y + %(degrees)s, 4326)
        END AS box
    FROM new n
), pairs AS (
    SELECT n.row_number, s.id FROM boxed n JOIN sites_site s ON left(s.zip, 5) = n.zip5
    WHERE (n.box IS NULL OR s.geocode_quality NOT IN ('exact', 'street') OR s.location && n.box)
      AND (similarity(s.name, n.name) >= %(alike)s OR lower(s.street1) = lower(n.street))
    UNION
    SELECT n.row_number, s.id FROM boxed n JOIN sites_site s ON s.location && n.box
    WHERE n.is_exact AND similarity(s.name, n.name) >= %(alike)s
    UNION
    SELECT n.row_number, s.id FROM boxed n JOIN sites_site s
        ON lower(s.name) = lower(n.name) AND s.state = n.state AND lower(s.city) = lower(n.city)
)
SELECT n.row_number, n.name, n.number, n.street, n.city, n.state, n.zip, n.x, n.y, n.quality,
       s.id, s.name, s.number, s.street1, s.city, s.state, s.zip, ST_X(s.location),
       ST_Y(s.location), s.geocode_quality
FROM pairs JOIN boxed n USING (row_number) JOIN sites_site s ON s.id = pairs.id
WHERE s.status <> 'merged' ORDER BY n.row_number, s.id
"""
_COPY = "COPY pg_temp.import_flags (row_number, issue) FROM STDIN"

Pair = tuple[int, Facts, Facts]


def flag_likely_duplicates(*, at: datetime) -> None:
    """Adds a warning, with the likeliest site as suggestion, to each new row that has one."""
    limits = thresholds(at=at)
    found = list(_likeliest(_candidates(limits), limits))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row_number, issue in found:
            copy.write_row((row_number, orjson.dumps(issue).decode()))


def _candidates(limits: Thresholds) -> Iterator[Pair]:
    values = {"degrees": limits.within_m / METRES_A_DEGREE, "alike": ALIKE_AT_ALL}
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        for row in cursor:
            number, here, (key, *there) = row[0], row[1:10], row[10:]
            yield number, _facts(None, *here), _facts(key, *there)


def _facts(key: UUID | None, name: str, number: str, *place: Any) -> Facts:
    return Facts(name, key, number, *place)


def _likeliest(pairs: Iterator[Pair], limits: Thresholds) -> Iterator[tuple[int, dict[str, Any]]]:
    for row_number, group in groupby(pairs, key=itemgetter(0)):
        scored = [
            (compare(one, there, within_m=limits.within_m), one, there) for _, one, there in group
        ]
        best, one, there = max(scored, key=lambda each: each[0].score)
        if best.score >= limits.score:
            yield row_number, _issue(best, one.name, there)


def _issue(similarity: Similarity, name: str, there: Facts) -> dict[str, Any]:
    why = ", ".join(part.words for part in similarity.parts)
    return {
        "field": "name",
        "code": "duplicate_site",
        "severity": "warn",
        "value": name,
        "message": f"Probably there already: site {there.number} {there.name}, {there.city} ({why}).",
        "fix": {"$site": str(there.key)},
    }
