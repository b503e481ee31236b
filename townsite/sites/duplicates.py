"""Finding sites that may be the same one; nothing is ever merged by itself (R-27)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.policies.queries import policies_at
from townsite.sites.models import Site
from townsite.sites.similarity import Facts, Similarity, compare

METRES_A_DEGREE = 111_000
_COLUMNS = (
    "s.id, s.number, s.name, s.status, s.street1, s.city, s.state, s.zip,"
    " ST_X(s.location), ST_Y(s.location), s.geocode_quality"
)
# Three ways to be near: on the map, in the ZIP area, or by the very name. Row-level security
# keeps the answer within scope; boxes and bounds are computed beforehand, because under it only
# bare LEAKPROOF comparisons of columns may use an index.
_CANDIDATES = f"""
WITH asked AS MATERIALIZED (
    SELECT index, id, name, zip, zip || '-' AS zip_from, zip || '.' AS zip_to,
           ST_MakeEnvelope(x - 2 * %(degrees)s, y - %(degrees)s,
                           x + 2 * %(degrees)s, y + %(degrees)s, 4326) AS box
      FROM unnest(%(index)s::int[], %(id)s::uuid[], %(name)s::text[], %(zip)s::text[],
                  %(x)s::float8[], %(y)s::float8[]) AS given (index, id, name, zip, x, y))
SELECT asked.index, s.*
  FROM asked
 CROSS JOIN LATERAL (
       (SELECT {_COLUMNS} FROM sites_site s WHERE s.location && asked.box LIMIT 100)
       UNION
       (SELECT {_COLUMNS} FROM sites_site s
         WHERE s.zip = asked.zip AND asked.zip <> '' LIMIT 200)
       UNION
       (SELECT {_COLUMNS} FROM sites_site s
         WHERE s.zip > asked.zip_from AND s.zip < asked.zip_to AND asked.zip <> '' LIMIT 200)
       UNION
       (SELECT {_COLUMNS} FROM sites_site s WHERE s.name = asked.name LIMIT 50)
       ) s
 WHERE s.status <> 'merged' AND s.id IS DISTINCT FROM asked.id
"""


@dataclass(frozen=True)
class Thresholds:
    """From which score sites count as likely duplicates, and how far apart they may lie."""

    score: float
    within_m: float


@dataclass(frozen=True)
class Match:
    """A site in scope that may be the same, with the score and its parts."""

    facts: Facts
    status: str
    similarity: Similarity

    @property
    def address(self) -> str:
        region = " ".join(part for part in (self.facts.state, self.facts.zip) if part)
        return ", ".join(part for part in (self.facts.street, self.facts.city, region) if part)


def thresholds(*, at: datetime) -> Thresholds:
    """The limits that the policies set (R-27: 0.85)."""
    names = ("quality.duplicate_similarity", "quality.duplicate_distance_m")
    held = policies_at(at, keys=names)
    score, within = (held.resolve(name).value for name in names)
    return Thresholds(float(str(score)), float(str(within)))


def facts_of(site: Site) -> Facts:
    """What of a site is compared."""
    return Facts(
        name=site.name,
        key=site.pk,
        number=site.number,
        street=site.street1,
        city=site.city,
        state=site.state,
        zip=site.zip,
        longitude=site.location.x if site.location else None,
        latitude=site.location.y if site.location else None,
        geocode_quality=site.geocode_quality,
    )


def likely_duplicates(facts: Facts, *, at: datetime) -> list[Match]:
    """Sites in scope that are likely the same, the likeliest first."""
    return likely_duplicates_of([facts], limits=thresholds(at=at))[0]


def likely_duplicates_of(asked: Sequence[Facts], *, limits: Thresholds) -> list[list[Match]]:
    """For each of many sites its likely duplicates in scope, by one statement for all."""
    found: list[list[Match]] = [[] for _ in asked]
    for index, facts, status in _candidates(asked, limits.within_m):
        similarity = compare(asked[index], facts, within_m=limits.within_m)
        if similarity.score >= limits.score:
            found[index].append(Match(facts, status, similarity))
    return [sorted(group, key=lambda each: -each.similarity.score) for group in found]


def _candidates(asked: Sequence[Facts], within_m: float) -> Iterable[tuple[int, Facts, str]]:
    values: dict[str, Any] = {
        "index": list(range(len(asked))),
        "id": [each.key for each in asked],
        "name": [each.name for each in asked],
        "zip": [each.zip.strip()[:5] for each in asked],
        "x": [each.longitude for each in asked],
        "y": [each.latitude for each in asked],
        "degrees": within_m / METRES_A_DEGREE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        for index, *row in cursor.fetchall():
            yield index, _facts(row), row[3]


def _facts(row: list[Any]) -> Facts:
    key: UUID = row[0]
    return Facts(row[2], key, row[1], *row[4:])
