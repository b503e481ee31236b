"""Cover and coverage as changes: proposed, previewed, approved, published, ended, reverted."""

from datetime import timedelta

import pytest

from tests.changes.world import person, publish
from tests.factories import BY, make_grant, make_user
from townsite.access.choices import CoverCause, Role
from townsite.access.models import Grant
from townsite.access.queries import scope_of
from townsite.changes.actions import revert_change_set, submit_change_set
from townsite.changes.outline import lay_out
from townsite.common import clock
from townsite.common.errors import Forbidden
from townsite.territories.actions import appoint
from townsite.territories.choices import PostRole
from townsite.territories.coverage import coverage_given, coverage_taken

DAY = timedelta(days=1)


@pytest.fixture
def manager(world):
    """The manager of D01, who goes on leave."""
    user = person(Role.DISTRICT_MANAGER, world.d01)
    appoint(
        territory=world.d01,
        role=PostRole.MANAGER,
        holder=user,
        holder_label=user.name,
        by=BY,
        at=clock.now(),
    )
    return user


def leave(stand_in, **values):
    until = (clock.now() + 14 * DAY).isoformat()
    payload = {"territory": "D01", "person": stand_in.email, "until": until, **values}
    return ("cover_territory", payload)


def test_leave_is_covered_with_the_managers_rights_for_its_time(world, manager, published):
    stand_in = make_user(name="Casey Cover")
    row = published(leave(stand_in))
    grant = Grant.objects.get(user=stand_in)
    assert (grant.cause, grant.absent_label, grant.role) == (
        CoverCause.LEAVE,
        manager.name,
        Role.DISTRICT_MANAGER,
    )
    assert scope_of(stand_in, at=clock.now()).read.territory_ids == (world.d01.pk,)
    assert scope_of(stand_in, at=clock.now() + 15 * DAY).read.territory_ids == ()
    assert list(row.applied) == ["cover"]


def test_cover_that_begins_later_gives_nothing_before(world, manager, published):
    stand_in, first = make_user(), clock.now() + 2 * DAY
    published(leave(stand_in, starts=first.isoformat()))
    assert scope_of(stand_in, at=first - timedelta(seconds=1)).read.territory_ids == ()
    assert scope_of(stand_in, at=first).read.territory_ids == (world.d01.pk,)


def test_the_draft_tells_who_gains_what(world, manager, draft):
    stand_in = make_user(name="Casey Cover")
    row = draft(leave(stand_in))
    said = " ".join(lay_out(row, at=clock.now()).entries[0].sentences)
    assert f"Casey Cover stands in for {manager.name} at D01 Norfolk because of leave" in said
    row = submit_change_set(change_set=row, by=world.author, at=clock.now())
    assert row.classes == ["standard"]
    gained = {each["person"].partition(" (")[0]: each["gained"] for each in row.impact["access"]}
    assert gained == {"Casey Cover": 2}


def test_a_covering_district_gains_the_sites_in_the_preview(world, draft):
    neighbor = person(Role.DISTRICT_MANAGER, world.d02)
    until = (clock.now() + DAY).isoformat()
    given = {"sites": world.sites[:1], "territory": "D02", "until": until}
    row = draft(("cover_sites", given))
    row = submit_change_set(change_set=row, by=world.author, at=clock.now())
    gained = {each["person"]: each["gained"] for each in row.impact["access"]}
    assert gained == {f"{neighbor.name} ({neighbor.email})": 1}


def test_a_manager_cannot_stand_in_for_themselves(world, manager, draft):
    from townsite.common.errors import Invalid

    with pytest.raises(Invalid, match="cannot stand in for themselves"):
        draft(leave(manager))


def test_a_vacant_post_is_covered_without_anybody_being_away(world, published):
    stand_in = make_user()
    published(leave(stand_in, cause="vacancy", territory="D02"))
    assert Grant.objects.get(user=stand_in).absent_label == ""


def test_cover_ends_early_by_a_change_and_a_revert_brings_it_back(world, manager, published):
    stand_in = make_user()
    published(leave(stand_in))
    row = published(("end_cover", {"territory": "D01", "person": stand_in.email}))
    assert scope_of(stand_in, at=clock.now()).read.territory_ids == ()
    revert_change_set(change_set=row, by=BY, at=clock.now(), reason="Not yet back")
    assert scope_of(stand_in, at=clock.now()).read.territory_ids == (world.d01.pk,)


def test_a_reverted_cover_ends_at_once(world, manager, published):
    stand_in = make_user()
    row = published(leave(stand_in))
    revert_change_set(change_set=row, by=BY, at=clock.now(), reason="Leave is off")
    assert scope_of(stand_in, at=clock.now()).read.territory_ids == ()


def test_an_emergency_reaches_no_further_than_its_submitter(world, draft, as_person):
    boss, friend = person(Role.TERRITORY_ADMIN, world.east), make_user()
    until = (clock.now() + DAY).isoformat()
    grab = {"territory": "NATL", "person": friend.email, "cause": "vacancy", "until": until}
    row = draft(("cover_territory", grab), by=boss, trigger="emergency")
    with as_person(boss), pytest.raises(Forbidden, match="not NATL"):
        submit_change_set(change_set=row, by=boss, at=clock.now())
    row.refresh_from_db()
    assert (row.state, Grant.objects.filter(user=friend).count()) == ("draft", 0)


def test_an_emergency_may_call_a_neighbor_to_cover_an_own_site(world, draft, as_person):
    boss, until = person(Role.TERRITORY_ADMIN, world.d01), (clock.now() + DAY).isoformat()
    make_grant(boss, Role.QUALITY, territory=world.east)  # who sees the neighbor, may call it
    payload = {"sites": world.sites[:1], "territory": "D02", "kind": "emergency", "until": until}
    row = draft(("cover_sites", payload), by=boss, trigger="emergency")
    with as_person(boss):
        row = submit_change_set(change_set=row, by=boss, at=clock.now())
    publish(row)
    given = coverage_given(world.d02, at=clock.now())
    assert [(each.kind, each.sites) for each in given] == [("emergency", 1)]
    assert coverage_taken(world.d01, at=clock.now())[0].code == "D02"


def test_the_pages_show_who_covers(world, manager, published, signed_in):
    stand_in = make_user(name="Casey Cover")
    published(leave(stand_in))
    client = signed_in(manager)
    page = client.get("/territories/D01/").content.decode()
    assert "stands in for" in page
    assert "Casey Cover" in client.get(f"/sites/{world.sites[0]}/").content.decode()
