"""Placing is a change set: explained, by the rules, in effect at once where nobody is asked."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from tests.factories.policies import ask_nobody
from townsite.changes.actions import place_best, place_chosen
from townsite.changes.models import ChangeSet
from townsite.changes.queries.proposed import proposed_assignments
from townsite.changes.tasks import place_all
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid, NotFound
from townsite.jobs.progress import Progress
from townsite.territories.actions import (
    create_hierarchy,
    create_territory,
    end_exception,
    make_exception,
)
from townsite.territories.choices import ExceptionEffect, ExceptionGround
from townsite.territories.models import Assignment

pytestmark = pytest.mark.usefixtures("db")
STANDARD = ("approval.assignment", "standard")
HERE = Point(-76.29, 36.85, srid=4326)
AWAY = Point(-76.0, 36.85, srid=4326)


@pytest.fixture
def place(admin):
    def chosen(site, territory, reason="the gate lies here"):
        given = {site.pk: territory.pk}
        return place_chosen(choices=given, by=admin, at=clock.now(), reason=reason)

    return chosen


@pytest.fixture
def place_all_best(admin):
    def best(*sites, **given):
        ids = [site.pk for site in sites]
        return place_best(site_ids=ids, by=admin, at=clock.now(), **given)

    return best


def test_a_placing_waits_for_the_director_and_is_not_proposed_twice(place, place_all_best):
    near, site = make_territory("NEAR", center=HERE), make_site(location=HERE)
    row = place(site, near)
    assert (row.state, row.approvals.get().role) == ("submitted", "territory_admin")
    assert row.title == "Place 1 site in NEAR"
    assert proposed_assignments([site.pk]) == {site.pk: row.number}
    assert vars(place_all_best(site, with_warnings=True)) == {
        "change_set": None, "sites": 0, "left": 1,
    }  # fmt: skip
    assert not Assignment.objects.exists()


def test_a_choice_against_the_ranking_needs_a_reason(place):
    make_territory("NEAR", center=HERE)
    with pytest.raises(Invalid, match="Say why you choose otherwise"):
        place(make_site(location=HERE), make_territory("FAR", center=AWAY), reason=" ")
    assert not ChangeSet.objects.exists()


def test_the_assignment_keeps_score_breakdown_and_policy_versions(place):
    ask_nobody(*STANDARD)
    near, far = make_territory("NEAR", center=HERE), make_territory("FAR", center=AWAY)
    site = make_site(location=HERE)
    assert place(site, near).state == "effective"
    row = Assignment.objects.get(site=site)
    assert row.score == pytest.approx(row.breakdown["score"])
    assert row.breakdown["decided_by"] == "score"
    assert row.breakdown["runner_up"]["territory"]["code"] == far.code
    assert any("FAR would win if" in each["words"] for each in row.breakdown["counterfactuals"])
    assert {"key", "value", "source", "since", "set_by"} == set(row.policy_versions[0])


def test_a_choice_against_the_ranking_is_a_persons(place):
    ask_nobody(*STANDARD)
    make_territory("NEAR", center=HERE)
    far = make_territory("FAR", center=AWAY)
    site = make_site(location=HERE)
    place(site, far)
    row = Assignment.objects.get(site=site)
    assert row.breakdown["decided_by"] == "person"
    assert row.breakdown["by"].startswith("Avery Admin (change set")
    assert row.breakdown["runner_up"]["territory"]["code"] == "NEAR"
    assert "the gate lies here" in row.reason


def test_a_territory_outside_its_states_needs_an_exception_first(place):
    ask_nobody(*STANDARD)
    outside = make_territory("MD", center=HERE, allowed_states=["MD"])
    site = make_site(location=HERE, state="VA")
    with pytest.raises(Conflict, match=r"MD \(R-04\)"):
        place(site, outside)
    assert not Assignment.objects.exists()
    make_exception(
        site=site,
        territory=outside,
        effect=ExceptionEffect.WAIVE,
        ground=ExceptionGround.BORDER,
        reason="the only bridge leads there",
        by=BY,
        at=clock.now(),
    )
    assert place(site, outside).state == "effective"


def test_one_refusal_keeps_all_sites_where_they_are(admin):
    ask_nobody(*STANDARD)
    outside = make_territory("MD", center=HERE, allowed_states=["MD"])
    inside = make_territory("VA", center=HERE)
    refused, fine = make_site(state="VA"), make_site(state="VA")
    given = {refused.pk: outside.pk, fine.pk: inside.pk}
    with pytest.raises(Conflict):
        place_chosen(choices=given, by=admin, at=clock.now())
    assert not Assignment.objects.exists()


def test_unknown_sites_and_territories_are_not_found(place):
    ask_nobody(*STANDARD)
    territory, site = make_territory("T1"), make_site()
    with pytest.raises(NotFound, match="reach"):
        place(territory, territory)
    with pytest.raises(NotFound, match="takes no sites"):
        place(site, site)
    assert not Assignment.objects.exists()


def test_a_run_spreads_sites_instead_of_piling_them_up(place_all_best):
    ask_nobody(*STANDARD)
    make_territory("NEAR", center=HERE, capacity_limit=4)
    make_territory("NEXT", center=Point(-76.2, 36.85, srid=4326), capacity_limit=4)
    done = place_all_best(*(make_site(location=HERE) for _ in range(4)), with_warnings=True)
    assert (done.is_effective, done.sites, done.left) == (True, 4, 0)
    codes = list(Assignment.objects.values_list("territory__code", flat=True))
    assert {"NEAR", "NEXT"} == set(codes)


def test_a_run_leaves_sites_whose_best_territory_has_a_warning(place_all_best):
    ask_nobody(*STANDARD)
    make_territory("VACANT", center=HERE)
    site = make_site(location=HERE)
    assert place_all_best(site).left == 1
    assert not Assignment.objects.exists()


def test_a_pin_survives_a_run_and_a_second_one_is_refused(place_all_best):
    ask_nobody(*STANDARD)
    make_territory("NEAR", center=HERE)
    far, other = make_territory("FAR", center=AWAY), make_territory("OTHER", center=AWAY)
    site = make_site(location=HERE)
    given = {
        "site": site,
        "effect": ExceptionEffect.PIN,
        "ground": ExceptionGround.STRATEGIC,
        "reason": "served with the airport",
        "by": BY,
    }
    pin = make_exception(territory=far, at=clock.now(), **given)
    with pytest.raises(Conflict, match="pinned to FAR"):
        make_exception(territory=other, at=clock.now(), **given)
    place_all_best(site, with_warnings=True)
    row = Assignment.objects.get(site=site)
    assert (row.territory, row.breakdown["decided_by"]) == (far, "exception")
    end_exception(exception=pin, by=BY, at=clock.now(), reason="moved")
    with pytest.raises(Conflict, match="ended already"):
        end_exception(exception=pin, by=BY, at=clock.now(), reason="again")


@pytest.fixture
def shuttles(db):
    given = {"code": "SHUTTLE", "name": "Shuttles", "line_of_business": "Shuttle"}
    return create_hierarchy(values=given, by=BY, at=clock.now())


def test_a_further_hierarchy_is_placed_by_itself_and_explained(shuttles, place_all_best):
    ask_nobody(*STANDARD)
    make_territory("NEAR", center=HERE)
    route = {"code": "ROUTE1", "name": "Route 1", "level": "territory", "center": HERE}
    create_territory(values=route, parent=None, hierarchy=shuttles, by=BY, at=clock.now())
    site = make_site(location=HERE)
    assert place_all_best(site, with_warnings=True, hierarchy=shuttles).sites == 1
    row = Assignment.objects.get()
    assert (row.territory.code, row.hierarchy) == ("ROUTE1", shuttles)
    assert row.breakdown["territory"]["code"] == "ROUTE1"


def test_a_hierarchy_without_territories_places_nothing(shuttles, place_all_best):
    assert place_all_best(make_site(location=HERE), hierarchy=shuttles).left == 1


def test_the_job_places_all_that_wait_and_tells_its_change_set(admin):
    make_territory("NEAR", center=HERE)
    make_site(location=HERE)
    told = place_all(Progress(admin, clock.now()), with_warnings=True)
    row = ChangeSet.objects.get()
    assert told == {"proposed": 1, "left": 0, "change_set": row.number, "state": "submitted"}
