"""The territories that may take sites, with everything placement asks of them."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from townsite.policies.queries import policies_at
from townsite.policies.resolution import PolicySnapshot
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.loads import Loads, loads_of
from townsite.territories.placement.routers import Place
from townsite.territories.placement.rules import POLICIES, Rules, rules_of
from townsite.territories.placement.travel import Floats

# Lowest active territories. A territory without a center of its own has that of its shape;
# an attribute rule holds for everything below it.
_CANDIDATES = """
WITH tenure AS (
    SELECT holder_label, min(lower(valid_during)) AS since FROM territories_post
    WHERE role = 'manager' GROUP BY holder_label
), ruled AS (
    SELECT path, membership_rule FROM territories_territory WHERE membership = 'rule'
), active AS (
    SELECT t.*, coalesce(lead(t.path) OVER (ORDER BY t.path) <@ t.path, false) AS is_parent
    FROM territories_territory t WHERE t.status = 'active'
)
SELECT t.id, t.code, t.name, t.kind, t.path::text, t.color_index, t.allowed_states,
       CASE WHEN r.membership_rule IS NULL THEN t.membership ELSE 'rule' END,
       coalesce(r.membership_rule, '{}'),
       t.capacity_limit::float8, ST_X(c.point), ST_Y(c.point), m.holder_label, tenure.since,
       q.experienced_since, q.certified_until
FROM active t
LEFT JOIN LATERAL (SELECT coalesce(t.center, (
    SELECT ST_PointOnSurface(b.geometry) FROM territories_boundary b
    WHERE b.territory_id = t.id AND b.valid_during @> %(at)s::timestamptz)) AS point) c ON true
LEFT JOIN LATERAL (
    SELECT ruled.membership_rule FROM ruled WHERE t.path <@ ruled.path
    ORDER BY nlevel(ruled.path) DESC LIMIT 1) r ON true
LEFT JOIN territories_post m ON m.territory_id = t.id AND m.role = 'manager'
    AND m.valid_during @> %(at)s::timestamptz
LEFT JOIN tenure ON tenure.holder_label = m.holder_label
LEFT JOIN territories_managerprofile q ON q.holder_label = m.holder_label
WHERE NOT t.is_parent AND t.hierarchy_id = %(hierarchy)s
ORDER BY t.code
"""


class Candidate(NamedTuple):
    """One territory; `longitude` and `latitude` of its center are None where it has none."""

    id: UUID
    code: str
    name: str
    kind: str
    path: str
    color_index: int
    allowed_states: list[str]
    membership: str
    membership_rule: dict[str, str]
    capacity_limit: float | None
    longitude: float | None
    latitude: float | None
    manager: str | None
    manager_since: datetime | None
    experienced_since: date | None
    certified_until: date | None

    @property
    def place(self) -> Place | None:
        """Its center."""
        if self.longitude is None or self.latitude is None:
            return None
        return Place(self.longitude, self.latitude)


@dataclass(frozen=True)
class Candidates:
    """All of them in the order of their codes, with arrays in the same order."""

    rows: list[Candidate]
    rules: Rules
    loads: Loads
    limit: Floats
    longitude: Floats
    latitude: Floats
    manager_years: Floats
    is_certified: NDArray[np.bool_]
    is_new: NDArray[np.bool_]
    at: datetime
    hierarchy_id: UUID

    @property
    def mean_sites(self) -> float:
        """Mean number of sites over the territories the reader reaches (R-05)."""
        return float(self.loads.sites.mean()) if self.rows else 0.0

    def index(self) -> dict[UUID, int]:
        """Where each territory stands."""
        return {row.id: n for n, row in enumerate(self.rows)}


def candidates_at(
    at: datetime,
    *,
    policies: PolicySnapshot | None = None,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> Candidates:
    """The candidates of a hierarchy as of `at`: four statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, {"at": at, "hierarchy": hierarchy_id})
        rows = [_candidate(row) for row in cursor.fetchall()]
    held = policies or policies_at(at, keys=POLICIES)
    rules = rules_of([row.path for row in rows], held)
    tenure = _floats([_months(row.manager_since, at) for row in rows])
    return Candidates(
        rows,
        rules,
        loads_of([row.id for row in rows], rules),
        _limits(rows, rules),
        _floats([row.longitude for row in rows]),
        _floats([row.latitude for row in rows]),
        _floats([_years(row.experienced_since, at) for row in rows]),
        np.array(
            [not row.certified_until or row.certified_until >= at.date() for row in rows],
            dtype=bool,
        ),
        tenure < rules["new_months"],
        at,
        hierarchy_id,
    )


def _candidate(row: tuple[Any, ...]) -> Candidate:
    made = Candidate(*row)
    # Django leaves JSON of plain SQL as text.
    return made._replace(membership_rule=json.loads(str(made.membership_rule)))


def with_own_loads(candidates: Candidates) -> Candidates:
    """The same with loads that a run may add to without touching anybody else's."""
    loads = candidates.loads
    return replace(
        candidates, loads=Loads(loads.sites.copy(), loads.units.copy(), loads.revenue_cents)
    )


def _limits(rows: list[Candidate], rules: Rules) -> Floats:
    """Weighted sites: the territory's own limit, else the policy of R-07."""
    own = _floats([row.capacity_limit for row in rows])
    return np.where(np.isnan(own), rules["units"], own)


def _floats(values: list[float | None]) -> Floats:
    """An array in which None is NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _years(since: date | None, at: datetime) -> float | None:
    return None if since is None else (at.date() - since).days / 365.25


def _months(since: datetime | None, at: datetime) -> float | None:
    return None if since is None else (at - since).days / 30.44
