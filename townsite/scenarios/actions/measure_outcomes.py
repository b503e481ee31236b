"""Published plans against their prediction (A-108)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState
from townsite.common.actors import Actor
from townsite.policies.queries import policies_at
from townsite.scenarios.brief import brief_of
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance
from townsite.scenarios.instance.reading import read_instance
from townsite.scenarios.kept_plan import seats_in
from townsite.scenarios.measures.layout import today_layout
from townsite.scenarios.measures.measure import measures_of
from townsite.scenarios.models import Plan, Proposal


@transaction.atomic
def measure_outcomes(*, by: Actor, at: datetime) -> int:
    """How many proposals were measured: effective ones whose time has come, each once."""
    days = policies_at(at).number("scenario.measure_after_days")
    due = Proposal.objects.filter(
        change_set__state=ChangeState.EFFECTIVE,
        change_set__published_at__lte=at - timedelta(days=days),
        measured_at=None,
    ).select_related("plan__run", "plan__scenario__territory", "change_set")
    return sum(measure_outcome(proposal=each, by=by, at=at) for each in due)


@transaction.atomic
def measure_outcome(*, proposal: Proposal, by: Actor, at: datetime) -> bool:
    """Whether the territories could be measured as they are now, by the same formulas."""
    plan = proposal.plan
    brief = brief_of(plan.run.brief).model_copy(
        update={"closes": (), "fixed_centers": (), "locked_sites": {}}
    )
    try:
        present = read_instance(plan.scenario.territory, brief, at=at, base_at=at)
    except CannotBeSolved:
        return False
    measures = measures_of(today_layout(present))
    proposal.measured = {"measures": measures, "as_planned": _as_planned(plan, present)}
    proposal.measured_at = at
    proposal.save(update_fields=["measured", "measured_at"])
    changes = {
        name: [proposal.predicted["measures"][name], measures[name]]
        for name in ("load_spread", "mean_minutes", "compactness_km")
    }
    record_event(
        EventType.SCENARIO_MEASURED, target=plan.scenario, by=by, at=at, changes=changes,
        reason=f"Change set {proposal.change_set.number}",
    )  # fmt: skip
    return True


def _as_planned(plan: Plan, present: Instance) -> dict[str, Any]:
    """How many of the plan's sites are still there, and how many of them where it put them."""
    seats = seats_in(plan)
    planned = Instance.from_bytes(bytes(plan.run.input)).numbers
    codes = [place.code for place in present.places]
    there = [
        (seats[seat].code, codes[present.today[present.index[number]]])
        for number, seat in zip(planned, plan.territory, strict=True)
        if number in present.index
    ]
    return {"sites": len(there), "as_planned": sum(one == other for one, other in there)}
