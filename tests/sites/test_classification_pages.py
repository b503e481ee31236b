"""The tab classification and the outlook of the scores."""

import pytest
from django.urls import reverse

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.jobs.models import Job
from townsite.sites.choices import FacilityType
from townsite.sites.models import Site


def text_of(answer):
    return " ".join(answer.content.decode().split())


def tab(site):
    return reverse("sites:classification", args=[site.number])


def test_the_tab_shows_facets_cards_and_history(db, signed_in):
    site = make_site(tier="2", annual_revenue_cents=60_000_000, parking_spaces=500)
    page = text_of(signed_in().get(tab(site)))
    assert "Tier 2" in page
    assert "Not known yet: contract models" in page
    assert "500 parking spaces" in page
    assert "Over $500,000 a year." in page
    assert "/policies/score.complexity_weights/" in page
    assert "History of the classification" in page


def test_a_site_nobody_knows_anything_about_has_a_tab_too(db, signed_in):
    answer = signed_in().get(tab(make_site()))
    assert answer.status_code == 200


def test_a_facet_is_changed_with_its_reason(db, signed_in):
    site = make_site(tier="3")
    client = signed_in()
    address = reverse("sites:classify", args=[site.number, "tier"])
    filled = client.get(address, {"value": "1", "reason": "Score card: 78 points"})
    assert "Score card: 78 points" in text_of(filled)
    answer = client.post(address, {"value": "1", "reason": "flagship"}, follow=True)
    assert "flagship" in text_of(answer)
    site.refresh_from_db()
    assert site.tier == "1"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"value": "9", "reason": "why"}, "Select a valid choice"),
        ({"value": "1", "reason": " "}, "This field is required"),
        ({"value": "3", "reason": "why"}, "is already"),
        ({}, "This field is required"),
        ({"value": "1", "reason": "x" * 3_000}, "at most 2000 characters"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(db, signed_in, given, told):
    site = make_site(tier="3")
    answer = signed_in().post(reverse("sites:classify", args=[site.number, "tier"]), given)
    assert answer.status_code == 422
    assert told in text_of(answer)
    site.refresh_from_db()
    assert site.tier == "3"


def test_a_type_that_needs_more_is_refused_for_an_active_site(db, signed_in):
    site = make_site(facility_type=FacilityType.OTHER, status="active")
    address = reverse("sites:classify", args=[site.number, "facility_type"])
    answer = signed_in().post(address, {"value": "hotel", "reason": "converted"})
    assert answer.status_code == 422
    assert "needs its number of rooms" in text_of(answer)


def test_a_new_type_says_what_else_it_asks_for(db, signed_in):
    site = make_site(facility_type=FacilityType.OTHER)
    address = reverse("sites:classify", args=[site.number, "facility_type"])
    answer = signed_in().post(address, {"value": "medical", "reason": "opened"}, follow=True)
    assert "This type also asks for:" in text_of(answer)


def test_the_complexity_is_set_by_hand_and_lifted(db, signed_in):
    site = make_site()
    client = signed_in()
    address = reverse("sites:override_complexity", args=[site.number])
    assert client.post(address, {"complexity": "101", "reason": "x"}).status_code == 422
    client.post(address, {"complexity": "90", "reason": "ferry access"})
    assert "ferry access" in text_of(client.get(tab(site)))
    client.post(reverse("sites:lift_complexity", args=[site.number]))
    site.refresh_from_db()
    assert site.complexity_override_reason == ""


def test_who_may_not_classify_sees_no_buttons_and_is_refused(db, signed_in):
    site = make_site(tier="3")
    client = signed_in(role=Role.SITE_ADMIN)
    address = reverse("sites:classify", args=[site.number, "tier"])
    assert address not in text_of(client.get(tab(site)))
    assert client.post(address, {"value": "1", "reason": "x"}).status_code == 403
    assert client.get(reverse("sites:scores")).status_code == 403
    site.refresh_from_db()
    assert site.tier == "3"


def test_a_foreign_site_answers_like_an_unknown_one(db, signed_in):
    mine, other = make_territory("VA1"), make_territory("GA1")
    foreign = make_site(territory=other, tier="3")
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=mine)
    address = reverse("sites:classify", args=[foreign.number, "tier"])
    assert client.get(tab(foreign)).status_code == 404
    assert client.post(address, {"value": "1", "reason": "x"}).status_code == 404
    unknown = reverse("sites:classify", args=[foreign.number, "luck"])
    assert signed_in().get(unknown).status_code == 404


def test_the_outlook_names_what_would_change_and_starts_the_job(db, signed_in):
    site = make_site(annual_revenue_cents=200_000_000, tier="3")
    Site.objects.filter(pk=site.pk).update(complexity=1, revenue_class="standard")
    client = signed_in()
    answer = client.get(reverse("sites:scores"))
    outlook = answer.context["outlook"]
    assert [each.number for each, _ in outlook.changed] == [site.number]
    assert [each.number for each, _ in outlook.proposals] == [site.number]
    started = client.post(reverse("sites:scores_run"))
    job = Job.objects.get(kind="sites.rescore")
    assert started.headers["Location"] == reverse("jobs:detail", args=[job.pk])


def test_the_outlook_asks_little_of_the_database(db, signed_in, django_assert_max_num_queries):
    for _ in range(6):
        make_site()
    client = signed_in()
    with django_assert_max_num_queries(20):
        client.get(reverse("sites:scores"))


def test_without_differences_the_outlook_says_so(db, signed_in):
    assert "Nothing: what is stored is what the cards say." in text_of(
        signed_in().get(reverse("sites:scores"))
    )
