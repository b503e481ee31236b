"""Placing: the assignment keeps its score, breakdown and policies; rules and reach are kept."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.common.errors import Conflict, NotFound
from townsite.territories.actions import (
    end_exception,
    make_exception,
    place_by_proposal,
    place_sites,
)
from townsite.territories.choices import ExceptionEffect, ExceptionGround
from townsite.territories.models import Assignment

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)
AWAY = Point(-76.0, 36.85, srid=4326)


def place(site, territory):
    return place_sites(
        choices={site.pk: territory.pk}, by=BY, at=clock.now(), reason="the gate lies here"
    )


def test_the_assignment_keeps_score_breakdown_and_policy_versions():
    near, far = make_territory("NEAR", center=HERE), make_territory("FAR", center=AWAY)
    site = make_site(location=HERE)
    assert place(site, near) == 1
    row = Assignment.objects.get(site=site)
    assert row.score == pytest.approx(row.breakdown["score"])
    assert row.breakdown["decided_by"] == "score"
    assert row.breakdown["runner_up"]["territory"]["code"] == far.code
    assert any("FAR would win if" in each["words"] for each in row.breakdown["counterfactuals"])
    assert {"key", "value", "source", "since", "set_by"} == set(row.policy_versions[0])


def test_a_choice_against_the_ranking_is_a_persons():
    make_territory("NEAR", center=HERE)
    far = make_territory("FAR", center=AWAY)
    site = make_site(location=HERE)
    place(site, far)
    row = Assignment.objects.get(site=site)
    assert (row.breakdown["decided_by"], row.breakdown["by"]) == ("person", "system: test")
    assert row.breakdown["runner_up"]["territory"]["code"] == "NEAR"
    assert row.reason == "the gate lies here"


def test_a_territory_outside_its_states_needs_an_exception_first():
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
    assert place(site, outside) == 1


def test_one_refusal_keeps_all_sites_where_they_are():
    outside = make_territory("MD", center=HERE, allowed_states=["MD"])
    inside = make_territory("VA", center=HERE)
    refused, fine = make_site(state="VA"), make_site(state="VA")
    with pytest.raises(Conflict):
        place_sites(choices={refused.pk: outside.pk, fine.pk: inside.pk}, by=BY, at=clock.now())
    assert not Assignment.objects.exists()


def test_unknown_sites_and_territories_are_not_found():
    territory, site = make_territory("T1"), make_site()
    with pytest.raises(NotFound, match="reach"):
        place_sites(choices={territory.pk: territory.pk}, by=BY, at=clock.now())
    with pytest.raises(NotFound, match="takes no sites"):
        place_sites(choices={site.pk: site.pk}, by=BY, at=clock.now())
    assert not Assignment.objects.exists()


def test_a_run_spreads_sites_instead_of_piling_them_up():
    make_territory("NEAR", center=HERE, capacity_limit=4)
    make_territory("NEXT", center=Point(-76.2, 36.85, srid=4326), capacity_limit=4)
    ids = [make_site(location=HERE).pk for _ in range(4)]
    moved, left = place_by_proposal(site_ids=ids, by=BY, at=clock.now(), with_warnings=True)
    assert (moved, left) == (4, 0)
    codes = list(Assignment.objects.values_list("territory__code", flat=True))
    assert {"NEAR", "NEXT"} == set(codes)


def test_a_run_leaves_sites_whose_best_territory_has_a_warning():
    make_territory("VACANT", center=HERE)
    site = make_site(location=HERE)
    assert place_by_proposal(site_ids=[site.pk], by=BY, at=clock.now()) == (0, 1)
    assert not Assignment.objects.exists()


def test_a_pin_survives_a_run_and_a_second_one_is_refused():
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
    place_by_proposal(site_ids=[site.pk], by=BY, at=clock.now(), with_warnings=True)
    row = Assignment.objects.get(site=site)
    assert (row.territory, row.breakdown["decided_by"]) == (far, "exception")
    end_exception(exception=pin, by=BY, at=clock.now(), reason="moved")
    with pytest.raises(Conflict, match="ended already"):
        end_exception(exception=pin, by=BY, at=clock.now(), reason="again")
