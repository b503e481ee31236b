"""Putting an edit of boundaries into force: shapes, and the sites that follow them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from shapely.geometry.base import BaseGeometry

from townsite.common.actors import Actor
from townsite.common.errors import Invalid, NotFound
from townsite.territories.actions.assign_sites import assign_sites
from townsite.territories.actions.boundaries import set_boundaries
from townsite.territories.actions.tree import update_territory
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.boundaries.preview import moving_sites
from townsite.territories.choices import Membership
from townsite.territories.models import Boundary, Territory


@dataclass(frozen=True)
class Published:
    """The boundaries now in force, and how many sites changed hands."""

    boundaries: list[Boundary]
    sites_moved: int


@transaction.atomic
def publish_boundaries(
    *,
    shapes: Mapping[str, BaseGeometry],
    by: Actor,
    at: datetime,
    reason: str,
    by_boundary: bool = False,
) -> Published:
    """The shapes in force from `at` on, by territory code, with the sites that follow them.

    With `by_boundary`, territories whose members were a list belong by boundary from now on.
    Raises Invalid without shapes or reason, NotFound for a code out of reach, and what
    `set_boundaries` and `assign_sites` raise; then nothing was changed.
    """
    if not shapes:
        raise Invalid("There is nothing to save: no boundary changed.")
    if not reason.strip():
        raise Invalid("Say why.", fields={"reason": ["Say why; the history keeps it."]})
    territories = _territories(shapes)
    moving = moving_sites(shapes, at=at)
    made = set_boundaries(
        shapes={territories[code]: to_geos(shape) for code, shape in shapes.items()},
        by=by,
        at=at,
        reason=reason,
    )
    if by_boundary:
        for territory in territories.values():
            _belong_by_boundary(territory, by=by, at=at, reason=reason)
    takers: dict[str, list[UUID]] = defaultdict(list)
    for site in moving:
        takers[site.gains].append(site.id)
    moved = sum(
        assign_sites(site_ids=ids, territory=territories[code], by=by, at=at, reason=reason)
        for code, ids in takers.items()
    )
    return Published(made, moved)


def _territories(shapes: Mapping[str, BaseGeometry]) -> dict[str, Territory]:
    found = {each.code: each for each in Territory.objects.filter(code__in=shapes)}
    missing = sorted(set(shapes) - set(found))
    if missing:
        raise NotFound(f"There is no territory {', '.join(missing)}. Create it first.")
    return found


def _belong_by_boundary(territory: Territory, *, by: Actor, at: datetime, reason: str) -> None:
    if territory.membership == Membership.LIST:
        values = {"membership": Membership.BOUNDARY}
        update_territory(territory=territory, values=values, by=by, at=at, reason=reason)
