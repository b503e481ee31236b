"""Who covers reaches exactly what is covered, exactly as long, and it ends by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import CoverCause, Permission, Role
from townsite.access.covering import begin_cover, end_cover
from townsite.access.models import Grant
from townsite.access.queries import covers_of, scope_of
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import since
from townsite.sites.models import Site
from townsite.territories.actions import cover_sites, end_coverage
from townsite.territories.choices import AssignmentKind

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


@pytest.fixture
def places():
    """Two districts of one region, a site in each, and the manager of the second."""
    east = make_territory("EAST", level="region")
    own = make_territory("OWN", parent=east, level="district")
    other = make_territory("OTHER", parent=east, level="district")
    manager = make_user(name="Casey Cover")
    make_grant(manager, Role.DISTRICT_MANAGER, territory=other)
    return own, other, make_site(territory=own), make_site(territory=other), manager


def cover(site, territory, kind=AssignmentKind.TEMPORARY, until=10 * DAY, at=None):
    at = at or clock.now()
    cover_sites(site_ids=[site.pk], territory=territory, kind=kind, by=BY, at=at, until=at + until)
    return at


def stand_in(territory, person, *, begins=None, until=None, at=None):
    at = at or clock.now()
    return begin_cover(
        territory=territory,
        person=person,
        cause=CoverCause.LEAVE,
        begins=begins or at,
        until=until or at + 10 * DAY,
        absent="Lee Leave",
        by=BY,
        at=at,
    )


def test_a_covered_site_is_seen_and_changed_by_who_covers(places, as_person):
    _own, other, site, theirs, manager = places
    with as_person(manager):
        assert list(Site.objects.all()) == [theirs]
    cover(site, other)
    with as_person(manager):
        assert set(Site.objects.all()) == {site, theirs}
        assert Site.objects.filter(pk=site.pk).update(name="Looked after") == 1


def test_coverage_reaches_from_its_first_to_its_last_moment(places):
    _own, other, site, _theirs, manager = places
    at = cover(site, other)
    moments = {at - DAY: False, at: True, at + 9 * DAY: True, at + 10 * DAY: False}
    for moment, reached in moments.items():
        assert (site.pk in scope_of(manager, at=moment).read.site_ids) is reached
    ended = at + DAY
    end_coverage(
        site_ids=[site.pk], territory=other, kind=AssignmentKind.TEMPORARY, by=BY, at=ended
    )
    assert site.pk not in scope_of(manager, at=ended).read.site_ids


def test_a_shadowed_site_is_watched_and_not_changed(places, as_person):
    _own, other, site, _theirs, manager = places
    cover(site, other, AssignmentKind.SHADOW)
    with as_person(manager):
        assert Site.objects.filter(pk=site.pk).exists()
        assert Site.objects.filter(pk=site.pk).update(name="Changed") == 0


def test_coverage_reaches_nobody_above_or_below_who_covers(places):
    _own, other, site, _theirs, _manager = places
    below, stranger = make_user(), make_user()
    make_grant(below, Role.ACCOUNT_MANAGER, territory=make_territory(parent=other))
    make_grant(stranger, Role.DISTRICT_MANAGER, territory=make_territory(level="district"))
    cover(site, other)
    for person in (below, stranger):
        assert scope_of(person, at=clock.now()).read.site_ids == ()


def test_a_reader_of_the_covering_territory_does_not_become_a_writer(places, as_person):
    _own, other, site, _theirs, _manager = places
    reader = make_user()
    make_grant(reader, Role.BILLING_ADMIN, territory=other)
    cover(site, other)
    with as_person(reader):
        assert Site.objects.filter(pk=site.pk).update(name="Changed") == 0


def test_the_covered_site_is_reached_through_a_session_as_well(places, signed_in):
    _own, other, site, _theirs, manager = places
    client = signed_in(manager)
    assert client.get(f"/sites/{site.number}/").status_code == 404
    cover(site, other)
    assert client.get(f"/sites/{site.number}/").status_code == 200


def test_who_stands_in_has_the_managers_rights_over_that_territory_only(places, as_person):
    own, other, site, theirs, _manager = places
    person = make_user()
    grant = stand_in(own, person)
    assert grant.role == Role.DISTRICT_MANAGER
    scope = scope_of(person, at=clock.now())
    assert scope.read.territory_ids == (own.pk,)
    assert Permission.SITE_ASSIGN in scope.permissions
    with as_person(person):
        assert list(Site.objects.all()) == [site]
    assert other.pk
    assert theirs.pk


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 4), st.integers(1, 5), st.integers(0, 10))
def test_cover_holds_on_its_days_and_on_no_other(first, length, asked):
    person, territory, at = make_user(), make_territory(level="district"), clock.now()
    stand_in(territory, person, begins=at + first * DAY, until=at + (first + length) * DAY, at=at)
    holds = first <= asked < first + length
    assert bool(scope_of(person, at=at + asked * DAY).read.territory_ids) is holds


def test_cover_without_an_end_is_refused_by_the_database(places):
    own, *_ = places
    with pytest.raises(IntegrityError, match="grant_cover_is_time_boxed"), transaction.atomic():
        Grant.objects.create(
            user=make_user(),
            role=Role.DISTRICT_MANAGER,
            territory=own,
            cause=CoverCause.LEAVE,
            valid_during=since(clock.now()),
        )


def test_cover_is_refused_beyond_the_policy_and_twice(places):
    own, *_ = places
    person, at = make_user(), clock.now()
    with pytest.raises(Invalid, match="180 days"):
        stand_in(own, person, until=at + 181 * DAY, at=at)
    stand_in(own, person, at=at)
    with pytest.raises(Conflict, match="in that time already"):
        stand_in(own, person, begins=at + DAY, at=at)
    assert Grant.objects.filter(user=person).count() == 1


def test_cover_ended_early_ends_the_reach(places):
    own, *_ = places
    person = make_user()
    grant = stand_in(own, person)
    at = clock.now()
    end_cover(grant=grant, by=BY, at=at)
    assert scope_of(person, at=at).read.territory_ids == ()
    assert Event.objects.filter(type="cover.ended", territory_id=own.pk).count() == 1


def test_cover_that_has_not_begun_is_taken_away_whole(places):
    own, *_ = places
    person, at = make_user(), clock.now()
    grant = stand_in(own, person, begins=at + DAY, at=at)
    end_cover(grant=grant, by=BY, at=at)
    assert not Grant.objects.filter(user=person).exists()


def test_cover_is_told_to_who_sees_the_territory_and_no_other_grant_is(places, as_person):
    own, _other, _site, _theirs, manager = places
    grant = stand_in(own, make_user())
    neighbor = make_user()
    make_grant(neighbor, Role.DISTRICT_MANAGER, territory=own)
    with as_person(neighbor):
        assert list(covers_of(own.path, at=clock.now())) == [grant]
        assert Grant.objects.exclude(user=neighbor).count() == 1
    with as_person(manager):
        assert list(covers_of(own.path, at=clock.now())) == []
