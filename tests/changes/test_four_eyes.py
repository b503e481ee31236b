"""Ways round the four eyes that do not work: delegates, escalation, second roles, late authors."""

from datetime import timedelta

import pytest

from tests.changes.world import person
from tests.factories import make_grant
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.changes.actions import (
    add_author,
    approve,
    delegate,
    end_delegation,
    meet_deadline,
    name_delegate,
    submit_change_set,
)
from townsite.changes.actions.escalate import escalate_overdue, superior_role
from townsite.changes.entitled import may_decide
from townsite.changes.errors import OwnProposal, WrongState
from townsite.changes.models import ChangeSet, Deadline, Delegation
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE

DAY = timedelta(days=1)
BY = System("changes")


@pytest.fixture
def asked(world, draft):
    """`asked(by=…)`: the approval of a move from D01 to D02, which the vice president decides."""

    def make(*, by=None, territory="D02"):
        row = draft(
            ("assign_sites", {"sites": world.sites[:1], "territory": territory}),
            by=by or world.author,
        )
        row = submit_change_set(change_set=row, by=by or world.author, at=clock.now())
        return row.approvals.select_related("change_set", "territory").first()

    return make


def lend(person_, to, days=10):
    now = clock.now()
    return name_delegate(person=person_, delegate=to, begins=now, until=now + days * DAY, at=now)


def decide(approval, by, at=None):
    return approve(approval=approval, by=by, at=at or clock.now())


def refused(approval, by, error=Forbidden, match=None):
    with pytest.raises(error, match=match):
        decide(approval, by)
    approval.refresh_from_db()
    assert (approval.decision, ChangeSet.objects.get().state) == ("open", "submitted")


def test_a_delegate_for_a_period_decides_and_it_says_in_whose_place(world, asked, as_person):
    vice, delegate_ = person(Role.REGIONAL_VP, world.east), person(Role.QUALITY, world.east)
    approval = asked()
    lend(vice, delegate_)
    with as_person(delegate_):
        assert decide(approval, delegate_).state == "approved"
    approval.refresh_from_db()
    assert (approval.by, approval.in_place_of) == (delegate_, vice)


def test_a_delegation_ends_with_its_period_and_when_it_is_ended(world, asked):
    vice, delegate_, approval = person(Role.REGIONAL_VP, world.east), person(Role.QUALITY), asked()
    row = lend(vice, delegate_)
    assert not may_decide(approval, delegate_, at=clock.now() + 11 * DAY)
    assert may_decide(approval, delegate_, at=clock.now())
    end_delegation(delegation=row, by=vice, at=clock.now())
    refused(approval, delegate_)


def test_an_author_named_as_delegate_does_not_decide(world, asked):
    vice, approval = person(Role.REGIONAL_VP, world.east), asked()
    lend(vice, world.author)
    refused(approval, world.author, OwnProposal)


def test_an_author_does_not_decide_through_their_own_delegate(world, asked):
    vice, friend = person(Role.REGIONAL_VP, world.east), person(Role.QUALITY)
    lend(vice, friend)
    refused(asked(by=vice), friend)


def test_a_lent_right_is_not_lent_again(world, asked):
    vice, first, second = (
        person(Role.REGIONAL_VP, world.east),
        person(Role.QUALITY),
        person(Role.QUALITY),
    )
    approval = asked()
    lend(vice, first)
    lend(first, second)
    refused(approval, second)
    with pytest.raises(Forbidden, match="only they can delegate"):
        delegate(approval=approval, to=second, by=first, at=clock.now())


def test_an_approval_is_not_delegated_to_its_author_through_a_period(world, asked):
    vice = person(Role.REGIONAL_VP, world.east)
    approval = asked()
    with pytest.raises(Conflict, match="R-13"):
        delegate(approval=approval, to=world.author, by=vice, at=clock.now())
    assert approval.delegate is None


@pytest.mark.parametrize("second", [Role.REGIONAL_VP, Role.EXECUTIVE, Role.SYSTEM_ADMIN])
def test_a_second_role_does_not_make_an_author_an_approver(world, asked, second):
    make_grant(world.author, second)
    refused(asked(), world.author, OwnProposal)


def test_a_stand_in_who_wrote_it_does_not_decide_with_the_covered_right(world, asked):
    from townsite.access.choices import CoverCause
    from townsite.access.covering import begin_cover

    now = clock.now()
    begin_cover(
        territory=world.east,
        person=world.author,
        cause=CoverCause.VACANCY,
        begins=now,
        until=now + DAY,
        by=BY,
        at=now,
    )
    refused(asked(), world.author, OwnProposal)


def test_a_stand_in_decides_with_the_covered_right_while_it_lasts(world, asked):
    from townsite.access.choices import CoverCause
    from townsite.access.covering import begin_cover

    stand_in, approval, now = person(Role.QUALITY), asked(), clock.now()
    begin_cover(
        territory=world.east,
        person=stand_in,
        cause=CoverCause.LEAVE,
        begins=now,
        until=now + DAY,
        by=BY,
        at=now,
    )
    assert not may_decide(approval, stand_in, at=now + DAY)
    assert decide(approval, stand_in).state == "approved"


def test_nobody_becomes_an_author_once_it_is_submitted(world, asked):
    approval, vice = asked(), person(Role.REGIONAL_VP, world.east)
    with pytest.raises(WrongState):
        add_author(change_set=approval.change_set, user=vice, by=world.author, at=clock.now())
    assert may_decide(approval, vice, at=clock.now())


def test_escalation_passes_over_an_author_who_is_the_superior(world, asked):
    make_grant(world.author, Role.EXECUTIVE)
    approval = asked()
    assert superior_role(approval, at=clock.now()) is None
    admin = person(Role.SYSTEM_ADMIN)
    assert superior_role(approval, at=clock.now()) == Role.SYSTEM_ADMIN
    late = approval.due_at
    assert escalate_overdue(by=BY, at=late) == 1
    approval.refresh_from_db()
    assert (approval.escalated_to, approval.escalated_at) == (Role.SYSTEM_ADMIN, late)
    refused(approval, world.author, OwnProposal)
    assert decide(approval, admin, late).state == "approved"


def test_each_step_of_an_escalation_has_its_own_time_and_the_top_ends_it(world, asked):
    person(Role.EXECUTIVE)
    person(Role.SYSTEM_ADMIN)
    approval = asked()
    steps = []
    at = approval.due_at
    while at:
        assert escalate_overdue(by=BY, at=at) == 1
        assert escalate_overdue(by=BY, at=at) == 0
        approval.refresh_from_db()
        steps.append(approval.escalated_to)
        at = approval.escalated_due_at
    assert steps == [Role.EXECUTIVE, Role.SYSTEM_ADMIN, Role.SYSTEM_ADMIN]
    assert Event.objects.filter(type="change_set.escalated").count() == 3


def test_one_person_gives_one_approval_where_the_policy_says_so(world, asked, admin):
    set_policy(
        key="approval.each_by_another",
        scope=EVERYWHERE,
        value=True,
        severity=Severity.BLOCK,
        reason="Four eyes on each side",
        by=admin,
        at=clock.now(),
    )
    first = asked(territory="D03")
    boss, other = person(Role.EXECUTIVE), person(Role.EXECUTIVE)
    row = decide(first, boss)
    second = row.approvals.select_related("change_set", "territory").last()
    refused(second, boss, match="another person")
    assert decide(second, other).state == "approved"


def test_an_author_does_not_review_their_own_emergency(world, draft):
    row = draft(
        ("assign_sites", {"sites": world.sites[:1], "territory": "D02"}), trigger="emergency"
    )
    review = Deadline.objects.create(
        change_set=row, kind="emergency_review", due_at=clock.now() + DAY
    )
    with pytest.raises(OwnProposal):
        meet_deadline(deadline=review, note="Fine", by=world.author, at=clock.now())
    review.refresh_from_db()
    assert review.done_at is None


def test_a_delegate_is_somebody_else_for_a_time_to_come_and_one_at_a_time(world):
    vice, other = person(Role.REGIONAL_VP), person(Role.QUALITY)
    with pytest.raises(Invalid, match="somebody else"):
        lend(vice, vice)
    with pytest.raises(Invalid, match="has passed"):
        lend(vice, other, days=-1)
    lend(vice, other)
    with pytest.raises(Conflict, match="already"):
        lend(vice, person(Role.QUALITY))
    assert Delegation.objects.count() == 1


def test_a_delegation_is_told_to_the_two_people_only(world, as_person):
    vice, other = person(Role.REGIONAL_VP, world.east), person(Role.QUALITY, world.east)
    stranger = person(Role.REGIONAL_VP, world.east)
    row = lend(vice, other)
    for who, seen in ((vice, 1), (other, 1), (stranger, 0)):
        with as_person(who):
            assert Delegation.objects.count() == seen
    with pytest.raises(Forbidden), as_person(other):
        end_delegation(delegation=row, by=other, at=clock.now())
    row.refresh_from_db()
    assert row.valid_during.upper > clock.now()
