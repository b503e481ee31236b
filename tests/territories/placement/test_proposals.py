"""Ranked proposals: who wins, what speaks against whom, and that nothing counts that is hidden."""

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.periods import since
from townsite.policies.actions import set_policy
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.resolution import EVERYWHERE, Scope
from townsite.territories.actions import appoint, set_boundary
from townsite.territories.choices import PostRole
from townsite.territories.models import ManagerProfile, PlacementException, Territory
from townsite.territories.placement.proposals import propose

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)


def east_of(site_longitude_offset: float) -> Point:
    return Point(HERE.x + site_longitude_offset, HERE.y, srid=4326)


def ranked(site, **options):
    [result] = propose([site.pk], at=clock.now(), **options).results
    return result


def codes(site, **options):
    return [each.territory.code for each in ranked(site, **options).ranked]


def except_(site, territory, effect, ground="strategic"):
    return PlacementException.objects.create(
        site=site,
        territory=territory,
        effect=effect,
        ground=ground,
        reason="ferry access",
        decided_by_label="Pat Example",
        valid_during=since(clock.now()),
    )


def square(center: Point, degrees: float) -> MultiPolygon:
    x, y = center.x, center.y
    return MultiPolygon(
        Polygon.from_bbox((x - degrees, y - degrees, x + degrees, y + degrees)), srid=4326
    )


def test_the_nearer_of_two_equals_wins_and_says_why():
    make_territory("FAR", center=east_of(0.6))
    make_territory("NEAR", center=east_of(0.05))
    result = ranked(make_site(location=HERE))
    assert [each.territory.code for each in result.ranked] == ["NEAR", "FAR"]
    best = result.best
    assert best.decided_by == "score"
    assert best.travel_source == "estimate"
    assert best.score == pytest.approx(
        sum(best.parts[name] * best.weights[name] for name in best.weights)
    )


def test_load_and_count_outweigh_a_slightly_shorter_drive():
    near = make_territory("NEAR", center=east_of(0.05), capacity_limit=4)
    make_territory("NEXT", center=east_of(0.08), capacity_limit=4)
    for _ in range(3):
        make_site(territory=near, status="active")
    assert codes(make_site(location=HERE)) == ["NEXT", "NEAR"]


def test_a_territory_outside_the_sites_state_is_not_eligible():
    make_territory("MD", center=east_of(0.01), allowed_states=["MD"])
    make_territory("VA", center=east_of(0.9), allowed_states=["VA", "NC"])
    result = ranked(make_site(location=HERE, state="VA"))
    assert result.best.territory.code == "VA"
    assert [each.rule for each in result.ranked[1].objections if each.severity == "block"] == [
        "R-04"
    ]


def test_a_waiver_lets_a_strategic_account_ignore_the_state_line():
    outside = make_territory("MD", center=east_of(0.01), allowed_states=["MD"])
    make_territory("VA", center=east_of(0.9), allowed_states=["VA"])
    site = make_site(location=HERE, state="VA")
    except_(site, outside, "waive")
    assert codes(site) == ["MD", "VA"]


def test_a_metro_boundary_wins_whatever_the_distance():
    metro = make_territory("METRO", kind="metro", center=east_of(3))
    set_boundary(territory=metro, geometry=square(HERE, 0.2), by=BY, at=clock.now())
    make_territory("NEAR", center=HERE)
    best = ranked(make_site(location=HERE)).best
    assert (best.territory.code, best.decided_by) == ("METRO", "metro_boundary")
    assert "R-02" not in [each.rule for each in best.objections]


def test_a_pin_goes_before_a_metro_boundary_and_an_expired_one_counts_no_more():
    metro = make_territory("METRO", kind="metro", center=HERE)
    set_boundary(territory=metro, geometry=square(HERE, 0.2), by=BY, at=clock.now())
    island = make_territory("ISLAND", center=east_of(2), allowed_states=["HI"])
    site = make_site(location=HERE)
    pin = except_(site, island, "pin", "island")
    best = ranked(site).best
    assert (best.territory.code, best.decided_by) == ("ISLAND", "exception")
    later = clock.now() + dt.timedelta(days=1)
    pin.valid_during = type(pin.valid_during)(pin.valid_during.lower, later, "[)")
    pin.save()
    [result] = propose([site.pk], at=later + dt.timedelta(hours=1)).results
    assert result.best.territory.code == "METRO"


def test_a_barred_territory_is_never_taken_and_wishes_move_the_score():
    barred = make_territory("BARRED", center=HERE)
    wished = make_territory("WISHED", center=east_of(0.3))
    make_territory("OTHER", center=east_of(0.29))
    site = make_site(location=HERE)
    except_(site, barred, "bar", "competition")
    except_(site, wished, "wish", "customer")
    assert codes(site) == ["WISHED", "OTHER", "BARRED"]
    assert ranked(site).best.parts["preference"] == 1


def test_fitness_counts_only_where_it_is_known():
    known = make_territory("KNOWN", center=HERE)
    appoint(
        territory=known,
        role=PostRole.MANAGER,
        holder=None,
        holder_label="Kim Example",
        by=BY,
        at=clock.now(),
    )
    site = make_site(location=HERE)
    rules = [each.rule for each in ranked(site).best.objections]
    assert "R-08" not in rules
    year_ago = clock.now().date() - dt.timedelta(days=365)
    ManagerProfile.objects.create(
        holder_label="Kim Example", experienced_since=year_ago, certified_until=year_ago
    )
    words = [each.words for each in ranked(site).best.objections]
    assert "manager lacks experience" in words
    assert "certificate has expired" in words


def test_a_policy_of_a_territory_changes_that_territory_alone():
    make_territory("ONE", center=HERE, allowed_states=["MD"])
    make_territory("TWO", center=HERE, allowed_states=["MD"])
    set_policy(
        key="placement.state_crossing_needs_approval",
        scope=Scope(ScopeKind.TERRITORY, "TWO"),
        value=False,
        severity=Severity.INFO,
        reason="spans the Bay",
        by=BY,
        at=clock.now(),
    )
    result = ranked(make_site(location=HERE, state="VA"))
    assert [(p.territory.code, p.is_eligible) for p in result.ranked] == [
        ("TWO", True),
        ("ONE", False),
    ]


def test_the_precedence_of_rules_is_a_policy():
    metro = make_territory("METRO", kind="metro", center=east_of(1))
    set_boundary(territory=metro, geometry=square(HERE, 0.2), by=BY, at=clock.now())
    make_territory("NEAR", center=HERE)
    site = make_site(location=HERE)
    set_policy(
        key="placement.precedence",
        scope=EVERYWHERE,
        value={
            "exception": 1,
            "attribute_rule": 2,
            "metro_boundary": 0,
            "boundary": 0,
            "underloaded": 0,
        },
        severity=Severity.INFO,
        reason="trial",
        by=BY,
        at=clock.now(),
    )
    assert codes(site)[0] == "NEAR"


def test_closed_territories_and_parents_take_no_sites():
    parent = make_territory("DISTRICT", level="district", center=HERE)
    make_territory("LEAF", parent=parent, center=HERE)
    closed = make_territory("CLOSED", center=HERE)
    Territory.objects.filter(pk=closed.pk).update(status="inactive")
    assert codes(make_site(location=HERE)) == ["LEAF"]


def test_without_a_point_the_drive_is_unknown_and_the_rest_decides():
    make_territory("A1", center=HERE)
    site = make_site()
    type(site).objects.filter(pk=site.pk).update(location=None)
    best = ranked(site).best
    assert best.minutes_known is None
    assert "R-02" in [each.rule for each in best.objections]


def test_all_sites_take_a_fixed_number_of_statements(django_assert_num_queries):
    for n in range(4):
        make_territory(f"T{n}", center=east_of(n / 10))
    ids = [make_site(location=HERE).pk for _ in range(6)]
    with django_assert_num_queries(7):
        assert len(propose(ids, at=clock.now()).results) == 6
    with django_assert_num_queries(7):
        propose(ids[:1], at=clock.now())


def test_sites_and_territories_beyond_reach_are_left_out(as_person):
    own = make_territory("OWN", center=HERE)
    make_territory("OTHER", center=HERE)
    site, hidden = make_site(territory=own), make_site()
    manager = make_user()
    make_grant(manager, Role.TERRITORY_ADMIN, territory=own)
    with as_person(manager):
        run = propose([site.pk, hidden.pk], at=clock.now())
    assert [result.site.number for result in run.results] == [site.number]
    assert [each.territory.code for each in run.results[0].ranked] == ["OWN"]


def test_an_attribute_rule_takes_its_sites_first_and_no_others():
    district = make_territory(
        "REMOTEOPS",
        level="district",
        membership="rule",
        membership_rule={"business_segment": "remote"},
    )
    make_territory("REMOTE", parent=district, kind="specialty", center=east_of(9))
    make_territory("NEAR", center=HERE)
    remote = make_site(location=HERE, business_segment="remote")
    best = ranked(remote).best
    assert (best.territory.code, best.decided_by) == ("REMOTE", "attribute_rule")
    other = ranked(make_site(location=HERE))
    assert [(p.territory.code, p.is_eligible) for p in other.ranked] == [
        ("NEAR", True),
        ("REMOTE", False),
    ]


def test_a_territory_in_reach_goes_before_an_emptier_one_beyond():
    full = make_territory("FULL", center=east_of(1), capacity_limit=1)
    make_territory("BEYOND", center=east_of(9))
    make_site(territory=full, status="active")
    assert codes(make_site(location=HERE)) == ["FULL", "BEYOND"]
