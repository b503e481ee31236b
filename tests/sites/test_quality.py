"""Completeness and health, from the facts."""

import pytest

from tests.factories import make_site, make_territory
from townsite.common import clock
from townsite.sites.models import Site
from townsite.sites.quality import LABELS, MISSING, assess, refresh_quality
from townsite.sites.types import CATALOGUE

pytestmark = pytest.mark.usefixtures("db")


def test_what_is_missing_depends_on_the_type():
    hotel, other = make_site(facility_type="hotel"), make_site(facility_type="other")
    assert "rooms" in hotel.missing
    assert "rooms" not in other.missing


def test_completeness_counts_what_the_type_requires():
    site = make_site()
    required = len(CATALOGUE["other"].required)
    assert site.completeness == 100 - 100 * len(site.missing) // required


def test_a_territory_makes_the_site_more_complete():
    site = make_site()
    placed = make_site(territory=make_territory())
    assert placed.completeness > site.completeness
    assert "territory" not in placed.missing


def test_poor_health_says_why():
    site = make_site(location=None, zip="", city="", state="", street1="")
    found = assess(site.pk, at=clock.now())
    assert site.health == "poor"
    assert "No map point" in found.reasons


def test_refreshing_writes_only_what_changed():
    site = make_site()
    assert refresh_quality([site.pk], at=clock.now()) == 0
    Site.objects.update(completeness=1)
    assert refresh_quality([site.pk], at=clock.now()) == 1


def test_every_fact_has_a_check_and_words():
    asked = {fact for kind in CATALOGUE.values() for fact in kind.required}
    assert asked <= set(MISSING)
    assert set(MISSING) == set(LABELS)
