"""Loads: worked sites weighed by R-07, right at once after every change and after settling."""

import pytest
from django.db import connection

from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.policies.actions import set_policy
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.resolution import Scope
from townsite.sites.models import Site
from townsite.territories.actions import unassign_sites
from townsite.territories.placement.candidates import candidates_at

pytestmark = pytest.mark.usefixtures("db")


def load(code: str) -> tuple[float, float, float]:
    here = candidates_at(clock.now())
    n = [row.code for row in here.rows].index(code)
    return here.loads.sites[n], here.loads.units[n], here.loads.revenue_cents[n]


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT territories_settle_worked()")


def test_pending_active_and_suspended_sites_count_by_their_weight():
    territory = make_territory("T1")
    for status in ("pending", "active", "suspended", "draft", "inactive"):
        closed = {"close_date": "2026-01-31"} if status == "inactive" else {}
        site = make_site(territory=territory, status=status, annual_revenue_cents=100, **closed)
        Site.objects.filter(pk=site.pk).update(complexity=70 if status == "active" else 10)
    assert load("T1") == (3, 3.5, 300)
    settle()
    assert load("T1") == (3, 3.5, 300)


def test_a_change_after_settling_counts_at_once():
    territory = make_territory("T1")
    sites = [make_site(territory=territory, status="active") for _ in range(3)]
    settle()
    unassign_sites(site_ids=[sites[0].pk], by=BY, at=clock.now())
    Site.objects.filter(pk=sites[1].pk).update(status="draft")
    Site.objects.filter(pk=sites[2].pk).update(annual_revenue_cents=500)
    assert load("T1") == (1, 1, 500)
    settle()
    assert load("T1") == (1, 1, 500)


def test_a_site_with_a_policy_of_its_own_weighs_what_that_says():
    territory = make_territory("T1")
    site = make_site(territory=territory, status="active")
    make_site(territory=territory, status="active")
    weights = {"plain": 4, "high_maintenance": 5, "hybrid": 6, "management_agreement": 6}
    set_policy(
        key="capacity.site_weights",
        scope=Scope(ScopeKind.SITE, str(site.pk)),
        value=weights,
        severity=Severity.INFO,
        reason="two gates",
        by=BY,
        at=clock.now(),
    )
    assert load("T1")[1] == 5
