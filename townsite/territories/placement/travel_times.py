"""Drives by the configured router, kept by pair; a router that fails leaves the estimate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from django.contrib.gis.geos import Point

from townsite.territories.models import TravelTime
from townsite.territories.placement.routers import Leg, Place, Router, RouterFailed

log = structlog.get_logger(__name__)
Pair = tuple[UUID, UUID]  # site, territory
SAME_PLACE_DEGREES = 1e-6  # about 10 cm: points come back from the database as they went in


class Located(NamedTuple):
    """A site or a territory with its point."""

    id: UUID
    place: Place


@dataclass
class Drives:
    """What the router says by pair; `notice` tells people when it could not be asked."""

    source: str
    legs: dict[Pair, Leg | None] = field(default_factory=dict)
    notice: str = ""


def kept_drives(
    sites: Sequence[Located], territories: Mapping[UUID, Place], *, router: Router
) -> Drives:
    """Drives that were asked before for these very points; one statement, no call to the router."""
    found = Drives(router.name)
    places = {site.id: site.place for site in sites}
    rows = TravelTime.objects.filter(source=router.name, site_id__in=list(places))
    for row in rows:
        center = territories.get(row.territory_id)
        if (
            center
            and _same(row.center_point, center)
            and _same(row.site_point, places[row.site_id])
        ):
            found.legs[row.site_id, row.territory_id] = _leg(row)
    return found


def asked_drives(
    site: Located, territories: Sequence[Located], *, router: Router, drives: Drives, at: datetime
) -> None:
    """Adds the drives of one site that are not kept yet to `drives`, asking the router once.

    When the router fails nothing is added and `drives.notice` says so.
    """
    asked = [each for each in territories if (site.id, each.id) not in drives.legs]
    if not asked or drives.notice:
        return
    try:
        legs = router.legs([each.place for each in asked], site.place)
    except RouterFailed as failure:
        log.warning("router failed", router=router.name, reason=str(failure))
        drives.notice = f"{router.name} could not be asked: {failure}. Estimates are shown."
        return
    for territory, leg in zip(asked, legs, strict=True):
        drives.legs[site.id, territory.id] = leg
    _keep(site, asked, legs, source=router.name, at=at)


def _keep(
    site: Located,
    territories: Sequence[Located],
    legs: Sequence[Leg | None],
    *,
    source: str,
    at: datetime,
) -> None:
    rows = [
        TravelTime(
            site_id=site.id,
            territory_id=territory.id,
            source=source,
            site_point=Point(*site.place, srid=4326),
            center_point=Point(*territory.place, srid=4326),
            metres=leg.metres if leg else None,
            seconds=leg.seconds if leg else None,
            asked_at=at,
        )
        for territory, leg in zip(territories, legs, strict=True)
    ]
    TravelTime.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["site", "territory", "source"],
        update_fields=["site_point", "center_point", "metres", "seconds", "asked_at"],
    )


def _leg(row: TravelTime) -> Leg | None:
    if row.metres is None or row.seconds is None:
        return None
    return Leg(row.metres, row.seconds)


def _same(point: Point, place: Place) -> bool:
    return (
        abs(point.x - place.longitude) < SAME_PLACE_DEGREES
        and abs(point.y - place.latitude) < SAME_PLACE_DEGREES
    )
