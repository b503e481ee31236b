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
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy
from townsite.territories.placement.routers import Place
from townsite.territories.placement.travel import Floats
from townsite.territories.site_rules import rule_sql

_SITES = """
SELECT s.id, s.number, s.name, s.state, ST_X(s.location), ST_Y(s.location), s.complexity,
       s.revenue_class, {held}, s.status IN ('pending', 'active', 'suspended'),
       s.business_segment, s.facility_type, s.service_class, s.commercial_class
FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(id, place)
JOIN sites_site s ON s.id = asked.id ORDER BY asked.place
"""
_HELD_FURTHER = """(
    SELECT a.territory_id FROM territories_assignment a
    WHERE a.site_id = s.id AND a.kind = 'primary' AND a.hierarchy_id = %s
      AND upper_inf(a.valid_during))"""
_UNASSIGNED = """
SELECT s.id FROM sites_site s WHERE {waiting}
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


def asked_sites(
    ids: Collection[UUID], *, at: datetime, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> AskedSites:
    """The sites in scope with these ids, each with its territory in the hierarchy.

    Three statements.
    """
    held, given_held = held_in(hierarchy_id)
    with connection.cursor() as cursor:
        cursor.execute(_SITES.format(held=held), [*given_held, list(ids)])
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


def held_in(hierarchy_id: UUID) -> tuple[str, list[Any]]:
    """SQL of the territory that the site `s` has in a hierarchy, with its values."""
    if hierarchy_id == MAIN_HIERARCHY_ID:
        return "s.territory_id", []
    return _HELD_FURTHER, [hierarchy_id]


def waiting_in(hierarchy: Hierarchy | None) -> tuple[str, list[Any]]:
    """SQL that is true for the sites `s` that need a territory in the hierarchy and have none."""
    held, values = held_in(hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID)
    rule, more = rule_sql(hierarchy.site_rule if hierarchy else {}, table="s")
    is_open = "s.status IN ('draft', 'pending', 'active', 'suspended')"
    return f"{held} IS NULL AND {is_open} AND {rule}", [*values, *more]


def unassigned_ids(
    *, limit: int | None, offset: int = 0, hierarchy: Hierarchy | None = None
) -> list[UUID]:
    """Sites that need a territory in the hierarchy (the main one), the most revenue first."""
    waiting, values = waiting_in(hierarchy)
    with connection.cursor() as cursor:
        cursor.execute(_UNASSIGNED.format(waiting=waiting), [*values, limit, offset])
        return [row[0] for row in cursor.fetchall()]


def count_unassigned(hierarchy: Hierarchy | None = None) -> int:
    """How many sites in scope wait for a territory in the hierarchy (the main one)."""
    waiting, values = waiting_in(hierarchy)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM sites_site s WHERE {waiting}", values)
        return int(cursor.fetchone()[0])


def _floats(values: list[float | None] | list[int | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
