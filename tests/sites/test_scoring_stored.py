"""Scores on stored sites: saved with the site, overridden, computed anew, tried out."""

import pytest

from tests.factories import BY, make_site, make_territory
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.jobs.progress import Progress
from townsite.policies.actions import set_policy
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.dry_runs import Proposal, dry_run
from townsite.policies.resolution import EVERYWHERE, Scope
from townsite.sites.actions import lift_complexity_override, override_complexity, update_site
from townsite.sites.actions.rescore_sites import rescore_sites
from townsite.sites.choices import FacilityType
from townsite.sites.models import Classification, Site
from townsite.sites.quality import assess
from townsite.sites.tasks import rescore

LIMITS = "revenue.class_limits_usd"


def set_limits(special, high_value, *, scope=EVERYWHERE):
    set_policy(
        key=LIMITS,
        scope=scope,
        value={"special": special, "high_value": high_value},
        severity=Severity.INFO,
        reason="inflation",
        by=BY,
        at=clock.now(),
    )


def test_a_new_site_is_scored(db):
    site = make_site(facility_type=FacilityType.AIRPORT, annual_revenue_cents=60_000_000)
    assert site.complexity > 0
    assert site.revenue_class == "special"


def test_changing_a_fact_changes_the_score(db):
    site = make_site(facility_type=FacilityType.OTHER, parking_spaces=10)
    before = site.complexity
    site = update_site(site=site, values={"parking_spaces": 2_000}, by=BY, at=clock.now())
    assert site.complexity > before


def test_an_override_stays_until_it_is_lifted(db):
    site = make_site()
    computed = site.complexity
    site = override_complexity(
        site=site, complexity=90, reason="ferry access", by=BY, at=clock.now()
    )
    site = update_site(site=site, values={"parking_spaces": 5}, by=BY, at=clock.now())
    rescore_sites(by=BY, at=clock.now())
    site.refresh_from_db()
    assert (site.complexity, site.complexity_override_reason) == (90, "ferry access")
    site = update_site(site=site, values={"parking_spaces": None}, by=BY, at=clock.now())
    site = lift_complexity_override(site=site, by=BY, at=clock.now())
    assert site.complexity == computed
    told = Event.objects.filter(type="site.score_overridden").latest("id")
    assert told.changes == {"complexity": [90, computed]}


@pytest.mark.parametrize(("complexity", "reason"), [(101, "why"), (-1, "why"), (50, " ")])
def test_an_override_needs_a_number_in_bounds_and_a_reason(db, complexity, reason):
    site = make_site()
    with pytest.raises(Invalid):
        override_complexity(site=site, complexity=complexity, reason=reason, by=BY, at=clock.now())
    site.refresh_from_db()
    assert site.complexity_override_reason == ""


def test_what_is_not_overridden_cannot_be_lifted(db):
    with pytest.raises(Conflict, match="not overridden"):
        lift_complexity_override(site=make_site(), by=BY, at=clock.now())


def test_a_new_policy_is_taken_over_by_the_nightly_job(db):
    rich = make_site(annual_revenue_cents=60_000_000)
    plain = make_site(annual_revenue_cents=10_000_000)
    set_limits(650_000, 1_000_000)
    result = rescore(Progress(BY, clock.now()))
    version = rich.version
    rich.refresh_from_db()
    assert rich.version == version, "derived values conflict with nobody's edit"
    assert result["changed"] == 1
    assert result["examined"] >= 2
    assert rich.revenue_class == "standard"
    event = Event.objects.get(type="site.scored", site_id=rich.pk)
    assert event.changes == {"revenue_class": ["special", "standard"]}
    assert not Event.objects.filter(type="site.scored", site_id=plain.pk).exists()
    assert rescore(Progress(BY, clock.now()))["changed"] == 0


def test_a_batch_of_sites_is_scored_in_few_statements(db, django_assert_max_num_queries):
    for _ in range(8):
        make_site()
    Site.objects.update(complexity=None)
    with django_assert_max_num_queries(18):
        assert rescore_sites(by=BY, at=clock.now()) == 8


def test_the_first_scores_of_an_imported_site_are_no_event(db):
    site = make_site(annual_revenue_cents=60_000_000)
    Site.objects.update(complexity=None, revenue_class="")
    assert rescore_sites(by=BY, at=clock.now()) == 1
    site.refresh_from_db()
    assert site.revenue_class == "special"
    assert not Event.objects.filter(type="site.scored").exists()


def test_facets_set_in_bulk_begin_their_dated_rows(db):
    site = make_site(tier="2")
    Classification.objects.all().delete()
    Site.objects.update(tier="1")
    rescore_sites(by=BY, at=clock.now())
    assert Classification.objects.get(site=site, facet="tier").value == "1"


def test_a_policy_of_a_territory_reaches_only_its_sites(db):
    virginia = make_territory("VA1")
    inside = make_site(annual_revenue_cents=60_000_000, territory=virginia)
    outside = make_site(annual_revenue_cents=60_000_000)
    set_limits(650_000, 1_000_000, scope=Scope(ScopeKind.TERRITORY, "VA1"))
    rescore_sites(by=BY, at=clock.now())
    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.revenue_class, outside.revenue_class) == ("standard", "special")


def try_out(key, value, scope=EVERYWHERE):
    [finding] = dry_run(Proposal(key, scope, value, Severity.WARN), at=clock.now())
    return finding


def test_a_dry_run_names_the_sites_that_would_change_class(db):
    rich = make_site(annual_revenue_cents=60_000_000)
    make_site(annual_revenue_cents=10_000_000)
    finding = try_out(LIMITS, {"special": 650_000, "high_value": 1_000_000})
    assert (finding.changed, finding.examined) == (1, 2)
    assert finding.summary == "Changes the revenue class of 1."
    assert finding.changes[0].site_number == rich.number
    rich.refresh_from_db()
    assert rich.revenue_class == "special"


def test_a_dry_run_in_a_territory_looks_at_its_sites_only(db):
    make_site(annual_revenue_cents=60_000_000)
    inside = make_site(annual_revenue_cents=60_000_000, territory=make_territory("VA1"))
    value = {"special": 650_000, "high_value": 1_000_000}
    finding = try_out(LIMITS, value, Scope(ScopeKind.TERRITORY, "VA1"))
    assert [change.site_number for change in finding.changes] == [inside.number]
    assert finding.examined == 1


def test_a_dry_run_of_a_pattern_names_what_would_no_longer_fit(db):
    make_site(gl_string="02-03-4799-")
    odd = make_site(gl_string="22-03-4799-")
    finding = try_out("identifier.gl_pattern", r"0\d-\d{2}-\d{4}-")
    assert (finding.breaks, finding.changed) == (True, 1)
    assert finding.changes[0].site_number == odd.number


def test_the_limits_of_health_are_a_policy(db):
    site = make_site()
    Site.objects.filter(pk=site.pk).update(health="good")
    assert site.completeness < 60
    finding = try_out("quality.health", {"attention": 0, "good": 1})
    assert finding.changes[0].after == f"good at {site.completeness}%"
    set_policy(
        key="quality.health", scope=EVERYWHERE, value={"attention": 0, "good": 1},
        severity=Severity.INFO, reason="start-up", by=BY, at=clock.now(),
    )  # fmt: skip
    assert assess(site.pk, at=clock.now()).reasons == []
    rescore_sites(by=BY, at=clock.now())
    site.refresh_from_db()
    assert site.health == "good"


def test_health_ages_and_is_measured_anew_by_the_job(db):
    site = make_site()
    Site.objects.filter(pk=site.pk).update(health="good", completeness=100, missing=[])
    rescore_sites(by=BY, at=clock.now())
    site.refresh_from_db()
    assert site.health == "poor"
    assert site.completeness < 60


def test_a_dry_run_of_contact_minimums_names_sites_that_would_lack_some(db):
    make_site()
    now = {"primary": 0, "billing": 0, "operations": 0, "emergency": 0, "other": 0}
    set_policy(
        key="contact.minimum", scope=EVERYWHERE, value=now, severity=Severity.WARN,
        reason="pilot", by=BY, at=clock.now(),
    )  # fmt: skip
    finding = try_out("contact.minimum", {**now, "operations": 1})
    assert finding.changed == 1
    assert finding.changes[0].after == "lacks operations"
