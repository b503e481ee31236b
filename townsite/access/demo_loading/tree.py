"""Regions, districts and territories with their dated parents and managers."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.gis.geos import Point
from shapely.geometry.base import BaseGeometry

from demo.organisation import Organisation
from demo.organisation import Post as DemoPost
from demo.territories import DISTRICTS, REGIONS, TERRITORIES, District
from demo.territories import Territory as DemoTerritory
from townsite.access.demo_loading.coloring import colors
from townsite.access.demo_loading.ledger import Ledger
from townsite.common.periods import between, since
from townsite.territories.choices import Membership, TerritoryKind, TerritoryLevel
from townsite.territories.models import Post, Territory, TerritoryPlacement

COLORS = 10
WEIGHTED_SITES = 100


def load_tree(
    organisation: Organisation, ledger: Ledger, *, shapes: Mapping[str, BaseGeometry]
) -> None:
    """Writes the tree; `ledger.territories` holds it by code afterwards.

    Territories with a shape hold the sites within it, and are colored unlike their neighbors.
    """
    at = organisation.founded()
    rows = [_region(code=each.code, name=each.name, at=at) for each in REGIONS]
    rows += [_district(each, at) for each in DISTRICTS]
    rows += [_territory(each, organisation.founded(each)) for each in TERRITORIES]
    colored = colors(dict(shapes), COLORS)
    for index, row in enumerate(rows):
        row.color_index = colored.get(row.code, index % COLORS)
        if row.code in shapes:
            row.membership = Membership.BOUNDARY
        ledger.territories[row.code] = row
        ledger.targets["territory", row.code] = row
    Territory.objects.bulk_create(rows)
    TerritoryPlacement.objects.bulk_create(
        TerritoryPlacement(
            territory=ledger.territories[each.code],
            parent=ledger.territories[each.parent] if each.parent else None,
            valid_during=between(each.since, each.until) if each.until else since(each.since),
        )
        for each in organisation.placements
    )
    Post.objects.bulk_create(_post(each, ledger) for each in organisation.posts)


def _region(*, code: str, name: str, at: datetime) -> Territory:
    level = TerritoryLevel.REGION
    return Territory(code=code, name=name, level=level, path=code, created_at=at, updated_at=at)


def _district(district: District, at: datetime) -> Territory:
    row = Territory(
        code=district.code,
        name=district.name,
        level=TerritoryLevel.DISTRICT,
        path=f"{district.region}.{district.code}",
        created_at=at,
        updated_at=at,
    )
    if district.rule:
        field, value = district.rule
        row.kind = TerritoryKind.SPECIALTY
        row.membership, row.membership_rule = Membership.RULE, {field: value}
    return row


def _territory(territory: DemoTerritory, at: datetime) -> Territory:
    region = next(each.region for each in DISTRICTS if each.code == territory.district)
    return Territory(
        code=territory.code,
        name=territory.name,
        level=TerritoryLevel.TERRITORY,
        kind=territory.kind,
        path=f"{region}.{territory.district}.{territory.code}",
        center=Point(territory.longitude, territory.latitude, srid=4326),
        allowed_states=list(territory.states),
        capacity_limit=WEIGHTED_SITES,
        created_at=at,
        updated_at=at,
    )


def _post(post: DemoPost, ledger: Ledger) -> Post:
    return Post(
        territory=ledger.territories[post.code],
        role=post.role,
        holder=ledger.users.get(post.holder),
        holder_label=post.holder,
        valid_during=between(post.since, post.until) if post.until else since(post.since),
    )
