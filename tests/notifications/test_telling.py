"""Who is told of what: once, in words of their own scope."""

from datetime import timedelta

import pytest

from tests.changes.world import person, publish
from tests.factories import BY, make_user
from tests.notifications.conftest import move, told
from townsite.access.actions import give_grant
from townsite.access.choices import Role
from townsite.changes.actions import approve, name_delegate, reject, revert_change_set
from townsite.changes.actions.escalate import escalate_overdue
from townsite.common import clock
from townsite.common.actors import System
from townsite.notifications.actions import choose, spread_events
from townsite.notifications.choices import MailWhen, NoticeKind
from townsite.notifications.models import Notification
from townsite.notifications.queries import Choice
from townsite.notifications.reminders import remind
from townsite.sites.models import Site

HOURS = timedelta(hours=1)


def kinds(user):
    return [kind for kind, _ in told(user)]


def test_who_has_to_decide_is_asked_and_the_author_is_not(world, submitted):
    vice, elsewhere = (
        person(Role.REGIONAL_VP, world.east),
        person(Role.REGIONAL_VP, world.west),
    )
    row = submitted(move(world))
    assert told(vice) == [("approval_asked", f"Your decision on change set {row}")]
    assert (told(elsewhere), told(world.author)) == ([], [])
    assert Notification.objects.get().due_at == row.approvals.get().due_at


def test_nobody_is_told_twice(world, submitted):
    vice = person(Role.REGIONAL_VP, world.east)
    submitted(move(world))
    assert spread_events(at=clock.now()) == 1
    assert spread_events(at=clock.now()) == 0
    assert Notification.objects.filter(recipient=vice).count() == 1


def test_without_a_holder_the_next_above_is_asked(world, submitted):
    boss = person(Role.EXECUTIVE)
    submitted(move(world))
    assert kinds(boss) == ["approval_asked"]


def test_a_delegate_for_the_time_is_asked_as_well(world, submitted):
    vice, delegate = person(Role.REGIONAL_VP, world.east), person(Role.QUALITY, world.east)
    now = clock.now()
    name_delegate(person=vice, delegate=delegate, begins=now, until=now + 9 * HOURS, at=now)
    submitted(move(world))
    assert kinds(delegate) == ["approval_asked"]


def test_the_second_in_turn_is_asked_after_the_first(world, submitted):
    first, second = person(Role.REGIONAL_VP, world.east), person(Role.REGIONAL_VP, world.west)
    row = submitted(move(world, "D03"))
    assert (kinds(first), kinds(second)) == (["approval_asked"], [])
    approve(approval=row.approvals.first(), by=first, at=clock.now())
    assert kinds(second) == ["approval_asked"]


def test_the_author_hears_the_decision_with_its_reason(world, submitted):
    vice = person(Role.REGIONAL_VP, world.east)
    row = submitted(move(world))
    reject(approval=row.approvals.get(), by=vice, at=clock.now(), comment="Too far")
    assert told(world.author) == [("decided", f"{vice} rejected change set {row}")]
    assert Notification.objects.get(recipient=world.author).body == "Too far"


def test_the_superior_hears_of_what_is_overdue(world, submitted):
    person(Role.REGIONAL_VP, world.east)
    boss = person(Role.EXECUTIVE)
    approval = submitted(move(world)).approvals.get()
    assert told(boss) == []
    escalate_overdue(by=System("changes"), at=approval.due_at)
    assert [kind for kind, _ in told(boss, approval.due_at)] == ["escalated"]


def test_the_account_manager_gets_the_task_of_telling_the_customer(world, submitted):
    agent, other = person(Role.ACCOUNT_MANAGER, world.d01), person(Role.ACCOUNT_MANAGER, world.d03)
    vice = person(Role.REGIONAL_VP, world.east)
    row = submitted(move(world))
    approve(approval=row.approvals.get(), by=vice, at=clock.now())
    (kind, title), *rest = told(agent)
    customer = Site.objects.get(number=world.sites[0]).customer
    assert kind == "customer"
    assert title.startswith(f"Tell {customer.name if customer else 'the customers'} of change set")
    assert (rest, told(other)) == ([], [])
    due = Notification.objects.get(recipient=agent).due_at
    assert due == row.deadlines.get().due_at


def test_people_hear_what_took_effect_what_they_lost_and_that_it_was_reverted(
    world, draft, submitted
):
    loser = person(Role.ACCOUNT_MANAGER, world.d01)
    row = publish(submitted(move(world)))
    assert [title.partition(" you ")[2] for _, title in told(loser)] == ["no longer reach 1 site"]
    assert f"In effect: change set {row}" in {title for _, title in told(world.author)}
    revert_change_set(change_set=row, by=BY, at=clock.now(), reason="Mistake")
    assert kinds(world.author)[-1] == "reverted"
    assert "gain access" in told(loser)[-1][1]


def test_a_new_grant_is_told_to_its_holder(world):
    user = make_user()
    give_grant(user=user, role=Role.QUALITY, territory=world.d01, by=BY, at=clock.now())
    ((kind, title),) = told(user)
    assert (kind, title[:34]) == ("access", "You are now Quality and compliance")


def test_words_name_no_site_beyond_the_readers_scope(world, submitted):
    """The manager of D02 hears of what comes from elsewhere without names of sites elsewhere."""
    from townsite.territories.actions import appoint
    from townsite.territories.choices import PostRole

    manager = person(Role.DISTRICT_MANAGER, world.d02)
    appoint(
        territory=world.d02,
        role=PostRole.MANAGER,
        holder=manager,
        holder_label=manager.name,
        by=BY,
        at=clock.now(),
    )
    hidden = Site.objects.get(number=world.sites[3])
    Site.objects.filter(pk=hidden.pk).update(name="Secret Quay")
    payload = {"sites": [world.sites[0]], "territory": "D02"}
    away = {"sites": [hidden.number], "territory": "D01"}
    row = publish(submitted(("assign_sites", payload), ("assign_sites", away)))
    told(manager)
    told(world.author)
    body = Notification.objects.get(recipient=manager, kind="effective").body
    assert world.sites[0] in body
    assert "Secret Quay" not in body
    assert hidden.number not in body
    assert row.number


def test_who_does_not_see_the_change_set_reads_no_title(world, submitted):
    from townsite.notifications.wording import about

    row = submitted(move(world), title="Hand Secret Quay over")
    from townsite.access.queries import scope_of
    from townsite.common.scope import scoped

    stranger = person(Role.DISTRICT_MANAGER, world.d03)
    with scoped(scope_of(stranger, at=clock.now())):
        words = about(row, "In effect: {set}", "Secret Quay goes")(stranger)
    assert (words.title, words.body, words.href) == ("In effect: a change set", "", "")


def test_a_decision_that_is_due_soon_is_reminded_of_once(world, submitted):
    vice = person(Role.REGIONAL_VP, world.east)
    approval = submitted(move(world)).approvals.get()
    assert remind(at=approval.due_at - 25 * HOURS) == 0
    assert remind(at=approval.due_at - 23 * HOURS) == 1
    assert remind(at=approval.due_at - 22 * HOURS) == 0
    assert Notification.objects.get(recipient=vice).kind == "approval_due"


def test_a_missed_duty_is_told_to_the_superior(world, submitted):
    vice = person(Role.REGIONAL_VP, world.east)
    row = submitted(move(world))
    approve(approval=row.approvals.get(), by=vice, at=clock.now())
    due = row.deadlines.get().due_at
    remind(at=due - HOURS)
    assert not Notification.objects.filter(recipient=vice).exists()
    remind(at=due)
    late = Notification.objects.get(recipient=vice)
    assert (late.kind, late.title) == ("deadline", f"Missed: tell the customers (change set {row})")


def test_what_a_person_does_not_want_is_not_told_but_decisions_always_are(world, submitted):
    from townsite.common.errors import Invalid

    vice = person(Role.REGIONAL_VP, world.east)
    off = Choice(NoticeKind.APPROVAL_ASKED, False, MailWhen.OFF)
    with pytest.raises(Invalid, match="has to reach you"):
        choose(user=vice, choices={NoticeKind.APPROVAL_ASKED: off})
    choose(
        user=world.author,
        choices={NoticeKind.DECIDED: Choice(NoticeKind.DECIDED, False, MailWhen.OFF)},
    )
    row = submitted(move(world))
    reject(approval=row.approvals.get(), by=vice, at=clock.now(), comment="No")
    assert told(world.author) == []


def test_news_is_read_by_its_recipient_alone(world, submitted, as_person):
    vice, other = person(Role.REGIONAL_VP, world.east), person(Role.REGIONAL_VP, world.east)
    admin = person(Role.SYSTEM_ADMIN)
    submitted(move(world))
    told(vice)
    for who, seen in ((vice, 1), (other, 1), (admin, 0)):
        with as_person(who):
            assert Notification.objects.count() == seen
            assert Notification.objects.exclude(recipient=who).count() == 0
