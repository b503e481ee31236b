"""Assigning: one primary at a time, a dated history, an event a site."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import BY, make_site, make_territory
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.periods import since
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites, unassign_sites
from townsite.territories.errors import TerritoryClosed
from townsite.territories.models import Assignment, Territory

pytestmark = pytest.mark.usefixtures("db")


def test_a_move_ends_the_former_assignment_and_begins_the_new():
    one, two = make_territory("T1"), make_territory("T2")
    site = make_site(territory=one)
    at = clock.now()
    assert assign_sites(site_ids=[site.pk], territory=two, by=BY, at=at, reason="closer") == 1
    former, current = Assignment.objects.filter(site=site).order_by("valid_during")
    assert (former.territory, former.valid_during.upper) == (one, at)
    assert (current.territory, current.valid_during.upper) == (two, None)
    site.refresh_from_db()
    assert (site.territory_id, site.territory_path) == (two.pk, "T2")
    event = Event.objects.filter(type="site.assigned").latest("id")
    assert (event.changes, event.reason, event.site_id) == (
        {"territory": ["T1", "T2"]},
        "closer",
        site.pk,
    )


def test_a_site_that_is_there_already_is_left_alone():
    territory = make_territory("T1")
    site = make_site(territory=territory)
    before = Event.objects.count()
    assert assign_sites(site_ids=[site.pk], territory=territory, by=BY, at=clock.now()) == 0
    assert Event.objects.count() == before


def test_a_closed_territory_takes_no_sites():
    territory, site = make_territory("T1"), make_site()
    Territory.objects.update(status="inactive")
    territory.refresh_from_db()
    with pytest.raises(TerritoryClosed, match="R-09"):
        assign_sites(site_ids=[site.pk], territory=territory, by=BY, at=clock.now())
    assert not Assignment.objects.exists()


def test_unassigning_leaves_the_history():
    site = make_site(territory=make_territory("T1"))
    assert unassign_sites(site_ids=[site.pk], by=BY, at=clock.now(), reason="closed") == 1
    site.refresh_from_db()
    assert (site.territory_id, site.territory_path) == (None, None)
    assert Assignment.objects.get().valid_during.upper is not None


def test_the_database_refuses_a_second_primary():
    site = make_site(territory=make_territory("T1"))
    other = make_territory("T2")
    with (
        pytest.raises(IntegrityError, match="assignment_one_primary_at_a_time"),
        transaction.atomic(),
    ):
        Assignment.objects.create(site=site, territory=other, valid_during=since(clock.now()))
    assert Assignment.objects.count() == 1


def test_many_sites_move_in_few_statements(django_assert_max_num_queries):
    territory = make_territory("T1")
    ids = [make_site().pk for _ in range(20)]
    with django_assert_max_num_queries(11):  # one of them tells the territory's hierarchy
        assert assign_sites(site_ids=ids, territory=territory, by=BY, at=clock.now()) == 20
    assert Site.objects.filter(territory_id=territory.pk).count() == 20
