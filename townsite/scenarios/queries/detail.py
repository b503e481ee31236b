"""What a plan's page tells: moves, access, the plan on the ground."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from townsite.changes.impact.access import AccessChange, Path, Paths, access_changes
from townsite.common.scope import Scope, scoped
from townsite.scenarios.instance.instance import Instance
from townsite.scenarios.kept_plan import seats_in
from townsite.scenarios.measures.layout import Layout, centers_of, today_layout
from townsite.scenarios.models import Plan
from townsite.territories.models import Territory


@dataclass(frozen=True)
class Move:
    """A site that changes hands; minutes are estimated drives."""

    number: str
    name: str
    before: str
    after: str
    before_color: int
    after_color: int
    before_minutes: float
    after_minutes: float


@dataclass(frozen=True, eq=False)
class PlanDetail:
    """The plan beside today."""

    today: Layout
    layout: Layout
    moves: list[Move]
    access: list[AccessChange]


def layout_of(plan: Plan, instance: Instance) -> Layout:
    """The stored plan on the ground."""
    seats = seats_in(plan)
    return Layout(
        instance,
        seats,
        np.array(plan.territory, np.int64),
        centers_of(instance, seats, plan.center),
    )


def plan_detail_of(plan: Plan, *, at: datetime) -> PlanDetail:
    """Moves, the most drive saved first, and whose access changes; three statements."""
    instance = Instance.from_bytes(bytes(plan.run.input))
    today, layout = today_layout(instance), layout_of(plan, instance)
    moves = [_move(int(site), today, layout) for site in layout.moved]
    moves.sort(key=lambda each: (each.after_minutes - each.before_minutes, each.number))
    return PlanDetail(today, layout, moves, _access(layout, at))


def _move(site: int, today: Layout, layout: Layout) -> Move:
    old, new = today.seats[int(today.seat[site])], layout.seats[int(layout.seat[site])]
    return Move(
        layout.instance.numbers[site],
        layout.instance.names[site],
        old.code,
        new.code,
        old.color,
        new.color,
        float(today.minutes[site]),
        float(layout.minutes[site]),
    )


def _access(layout: Layout, at: datetime) -> list[AccessChange]:
    """Grants reach beyond any scope, so they are read as the system."""
    with scoped(Scope.system("impact of a plan")):
        paths = dict(Territory.objects.values_list("code", "path"))
        places = layout.instance.places
        found: Paths = Counter()
        for site in layout.moved:
            before = places[layout.instance.today[int(site)]].code
            after = layout.seats[int(layout.seat[site])]
            found[_path(before, "", paths), _path(after.code, after.parent, paths)] += 1
        return access_changes(found, at=at)


def _path(code: str, parent: str, paths: dict[str, str]) -> Path:
    """From the territory up; a new one lies below its parent."""
    if code in paths:
        return tuple(reversed(paths[code].split(".")))
    return (code, *(_path(parent, "", paths) if parent in paths else ()))
