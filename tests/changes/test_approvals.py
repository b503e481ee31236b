"""Who decides: by class, role and scope, in order; never an author, administrators included."""

from datetime import timedelta

import pytest

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.changes.actions import (
    approve,
    ask_revert,
    delegate,
    describe_change_set,
    reject,
    schedule_change_set,
    submit_change_set,
    take_back,
)
from townsite.changes.actions.escalate import escalate_overdue
from townsite.changes.errors import OwnProposal, WrongState
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE
from townsite.sites.models import Site
from townsite.territories.models import Territory


@pytest.fixture
def submitted(world, draft):
    def make(*changes, by=None, **values):
        row = draft(*changes, by=by, **values)
        return submit_change_set(change_set=row, by=by or world.author, at=clock.now())

    return make


def move(world, territory="D02"):
    return ("assign_sites", {"sites": world.sites[:1], "territory": territory})


def needed(row):
    return [
        (each.change_class, each.role, each.territory.code if each.territory else None)
        for each in row.approvals.all()
    ]


def agree(row):
    by = person(Role.EXECUTIVE)
    for each in row.approvals.all():
        row = approve(approval=each, by=by, at=clock.now())
    return row


def test_a_first_assignment_is_standard(world, submitted):
    row = submitted(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    assert needed(row) == [("standard", "territory_admin", "D02")]


def test_a_move_between_districts_goes_to_the_vice_president_above_both(world, submitted):
    assert needed(submitted(move(world))) == [("cross_territory", "regional_vp", "EAST")]


def test_a_move_between_regions_goes_to_both_vice_presidents(world, submitted):
    assert [place for _, _, place in needed(submitted(move(world, "D03")))] == ["EAST", "WEST"]


def test_a_state_the_territory_does_not_span_makes_an_exception(world, submitted):
    Territory.objects.filter(code="D02").update(allowed_states=["MD"])
    row = submitted(move(world))
    assert row.classes == ["cross_territory", "exception"]
    assert needed(row)[-1] == ("exception", "executive", "EAST")
    told = " ".join(each["sentence"] for each in row.impact["breaches"])
    assert "which D02 does not span (R-04)" in told


def test_the_structure_comes_before_what_is_graver(world, submitted):
    row = submitted(("rename_territory", {"territory": "D01", "name": "Tidewater"}), move(world))
    assert row.classes == ["structure", "cross_territory"]


@pytest.mark.parametrize("role", [Role.REGIONAL_VP, Role.SYSTEM_ADMIN])
def test_nobody_approves_their_own_proposal(world, submitted, role):
    by = person(role)
    row = submitted(move(world), by=by)
    with pytest.raises(OwnProposal, match="R-13"):
        approve(approval=row.approvals.get(), by=by, at=clock.now())
    row.refresh_from_db()
    assert (row.state, row.approvals.get().decision) == ("submitted", "open")


def test_a_role_elsewhere_does_not_decide(world, submitted):
    row = submitted(move(world))
    with pytest.raises(Forbidden, match="EAST"):
        approve(
            approval=row.approvals.get(), by=person(Role.REGIONAL_VP, world.west), at=clock.now()
        )
    assert row.approvals.get().decision == "open"


def test_a_delegate_decides_in_somebodys_place(world, submitted):
    row, vice = submitted(move(world)), person(Role.REGIONAL_VP, world.east)
    other = person(Role.QUALITY)
    delegate(approval=row.approvals.get(), to=other, by=vice, at=clock.now())
    assert approve(approval=row.approvals.get(), by=other, at=clock.now()).state == "approved"


def test_an_author_cannot_be_the_delegate(world, submitted):
    row, vice = submitted(move(world)), person(Role.REGIONAL_VP, world.east)
    with pytest.raises(Conflict, match="R-13"):
        delegate(approval=row.approvals.get(), to=world.author, by=vice, at=clock.now())


def test_approvals_have_an_order(world, submitted):
    row = submitted(move(world, "D03"))
    with pytest.raises(Conflict, match="decides first"):
        approve(
            approval=row.approvals.last(), by=person(Role.REGIONAL_VP, world.west), at=clock.now()
        )


def test_a_rejection_needs_a_reason_and_can_be_worked_on_again(world, submitted):
    row, vice = submitted(move(world)), person(Role.REGIONAL_VP, world.east)
    with pytest.raises(Invalid):
        reject(approval=row.approvals.get(), by=vice, at=clock.now(), comment=" ")
    row = reject(approval=row.approvals.get(), by=vice, at=clock.now(), comment="Too far")
    assert row.state == "rejected"
    assert take_back(change_set=row, by=world.author, at=clock.now()).state == "draft"


def test_scheduling_asks_for_a_handover_plan_and_thirty_days(world, submitted):
    row = agree(submitted(move(world)))
    with pytest.raises(Invalid) as refusal:
        schedule_change_set(
            change_set=row, effective_at=clock.now(), by=world.author, at=clock.now()
        )
    assert set(refusal.value.fields) == {"handover_plan", "effective_at"}
    assert "30 days' notice" in refusal.value.detail
    row = describe_change_set(
        change_set=row,
        values={"handover_plan": "Both walk the site"},
        by=world.author,
        at=clock.now(),
        version=None,
    )
    later = clock.now() + timedelta(days=31)
    row = schedule_change_set(change_set=row, effective_at=later, by=world.author, at=clock.now())
    assert (row.state, row.effective_at) == ("scheduled", later)


def test_a_change_for_revenue_needs_ninety_days(world, submitted):
    row = agree(submitted(move(world), trigger="revenue"))
    with pytest.raises(Invalid, match="90 days"):
        schedule_change_set(
            change_set=row,
            effective_at=clock.now() + timedelta(days=60),
            by=world.author,
            at=clock.now(),
        )


def test_customers_hear_within_48_hours_of_the_approval(world, submitted):
    row = agree(submitted(move(world)))
    notice = row.deadlines.get()
    assert (notice.kind, notice.due_at - row.decided_at) == ("customer_told", timedelta(hours=48))


def test_an_emergency_acts_first_and_is_reviewed_within_a_day(world, draft, as_person):
    boss = person(Role.TERRITORY_ADMIN, world.east)
    row = draft(move(world), by=boss, trigger="emergency")
    with as_person(boss):
        row = submit_change_set(change_set=row, by=boss, at=clock.now())
    assert row.state == "scheduled"
    assert row.effective_at <= clock.now()
    assert row.approvals.get().due_at - row.submitted_at == timedelta(hours=24)


def test_who_may_not_act_cannot_call_it_an_emergency(world, draft, as_person):
    agent = person(Role.ACCOUNT_MANAGER, world.east)
    row = draft(move(world), by=agent, trigger="emergency")
    with as_person(agent), pytest.raises(Forbidden, match="Assign sites"):
        submit_change_set(change_set=row, by=agent, at=clock.now())
    row.refresh_from_db()
    assert row.state == "draft"


def test_an_overdue_approval_is_escalated_once(world, submitted):
    row = submitted(move(world))
    late = row.approvals.get().due_at
    assert escalate_overdue(by=System("changes"), at=late) == 1
    assert escalate_overdue(by=System("changes"), at=late) == 0
    assert Event.objects.filter(type="change_set.escalated", target_id=str(row.pk)).count() == 1


def test_what_was_submitted_is_not_submitted_again(world, submitted):
    row = submitted(move(world))
    with pytest.raises(WrongState):
        submit_change_set(change_set=row, by=world.author, at=clock.now())
    assert row.approvals.count() == 1


def test_a_policy_may_name_another_approver(world, submitted, admin):
    set_policy(
        key="approval.change",
        scope=EVERYWHERE,
        severity=Severity.BLOCK,
        value={
            "record": "operations_manager",
            "reclassification": "executive_committee",
            "import": "nobody",
            "boundary": "regional_vp",
            "structure": "regional_vp",
        },
        reason="trial",
        by=admin,
        at=clock.now(),
    )
    row = submitted(("classify_sites", {"sites": world.sites[:1], "facet": "tier", "value": "2"}))
    assert needed(row) == [("reclassification", "executive", "D01")]


def test_only_who_may_approve_has_it_reverted(world, published):
    row = published(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    row.approvals.create(
        change_class="standard", role="territory_admin", territory=world.d02, order=1,
        due_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Forbidden):
        ask_revert(change_set=row, by=person(Role.ACCOUNT_MANAGER), at=clock.now(), reason="no")
    vice = person(Role.REGIONAL_VP, world.east)
    assert ask_revert(change_set=row, by=vice, at=clock.now(), reason="no").revert_asked_at
    assert Site.objects.get(number=world.free).territory_id == world.d02.pk
