"""Plans changed by hand: sites painted, strokes undone, territories merged and split, improved."""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Max

from engines import districting
from engines.districting import DistrictingError, Stop
from engines.districting import Plan as EnginePlan
from townsite.accounts.models import User
from townsite.common.errors import Conflict, Invalid, Stale
from townsite.scenarios.actions.describe import owned
from townsite.scenarios.brief import brief_of
from townsite.scenarios.brush import Brush, brush_of, engine_plan
from townsite.scenarios.choices import PlanOrigin
from townsite.scenarios.kept_plan import certificate_json, refreshed
from townsite.scenarios.models import Plan

IMPROVE_STEPS = 400_000  # about a second on 700 sites
STROKES_KEPT = 200


@transaction.atomic
def paint(
    *, plan: Plan, numbers: list[str], code: str, by: User, at: datetime, version: int | None = None
) -> Plan:
    """The plan with these sites in the territory, whatever it breaks, as a hand may.

    A plan of a search stays as it is: the first stroke makes a painted copy. Raises Stale, Forbidden,
    Invalid for sites or territories that the plan does not hold.
    """
    row = _locked(plan, by, version)
    brush = brush_of(row)
    sites, seat = brush.sites(numbers), brush.seat(code)
    stroke = [[site, row.territory[site], seat] for site in sites if row.territory[site] != seat]
    if not stroke:
        raise Invalid(f"{', '.join(numbers)}: already in {code.upper()}.")
    if row.origin != PlanOrigin.PAINTED:
        row = _copied(row, PlanOrigin.PAINTED, f"{row.name}, painted", at)
    row.strokes = [*row.strokes, stroke][-STROKES_KEPT:]
    return _laid(row, brush, {site: to for site, _, to in stroke})


@transaction.atomic
def undo_stroke(*, plan: Plan, by: User, at: datetime) -> Plan:
    """The plan without its last stroke. Raises Conflict when there is none."""
    row = _locked(plan, by, None)
    if not row.strokes:
        raise Conflict(f"{row} has no stroke to undo.")
    *row.strokes, last = row.strokes
    return _laid(row, brush_of(row), {site: back for site, back, _ in last})


@transaction.atomic
def improve_around(*, plan: Plan, codes: list[str], by: User, at: datetime) -> Plan:
    """A new plan, made better by moves among these territories only.

    Raises Invalid when the search meets no plan that keeps the constraints.
    """
    row = _locked(plan, by, None)
    brush = brush_of(row)
    focus = {brush.seat(code) for code in codes}
    if len(focus) < 2:  # noqa: PLR2004 - sites move between two at least
        raise Invalid("Name two territories or more; sites move among them only.")
    stop = Stop(seconds=None, steps=IMPROVE_STEPS)
    seed = brief_of(row.run.brief).seed
    try:
        found = districting.improve(brush.problem, engine_plan(row), focus, stop=stop, seed=seed)
    except DistrictingError as refusal:
        raise Invalid(" ".join(refusal.problems)) from refusal
    better = _copied(row, PlanOrigin.IMPROVED, f"{row.name}, improved", at)
    better.version = 1
    better.territory, better.center = found.plan.territory.tolist(), found.plan.center.tolist()
    refreshed(better, brush.instance, brush.seats, brush.problem, found.plan)
    proof = certificate_json(found.certificate)
    better.certificate = {**proof, **_bound(row, found.plan.value)}
    better.save()
    return better


def _bound(parent: Plan, value: float) -> dict[str, Any]:
    """The bound of the parent's search holds for every plan of the same problem and weights."""
    bound = min(float(parent.certificate["bound"]), value)
    gap = max(0.0, (value - bound) / value) if value > 0 else 0.0
    sentence = f"within {100 * gap:.2f}% of the proven bound"
    hashed = parent.certificate["input_hash"]
    return {"bound": bound, "gap": gap, "sentence": sentence, "input_hash": hashed}


def _laid(row: Plan, brush: Brush, moves: dict[int, int]) -> Plan:
    """The plan with these sites moved, measured and checked anew, saved."""
    for site, seat in moves.items():
        row.territory[site] = seat
    empty = sorted(set(range(len(row.seats))) - set(row.territory))
    if empty:
        code = row.seats[empty[0]]["code"]
        raise Invalid(f"{code} would keep no site. Merge it into another territory instead.")
    with brush.lock:
        brush.painter.take(engine_plan(row))
        plan: EnginePlan = brush.painter.plan
        checks = brush.painter.checks()
    row.center = plan.center.tolist()
    refreshed(row, brush.instance, brush.seats, brush.problem, plan)
    told = [{"constraint": c.constraint, "holds": c.holds, "detail": c.detail} for c in checks]
    holds = all(check.holds for check in checks)
    row.certificate = {
        **row.certificate, **_bound(row, plan.value), "value": plan.value, "checks": told,
        "holds": holds,
    }  # fmt: skip
    row.version += 1
    row.save()
    return row


def _copied(plan: Plan, origin: str, name: str, at: datetime) -> Plan:
    """A further plan of the scenario, not saved yet."""
    last = Plan.objects.filter(scenario_id=plan.scenario_id).aggregate(most=Max("number"))["most"]
    values = ("scenario_id", "run_id", "seats", "objective", "certificate")
    return Plan(
        number=(last or 0) + 1,
        name=name[:100],
        origin=origin,
        parent=plan,
        territory=list(plan.territory),
        center=list(plan.center),
        strokes=[],
        created_at=at,
        version=0,
        **{each: getattr(plan, each) for each in values},
    )


def _locked(plan: Plan, by: User, version: int | None) -> Plan:
    owned(plan.scenario, by)
    row = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("run", "scenario")
        .get(pk=plan.pk)
    )
    if version is not None and row.version != version:
        raise Stale(f"{row} was painted meanwhile. Load the page again.")
    return row


@transaction.atomic
def merge_seats(*, plan: Plan, code: str, into: str, by: User, at: datetime) -> Plan:
    """A new plan in which one territory is taken up by another. Raises Invalid."""
    row = _locked(plan, by, None)
    brush = brush_of(row)
    gone, heir = brush.seat(code), brush.seat(into)
    if gone == heir:
        raise Invalid("A territory cannot be merged into itself.")
    territory = np.array(row.territory)
    territory[territory == gone] = heir
    territory[territory > gone] -= 1
    seats = [each for n, each in enumerate(row.seats) if n != gone]
    return _reseated(row, seats, territory.tolist(), f"{row.name}, {code} into {into}", at)


@transaction.atomic
def split_seat(*, plan: Plan, numbers: list[str], by: User, at: datetime) -> Plan:
    """A new plan in which these sites of one territory get a territory of their own. Raises Invalid."""
    row = _locked(plan, by, None)
    brush = brush_of(row)
    sites = brush.sites(numbers)
    held = {row.territory[site] for site in sites}
    if len(held) != 1:
        raise Invalid("Split one territory at a time: the sites named lie in several.")
    (source,) = held
    if row.territory.count(source) == len(sites):
        raise Invalid(f"{row.seats[source]['code']} would keep no site. Leave some of them out.")
    taken = {each["code"] for each in row.seats} | set(brush.instance.place_index)
    number = next(n for n in range(1, len(taken) + 2) if f"{brush.instance.focus}N{n}" not in taken)
    fresh = {
        **row.seats[source], "code": f"{brush.instance.focus}N{number}", "today": None,
        "name": f"New territory {number}", "longitude": None, "latitude": None,
        "color": (row.seats[source]["color"] + 5) % 10,
    }  # fmt: skip
    territory = list(row.territory)
    for site in sites:
        territory[site] = len(row.seats)
    return _reseated(row, [*row.seats, fresh], territory, f"{row.name}, split", at)


def _reseated(row: Plan, seats: list[Any], territory: list[int], name: str, at: datetime) -> Plan:
    """A plan with other territories: another problem, so no bound is known for it."""
    made = _copied(row, PlanOrigin.PAINTED, name, at)
    made.seats, made.territory = seats, territory
    made.center = [territory.index(seat) for seat in range(len(seats))]
    made.certificate = {**row.certificate, "bound": 0.0}
    try:
        brush = brush_of(made)
    except DistrictingError as refusal:
        raise Invalid(" ".join(refusal.problems)) from refusal
    return _laid(made, brush, {})
