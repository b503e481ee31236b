"""One territory asks another: thread, decisions, time, who may what, and how it is measured."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Forbidden, Invalid
from townsite.workflows.actions import (
    accept,
    decline,
    end_request,
    keep_time,
    open_request,
    save_protocol,
    say,
    withdraw,
)
from townsite.workflows.choices import Outcome
from townsite.workflows.errors import RequestState, RequestUnknown
from townsite.workflows.models import CoordinationRequest, Protocol, RequestSite, ThreadEntry
from townsite.workflows.queries import measures, request_with_number, requests_seen

DAY = timedelta(days=1)
BY = System("coordination")


@pytest.fixture
def people(world):
    """Managers of D01, which asks, and of D03 in another region, which is asked."""
    return person(Role.DISTRICT_MANAGER, world.d01), person(Role.DISTRICT_MANAGER, world.d03)


@pytest.fixture
def ask(world, people, as_person):
    def make(*, protocol="SHARED", by=None, **values):
        given = {
            "answering_code": "D03",
            "title": "Share the quay",
            "text": "Two shuttles a day",
            "site_numbers": world.sites[:1],
            **values,
        }
        by = by or people[0]
        with as_person(by):
            return open_request(
                protocol=Protocol.objects.get(code=protocol),
                asking=world.d01,
                by=by,
                at=clock.now(),
                **given,
            )

    return make


def kinds(row):
    return list(row.entries.values_list("kind", flat=True))


def test_both_sides_see_the_request_and_nobody_else(world, people, ask, as_person):
    row = ask()
    neighbor = person(Role.DISTRICT_MANAGER, world.d02)
    west = person(Role.REGIONAL_VP, world.west)
    for who, seen in ((people[0], 1), (people[1], 1), (west, 1), (neighbor, 0)):
        with as_person(who):
            assert requests_seen().count() == seen
            assert ThreadEntry.objects.count() == seen
    with as_person(neighbor), pytest.raises(RequestUnknown):
        request_with_number(row.number)


def test_its_sites_are_told_only_to_who_sees_them(world, people, ask, as_person):
    row = ask()
    with as_person(people[1]):
        assert RequestSite.objects.count() == 0
        assert row.sites.count() == 0
        assert request_with_number(row.number).asking_label == "D01 Norfolk"
    with as_person(people[0]):
        assert row.sites.count() == 1


def test_an_answer_comes_from_the_side_that_is_asked(world, people, ask, as_person):
    row = ask()
    with as_person(people[0]), pytest.raises(Forbidden, match="Only D03 Reno"):
        accept(request=row, by=people[0], at=clock.now())
    with as_person(people[1]):
        done = accept(request=row, by=people[1], at=clock.now(), text="From Monday")
    assert (done.state, kinds(row)) == ("accepted", ["asked", "accepted"])
    assert done.ends_at - done.answered_at == 90 * DAY


def test_who_asked_does_not_answer_although_both_sides_are_theirs(world, ask, as_person):
    boss = person(Role.SYSTEM_ADMIN)
    row = ask(by=boss)
    with as_person(boss), pytest.raises(Forbidden, match="somebody else answers"):
        accept(request=row, by=boss, at=clock.now())
    row.refresh_from_db()
    assert (row.state, kinds(row)) == ("open", ["asked"])


def test_a_refusal_needs_a_reason_and_ends_it(people, ask, as_person):
    row = ask()
    with as_person(people[1]):
        with pytest.raises(Invalid, match="why you decline"):
            decline(request=row, text=" ", by=people[1], at=clock.now())
        decline(request=row, text="Nobody to spare", by=people[1], at=clock.now())
        with pytest.raises(RequestState):
            accept(request=row, by=people[1], at=clock.now())
    assert kinds(row) == ["asked", "declined"]


def test_joint_work_lasts_no_longer_than_the_protocol(people, ask, as_person):
    row, at = ask(protocol="BORDER"), clock.now()
    with as_person(people[1]), pytest.raises(Invalid, match="at the latest"):
        accept(request=row, by=people[1], at=at, ends_at=at + 31 * DAY)
    row.refresh_from_db()
    assert (row.state, kinds(row)) == ("open", ["asked"])


def test_the_side_that_leads_ends_it_with_an_outcome(people, ask, as_person):
    row = ask()
    with as_person(people[1]):
        row = accept(request=row, by=people[1], at=clock.now())
        with pytest.raises(Forbidden, match="Only D01 Norfolk"):
            end_request(
                request=row, outcome=Outcome.RESOLVED, text="Done", by=people[1], at=clock.now()
            )
    with as_person(people[0]):
        row = end_request(
            request=row, outcome=Outcome.RESOLVED, text="Done", by=people[0], at=clock.now()
        )
    assert (row.state, row.outcome, kinds(row)[-1]) == ("ended", "resolved", "ended")


def test_what_is_overdue_is_escalated_once_and_works_end_by_their_date(people, ask, as_person):
    late, going = ask(), ask()
    with as_person(people[1]):
        going = accept(request=going, by=people[1], at=clock.now())
    assert keep_time(by=BY, at=late.due_at) == (1, 0)
    assert keep_time(by=BY, at=late.due_at) == (0, 0)
    late.refresh_from_db()
    assert (late.escalated_to, kinds(late)) == (Role.REGIONAL_VP, ["asked", "escalated"])
    assert keep_time(by=BY, at=going.ends_at) == (0, 1)
    going.refresh_from_db()
    assert (going.state, going.outcome) == ("ended", "lapsed")


def test_both_sides_talk_and_nothing_said_is_changed(people, ask, as_person):
    row = ask()
    for who in people:
        with as_person(who):
            say(request=row, text="Hello", by=who, at=clock.now())
    assert kinds(row) == ["asked", "message", "message"]
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        row.entries.update(text="Changed")


def test_the_asking_side_takes_it_back(people, ask, as_person):
    row = ask()
    with as_person(people[1]), pytest.raises(Forbidden):
        withdraw(request=row, text="", by=people[1], at=clock.now())
    with as_person(people[0]):
        assert withdraw(request=row, text="", by=people[0], at=clock.now()).state == "withdrawn"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"answering_code": "NONE"}, "no territory NONE"),
        ({"answering_code": "D01"}, "no request to itself"),
        ({"title": " ", "text": " "}, "title.*what is asked"),
        ({"site_numbers": ["999999"]}, "no site 999999"),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_every_problem(ask, values, told):
    with pytest.raises(Invalid, match=f"(?s){told}"):
        ask(**values)
    assert CoordinationRequest.objects.count() == 0


def test_nobody_asks_for_a_territory_they_do_not_run(world, people, as_person):
    with as_person(people[1]), pytest.raises(Forbidden, match="Only D01"):
        open_request(
            protocol=Protocol.objects.get(code="SHARED"),
            asking=world.d01,
            answering_code="D03",
            title="T",
            text="T",
            by=people[1],
            at=clock.now(),
        )


def test_both_timelines_tell_each_step(world, people, ask, as_person):
    row = ask()
    with as_person(people[1]):
        accept(request=row, by=people[1], at=clock.now())
    for territory in (world.d01, world.d03):
        told = Event.objects.filter(territory_id=territory.pk, type__startswith="coordination.")
        assert list(told.order_by("pk").values_list("type", flat=True)) == [
            "coordination.opened",
            "coordination.answered",
        ]


def test_measures_count_what_was_asked_answered_and_resolved(people, ask, as_person):
    since = clock.now()
    first, second, third = ask(), ask(), ask()
    with as_person(people[1]):
        accept(request=first, by=people[1], at=first.opened_at + 2 * DAY / 24)
        decline(request=second, text="No", by=people[1], at=second.due_at + DAY)
    first.refresh_from_db()
    with as_person(people[0]):
        end_request(
            request=first,
            outcome=Outcome.UNRESOLVED,
            text="Quarrel",
            by=people[0],
            at=first.answered_at + DAY,
        )
        (found,) = measures(since=since, until=clock.now() + DAY)
    assert (found.protocol, found.requests, found.open) == ("Shared site", 3, 1)
    assert (found.accepted, found.declined, found.unresolved) == (1, 1, 1)
    assert (found.in_time, found.work_hours) == (0.5, 24)
    assert found.answer_hours > 2
    assert third.state == "open"
    with as_person(person(Role.DISTRICT_MANAGER)):
        assert measures(since=since, until=clock.now()) != []


def test_a_protocol_is_written_with_every_problem_named(admin):
    with pytest.raises(Invalid) as refusal:
        save_protocol(
            protocol=None, values={"code": "X", "occasion": "party"}, by=admin, at=clock.now()
        )
    assert {"name", "occasion"} <= set(refusal.value.fields)
    assert not Protocol.objects.filter(code="X").exists()
