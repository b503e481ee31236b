"""Whose touches and participants a change set has: only those who work on it may write them."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.changes.actions import add_author, delegate, submit_change_set
from townsite.changes.models import Participant, Touch
from townsite.common import clock
from townsite.sites.models import Site

TOUCH = "INSERT INTO changes_touch (change_set_id, site_id) VALUES (%s, %s)"
PART = (
    "INSERT INTO changes_participant (id, change_set_id, user_id, role)"
    " VALUES (uuid7(), %s, %s, %s)"
)


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def row(world, draft):
    return draft(("assign_sites", {"sites": world.sites[:1], "territory": "D02"}))


@pytest.fixture
def stranger(world):
    """Somebody who sees the change set and its places, and wrote none of it."""
    return person(Role.REGIONAL_VP, world.east)


def test_a_stranger_cannot_let_it_touch_what_they_like(world, row, stranger, as_person):
    site = Site.objects.get(number=world.sites[2])
    before = Touch.objects.count()
    with as_person(stranger), pytest.raises(ProgrammingError, match="row-level security"):
        execute(TOUCH, row.pk, site.pk)
    with as_person(stranger):
        assert execute("DELETE FROM changes_touch WHERE change_set_id = %s", row.pk) == 0
    assert Touch.objects.count() == before


@pytest.mark.parametrize("role", ["author", "delegate"])
def test_a_stranger_cannot_write_themselves_in(row, stranger, as_person, role):
    with as_person(stranger), pytest.raises(ProgrammingError, match="row-level security"):
        execute(PART, row.pk, stranger.pk, role)
    assert not Participant.objects.filter(user=stranger).exists()


def test_an_author_touches_and_takes_others_in(world, row, stranger, as_person):
    site = Site.objects.get(number=world.sites[2])
    with as_person(world.author):
        assert execute(TOUCH, row.pk, site.pk) == 1
        add_author(change_set=row, user=stranger, by=world.author, at=clock.now())
    with as_person(stranger):
        assert execute("DELETE FROM changes_touch WHERE site_id = %s", site.pk) == 1


def test_who_decides_names_a_delegate(world, row, stranger, as_person):
    deputy = person(Role.QUALITY, world.east)
    with as_person(world.author):
        submit_change_set(change_set=row, by=world.author, at=clock.now())
    with as_person(stranger):
        delegate(approval=row.approvals.get(), to=deputy, by=stranger, at=clock.now())
    assert Participant.objects.get(user=deputy).role == "delegate"
