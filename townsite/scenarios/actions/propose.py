"""From a plan to a draft change set."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions import add_changes, add_comment, start_change_set
from townsite.changes.actions.edit import Given
from townsite.changes.models import ChangeSet
from townsite.common.errors import Invalid
from townsite.scenarios.instance.instance import Instance, Seat
from townsite.scenarios.kept_plan import seats_in
from townsite.scenarios.models import Plan, Proposal
from townsite.sites.models import Site
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory


@transaction.atomic
def propose_plan(*, plan: Plan, title: str, reason: str, by: User, at: datetime) -> ChangeSet:
    """A draft change set that makes the plan come true, linked to it, with its certificate.

    Sites that somebody moved since the run are proposed from where they are now. Raises Invalid
    when the plan would change nothing, or with every change that cannot be made.
    """
    if plan.scenario.territory.hierarchy_id != MAIN_HIERARCHY_ID:
        raise Invalid(
            f"{plan.scenario} is about another hierarchy than the main one, and change sets move "
            "sites in the main one only. Use the planning pack instead."
        )
    changes = changes_of(plan)
    if not changes:
        raise Invalid(f"{plan} changes nothing: every site is where it puts it.")
    row = start_change_set(title=title, reason=reason, by=by, at=at)
    add_changes(change_set=row, changes=changes, by=by, at=at)
    predicted = {"measures": plan.measures, "today": plan.run.today, "rows": plan.rows}
    Proposal.objects.create(
        plan=plan,
        change_set=row,
        predicted={**predicted, "certificate": plan.certificate},
        created_at=at,
    )
    add_comment(change_set=row, text=certificate_words(plan), by=by, at=at)
    changed = {"change_set": [None, row.number]}
    record_event(
        EventType.SCENARIO_PROPOSED, target=plan.scenario, by=by, at=at, reason=reason,
        changes=changed,
    )  # fmt: skip
    row.refresh_from_db()
    return row


def changes_of(plan: Plan) -> list[Given]:
    """New territories, then sites to their territory, then closed territories into their heirs."""
    instance, seats = Instance.from_bytes(bytes(plan.run.input)), seats_in(plan)
    present = _present(instance)
    return [
        *_creations(instance, seats),
        *_assignments(instance, seats, plan, present),
        *_mergers(instance, seats, plan),
    ]


def certificate_words(plan: Plan) -> str:
    """The certificate as a comment that stays with the change set."""
    proof = plan.certificate
    broken = [check["constraint"] for check in proof["checks"] if not check["holds"]]
    kept = f"breaks {', '.join(broken)}" if broken else "keeps every hard constraint"
    return (
        f"From scenario {plan.scenario}, {plan}. The plan {kept}; its value is {proof['sentence']}. "
        f"Seed {proof['seed']}, {proof['steps']} steps, input {proof['input_hash'][:16]}."
    )


def _present(instance: Instance) -> dict[str, str]:
    """The code of each site's territory now."""
    rows = Site.objects.filter(number__in=instance.numbers, territory_id__isnull=False)
    codes = dict(Territory.objects.values_list("pk", "code"))
    return {
        number: codes.get(key, "")
        for number, key in rows.values_list("number", "territory_id")
        if key
    }


def _creations(instance: Instance, seats: list[Seat]) -> list[Given]:
    fresh = [seat for seat in seats if seat.today is None]
    if not fresh:
        return []
    level = Territory.objects.get(code=instance.places[0].code).level
    return [
        (
            "create_territory",
            {"code": s.code, "name": s.name, "level": level, "parent": s.parent or None},
        )
        for s in fresh
    ]


def _assignments(
    instance: Instance, seats: list[Seat], plan: Plan, present: dict[str, str]
) -> list[Given]:
    wanted: dict[str, list[str]] = {}
    for number, seat in zip(instance.numbers, plan.territory, strict=True):
        code = seats[seat].code
        if number in present and present[number] != code:
            wanted.setdefault(code, []).append(number)
    return [
        ("assign_sites", {"sites": sites, "territory": code})
        for code, sites in sorted(wanted.items())
    ]


def _mergers(instance: Instance, seats: list[Seat], plan: Plan) -> list[Given]:
    """What a closed territory still has goes to the one that takes most of its sites."""
    staying = {seat.today for seat in seats}
    found: list[Given] = []
    for n, place in enumerate(instance.places):
        if n in staying:
            continue
        heirs: Counter[str] = Counter(
            seats[seat].code
            for today, seat in zip(instance.today, plan.territory, strict=True)
            if today == n
        )
        into = min(heirs, key=lambda code: (-heirs[code], code)) if heirs else seats[0].code
        payload: dict[str, Any] = {"territory": place.code, "into": into}
        found.append(("merge_territory", payload))
    return found
