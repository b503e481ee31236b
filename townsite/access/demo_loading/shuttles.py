"""A shuttle hierarchy beside the parking territories: three territories over the same ground."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from townsite.access.demo_loading.ledger import Ledger
from townsite.common.actors import Actor
from townsite.common.periods import since
from townsite.sites.models import Site
from townsite.territories.actions import (
    appoint,
    assign_sites,
    create_hierarchy,
    create_territory,
    update_hierarchy,
)
from townsite.territories.boundaries.geometry import areas, to_geos
from townsite.territories.choices import Membership, PostRole, TerritoryKind, TerritoryLevel
from townsite.territories.hierarchies import hierarchy_named
from townsite.territories.models import Boundary, Hierarchy, Territory

# Each over the ground of one region of the main hierarchy.
TERRITORIES = {"EAST": "SHUTEAST", "CENTRAL": "SHUTCENT", "WEST": "SHUTWEST"}
RULE = {"service_class": "shuttle"}


def load_shuttles(
    ledger: Ledger, *, shapes: Mapping[str, BaseGeometry], by: Actor, at: datetime
) -> None:
    """Opens the hierarchy; sites of the remote business wait for a territory in it."""
    told: dict[str, Any] = {"by": by, "at": at}
    main = {"name": "Parking", "line_of_business": "Parking and hospitality"}
    update_hierarchy(hierarchy=hierarchy_named(""), values=main, **told)
    values = {
        "code": "SHUTTLE",
        "name": "Shuttles",
        "line_of_business": "Shuttle",
        "site_rule": RULE,
    }
    hierarchy = create_hierarchy(values=values, **told)
    grounds = _grounds(ledger, shapes)
    membership = Membership.BOUNDARY if grounds else Membership.LIST
    made = {region: _territory(region, hierarchy, membership, told) for region in TERRITORIES}
    # Rows as they are: the action would check every boundary of the demo before the commit does.
    Boundary.objects.bulk_create(
        Boundary(territory=made[region], geometry=to_geos(ground), valid_during=since(at))
        for region, ground in grounds.items()
    )
    for region, territory in made.items():
        sites = Site.objects.filter(**RULE, territory_path__within=region).exclude(status="merged")
        assign_sites(site_ids=list(sites.values_list("pk", flat=True)), territory=territory, **told)


def _territory(
    region: str, hierarchy: Hierarchy, membership: Membership, told: dict[str, Any]
) -> Territory:
    values = {
        "code": TERRITORIES[region],
        "name": f"Shuttles {region.capitalize()}",
        "level": TerritoryLevel.TERRITORY,
        "kind": TerritoryKind.SPECIALTY,
        "membership": membership,
    }
    territory = create_territory(values=values, parent=None, hierarchy=hierarchy, **told)
    holder = f"Shuttle Manager, {region.capitalize()}"
    appoint(territory=territory, role=PostRole.MANAGER, holder_label=holder, **told)
    return territory


def _grounds(ledger: Ledger, shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The ground of each region, from the shapes of its territories; none without the atlas."""
    found: dict[str, BaseGeometry] = {}
    for region in TERRITORIES:
        parts = [
            shape
            for code, shape in shapes.items()
            if str(ledger.territories[code].path).startswith(f"{region}.")
        ]
        if parts:
            found[region] = areas(shapely.union_all(parts))
    return found
