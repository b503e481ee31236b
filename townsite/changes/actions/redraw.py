"""Boundaries drawn on the map or by form, as the one redrawing of a draft."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
import shapely
from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.draft import describe_change_set, start_change_set
from townsite.changes.actions.edit import add_changes, remove_change
from townsite.changes.choices import Trigger
from townsite.changes.models import ChangeSet
from townsite.changes.types.redraw_boundaries import RedrawBoundaries
from townsite.common.errors import Invalid
from townsite.territories.boundaries.geometry import Coverage
from townsite.territories.choices import Membership
from townsite.territories.models import Territory


@transaction.atomic
def propose_boundaries(
    *,
    shapes: Coverage,
    title: str,
    reason: str,
    by: User,
    at: datetime,
    trigger: str = Trigger.REVIEW,
    effective_at: datetime | None = None,
    handover_plan: str = "",
    by_boundary: bool = False,
) -> ChangeSet:
    """A draft that gives territories these shapes, with the sites that follow them.

    With `by_boundary`, territories whose members were a list belong by boundary afterwards. Raises
    Invalid without shapes, title or reason, or with every problem of the shapes.
    """
    row = start_change_set(title=title, reason=reason, by=by, at=at, trigger=trigger)
    changes = [*(_belonging(shapes) if by_boundary else ()), _redrawing(shapes)]
    add_changes(change_set=row, changes=changes, by=by, at=at)
    wishes = {"effective_at": effective_at, "handover_plan": handover_plan}
    return describe_change_set(change_set=row, values=wishes, by=by, at=at, version=None)


@transaction.atomic
def redraw_draft(
    *, change_set: ChangeSet, shapes: Coverage, by: User, at: datetime, version: int | None = None
) -> None:
    """Puts these shapes in the place of those that the draft has; without any, none are left.

    Raises Stale when the draft was changed meanwhile, and what adding a change raises.
    """
    former = change_set.changes.filter(type=RedrawBoundaries.key)
    if not shapes and not former:
        raise Invalid("There is nothing to propose: no boundary changed.")
    for change_id in list(former.values_list("pk", flat=True)):
        remove_change(change_set=change_set, change_id=change_id, by=by, at=at, version=version)
        version = None
    if shapes:
        added = [_redrawing(shapes)]
        add_changes(change_set=change_set, changes=added, by=by, at=at, version=version)


def _redrawing(shapes: Coverage) -> tuple[str, dict[str, Any]]:
    if not shapes:
        raise Invalid("There is nothing to propose: no boundary changed.")
    drawn = {code: orjson.loads(shapely.to_geojson(shape)) for code, shape in shapes.items()}
    return RedrawBoundaries.key, {"boundaries": drawn}


def _belonging(codes: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    lists = Territory.objects.filter(code__in=list(codes), membership=Membership.LIST)
    return [
        ("rename_territory", {"territory": code, "membership": Membership.BOUNDARY.value})
        for code in lists.order_by("code").values_list("code", flat=True)
    ]
