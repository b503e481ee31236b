"""Four facets, each dated, each decided with a reason."""

from datetime import timedelta

import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.sites.actions import classify_site, update_site
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.choices import Facet, FacilityType, Tier
from townsite.sites.models import Classification, Site
from townsite.sites.queries.classification import class_at, facet_history


def classify(site, value, *, facet=Facet.TIER, at=None, reason="growth"):
    return classify_site(
        site=site, facet=facet, value=value, reason=reason, by=BY, at=at or clock.now()
    )


def values(site, facet):
    rows = Classification.objects.filter(site=site, facet=facet).order_by("valid_during")
    return [(row.value, row.valid_during.upper is None) for row in rows]


def test_a_new_site_begins_its_classification(db):
    site = make_site(facility_type=FacilityType.RETAIL, tier=Tier.TWO)
    assert values(site, Facet.FACILITY_TYPE) == [("retail", True)]
    assert values(site, Facet.TIER) == [("2", True)]
    assert values(site, Facet.COMMERCIAL_CLASS) == []


def test_the_value_before_ends_where_the_new_one_begins(db):
    site = make_site(tier=Tier.TWO)
    moment = clock.now() + timedelta(days=1)
    site = classify(site, Tier.ONE, at=moment)
    assert site.tier == "1"
    assert values(site, Facet.TIER) == [("2", False), ("1", True)]
    assert class_at(site, at=moment - timedelta(hours=1))[Facet.TIER].value == "2"
    assert class_at(site, at=moment)[Facet.TIER].value == "1"


def test_facets_change_independently(db):
    site = make_site(tier=Tier.TWO)
    classify(site, "premium", facet=Facet.COMMERCIAL_CLASS)
    assert values(site, Facet.TIER) == [("2", True)]
    assert values(site, Facet.COMMERCIAL_CLASS) == [("premium", True)]


def test_a_decision_is_an_event_with_its_reason(db):
    site = classify(make_site(tier=Tier.THREE), Tier.ONE, reason="flagship")
    event = Event.objects.get(type="site.classified", site_id=site.pk)
    assert (event.changes, event.reason) == ({"tier": ["3", "1"]}, "flagship")
    [row, _] = facet_history(site, Facet.TIER)
    assert (row.value, row.reason, row.set_by_label) == ("1", "flagship", "system: test")


@pytest.mark.parametrize(("value", "reason"), [("9", "why"), ("1", ""), ("", "why" * 0)])
def test_a_value_the_facet_lacks_or_no_reason_is_refused(db, value, reason):
    site = make_site(tier=Tier.THREE)
    with pytest.raises(Invalid):
        classify(site, value, reason=reason)
    assert values(site, Facet.TIER) == [("3", True)]


def test_the_same_value_again_is_refused(db):
    with pytest.raises(Conflict, match="already"):
        classify(make_site(tier=Tier.ONE), Tier.ONE)


def test_a_type_whose_required_fields_are_missing_is_refused(db):
    site = make_site(facility_type=FacilityType.OTHER, status="active", room_count=None)
    with pytest.raises(Invalid, match="needs its number of rooms"):
        classify(site, FacilityType.HOTEL, facet=Facet.FACILITY_TYPE)
    site.refresh_from_db()
    assert site.facility_type == "other"
    assert values(site, Facet.FACILITY_TYPE) == [("other", True)]


def test_an_edit_of_the_site_keeps_the_dated_rows_in_step(db):
    site = make_site(tier=Tier.TWO)
    update_site(site=site, values={"tier": "3"}, by=BY, at=clock.now(), reason="review")
    assert values(site, Facet.TIER) == [("2", False), ("3", True)]


def test_a_value_changed_twice_at_one_moment_leaves_one_row(db):
    site = make_site(tier=Tier.TWO)
    moment = clock.now() + timedelta(days=1)
    for tier in ("1", "3"):
        Site.objects.filter(pk=site.pk).update(tier=tier)
        assert follow_facets(site_ids=[site.pk], by=BY, at=moment) == 1
    assert values(site, Facet.TIER) == [("2", False), ("3", True)]


def test_clearing_a_facet_ends_it(db):
    site = make_site(tier=Tier.TWO)
    update_site(site=site, values={"tier": ""}, by=BY, at=clock.now())
    assert values(site, Facet.TIER) == [("2", False)]


def test_many_sites_are_followed_in_the_same_statements(db, django_assert_max_num_queries):
    sites = [make_site(tier=Tier.TWO) for _ in range(5)]
    Site.objects.update(tier="1")
    with django_assert_max_num_queries(10):
        done = follow_facets(site_ids=[s.pk for s in sites], by=BY, at=clock.now())
    assert done == 5


def test_a_manager_classifies_their_own_sites_only(db, as_person):
    mine, other = make_territory("VA1"), make_territory("GA1")
    manager = make_user()
    make_grant(manager, Role.TERRITORY_ADMIN, territory=mine)
    inside, outside = make_site(territory=mine, tier="2"), make_site(territory=other, tier="2")
    with as_person(manager):
        assert classify(inside, "1").tier == "1"
        with pytest.raises(Site.DoesNotExist):
            classify(outside, "1")
    outside.refresh_from_db()
    assert outside.tier == "2"
