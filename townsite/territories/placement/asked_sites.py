"""The sites that placement is asked about, as arrays."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from townsite.territories.choices import ExceptionEffect
from townsite.territories.placement.routers import Place
from townsite.territories.placement.travel import Floats

_SITES = """
SELECT s.id, s.number, s.name, s.state, ST_X(s.location), ST_Y(s.location), s.complexity,
       s.revenue_class, s.territory_id, s.status IN ('pending', 'active', 'suspended'),
       s.business_segment, s.facility_type, s.service_class, s.commercial_class
FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(id, place)
JOIN sites_site s ON s.id = asked.id ORDER BY asked.place
"""
_UNASSIGNED = """
SELECT s.id FROM sites_site s
WHERE s.territory_id IS NULL AND s.status IN ('draft', 'pending', 'active', 'suspended')
ORDER BY s.annual_revenue_cents DESC NULLS LAST, s.number
LIMIT %s OFFSET %s
"""
_COVERED = """
SELECT s.id, b.territory_id FROM sites_site s
JOIN territories_boundary b ON ST_Intersects(b.geometry, s.location)
    AND b.valid_during @> %(at)s::timestamptz
WHERE s.id = ANY (%(ids)s::uuid[])
"""
_EXCEPTIONS = """
SELECT e.site_id, e.territory_id, e.effect, e.ground, e.reason, e.decided_by_label,
       upper(e.valid_during)
FROM territories_placementexception e
WHERE e.site_id = ANY (%(ids)s::uuid[]) AND e.valid_during @> %(at)s::timestamptz
"""


class AskedSite(NamedTuple):
    """One site; coordinates are None while its point is not known."""

    id: UUID
    number: str
    name: str
    state: str
    longitude: float | None
    latitude: float | None
    complexity: int | None
    revenue_class: str
    territory_id: UUID | None
    is_worked: bool
    # What the attribute rule of a territory may ask for.
    business_segment: str
    facility_type: str
    service_class: str
    commercial_class: str

    def matches(self, rule: Mapping[str, str]) -> bool:
        """Whether every attribute is as the rule says; a rule without attributes matches none."""
        return bool(rule) and all(
            getattr(self, name, None) == value for name, value in rule.items()
        )

    @property
    def place(self) -> Place | None:
        """Where it lies."""
        if self.longitude is None or self.latitude is None:
            return None
        return Place(self.longitude, self.latitude)


class Named(NamedTuple):
    """A named exception in force (R-12)."""

    effect: ExceptionEffect
    ground: str
    reason: str
    decided_by: str
    ends_at: datetime | None


@dataclass(frozen=True)
class AskedSites:
    """Sites in the order asked, with the boundaries around them and their exceptions."""

    rows: list[AskedSite]
    longitude: Floats
    latitude: Floats
    complexity: Floats
    covered: set[tuple[UUID, UUID]]
    exceptions: dict[tuple[UUID, UUID], Named]

    def one_by_one(self) -> Iterator["AskedSites"]:
        """Each site by itself."""
        for n, row in enumerate(self.rows):
            one = slice(n, n + 1)
            yield AskedSites(
                [row],
                self.longitude[one],
                self.latitude[one],
                self.complexity[one],
                {pair for pair in self.covered if pair[0] == row.id},
                {pair: named for pair, named in self.exceptions.items() if pair[0] == row.id},
            )


def asked_sites(ids: Collection[UUID], *, at: datetime) -> AskedSites:
    """The sites in scope with these ids: three statements."""
    with connection.cursor() as cursor:
        cursor.execute(_SITES, [list(ids)])
        rows = [AskedSite(*row) for row in cursor.fetchall()]
        given: dict[str, Any] = {"ids": list(ids), "at": at}
        cursor.execute(_COVERED, given)
        covered = set(cursor.fetchall())
        cursor.execute(_EXCEPTIONS, given)
        named = {
            (site, territory): Named(ExceptionEffect(effect), *rest)
            for site, territory, effect, *rest in cursor.fetchall()
        }
    return AskedSites(
        rows,
        _floats([row.longitude for row in rows]),
        _floats([row.latitude for row in rows]),
        _floats([row.complexity for row in rows]),
        covered,
        named,
    )


def unassigned_ids(*, limit: int | None, offset: int = 0) -> list[UUID]:
    """Sites without a territory that need one, the most revenue first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNASSIGNED, [limit, offset])
        return [row[0] for row in cursor.fetchall()]


def count_unassigned() -> int:
    """How many sites in scope wait for a territory."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sites_site s WHERE s.territory_id IS NULL"
            " AND s.status IN ('draft', 'pending', 'active', 'suspended')"
        )
        return int(cursor.fetchone()[0])


def _floats(values: list[float | None] | list[int | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
