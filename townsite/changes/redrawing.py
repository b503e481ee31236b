"""What redrawing boundaries means, asked before a draft is kept: the impact that its page tells."""

from datetime import datetime

from townsite.changes.actions.submit import approvals_of, classes_with_impact
from townsite.changes.approvers import Needed
from townsite.changes.facts import Fact, World
from townsite.changes.impact.measure import Impact, impact_of
from townsite.changes.models import ChangeSet
from townsite.changes.outline import Outline
from townsite.changes.types.redraw_boundaries import RedrawBoundaries
from townsite.changes.types.registry import change_of
from townsite.territories.boundaries.geometry import Coverage
from townsite.territories.boundaries.preview import MovingSite


def drafted_shapes(change_set: ChangeSet) -> Coverage:
    """The shapes that a draft gives territories, by code; a later redrawing wins."""
    shapes: dict[str, object] = {}
    for change in change_set.changes.filter(type=RedrawBoundaries.key):
        kind = change_of(change.type, change.payload)
        if isinstance(kind, RedrawBoundaries):
            shapes |= kind.coverage
    return shapes


def impact_of_moving(moving: list[MovingSite], *, at: datetime) -> Impact:
    """Loads, rules and access before and after these sites changed hands; empty for none."""
    return impact_of(Outline([], [], _world({}, moving, at))) if moving else Impact()


def approvals_for(
    shapes: Coverage, moving: list[MovingSite], impact: Impact, *, at: datetime
) -> list[Needed]:
    """Who would have to approve; nobody where the policies let it take effect without."""
    outline = Outline([], [], _world(shapes, moving, at))
    classes = classes_with_impact(outline, impact, is_emergency=False)
    return approvals_of(classes, outline.world)


def _world(shapes: Coverage, moving: list[MovingSite], at: datetime) -> World:
    world = World(at=at)
    world.put({Fact("boundary", code): shape.wkb_hex for code, shape in shapes.items()})
    world.put({Fact("primary", site.number): site.gains for site in moving})
    return world
