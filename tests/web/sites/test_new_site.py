from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import make_site, make_territory
from tests.factories.policies import ask_nobody
from tests.web.sites.sent_form import form_in
from townsite.access.choices import Role
from townsite.sites.models import Site, SuspectedDuplicate

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
GIVEN = {
    "facility_type": "hotel", "name": "Hilltop Inn", "street1": "1 Hill Road", "city": "Norfolk",
    "state": "VA", "zip": "23510", "country": "US",
}  # fmt: skip


def opened(client: Client, query: str) -> dict[str, str]:
    return form_in(client.get(f"/sites/new/?{query}").content.decode(), action="/sites/new/")


def test_the_type_comes_first(db: None, signed_in: SignIn) -> None:
    page = signed_in().get("/sites/new/").content.decode()
    for kind in ("hotel", "medical", "airport", "corporate", "mixed_use"):
        assert f"?type={kind}" in page


def test_a_type_brings_its_defaults(db: None, signed_in: SignIn) -> None:
    client = signed_in()
    assert opened(client, "type=airport")["is_24_7"] == "on"
    office = opened(client, "type=corporate")
    assert office["operating_hours_mon_from"] == "07:00"
    assert office["operating_hours_sat_from"] == ""


def test_a_site_is_added_as_a_draft_with_the_next_number(db: None, signed_in: SignIn) -> None:
    client = signed_in()
    form = {**opened(client, "type=hotel"), **GIVEN}
    answer = client.post("/sites/new/", form)
    site = Site.objects.get()
    assert answer["Location"] == f"/sites/{site.number}/placement/"
    assert (site.status, site.name, site.is_24_7) == ("draft", "Hilltop Inn", True)
    assert site.created_by_id is not None


def test_the_second_step_chooses_the_territory_from_ranked_proposals(
    db: None, signed_in: SignIn
) -> None:
    ask_nobody("approval.assignment", "standard")
    client = signed_in()
    territory = make_territory("NORTH")
    created = client.post("/sites/new/", GIVEN)
    page = client.get(created["Location"]).content.decode()
    assert "Choose its territory here" in page
    assert 'aria-label="Place in Territory NORTH"' in page
    chosen = {"site": Site.objects.get().number, "territory": "NORTH", "reason": "Nearest"}
    client.post("/placement/place/", chosen)
    site = Site.objects.get()
    assert site.territory_id == territory.pk
    assert "Nearest" in client.get(f"/sites/{site.number}/timeline/").content.decode()


def test_who_may_not_assign_goes_to_the_new_sites_page(db: None, signed_in: SignIn) -> None:
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=make_territory())
    created = client.post("/sites/new/", GIVEN)
    assert created["Location"] == f"/sites/{Site.objects.get().number}/"


def test_a_copy_takes_how_it_works_not_where_it_is(db: None, signed_in: SignIn) -> None:
    model = make_site(
        facility_type="hotel", parking_mode="valet", parking_spaces=120, gl_string="02-03-4799-"
    )
    form = opened(signed_in(), f"copy={model.number}")
    assert (form["parking_mode"], form["parking_spaces"]) == ("valet", "120")
    assert (form["facility_type"], form["gl_string"]) == ("hotel", "02-03-4799-")
    assert (form["name"], form["street1"], form["location"]) == ("", "", "")


def test_a_foreign_site_cannot_be_copied(db: None, signed_in: SignIn) -> None:
    foreign = make_site(territory=make_territory())
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=make_territory())
    assert client.get(f"/sites/new/?copy={foreign.number}").status_code == 404


def test_a_likely_duplicate_has_to_be_confirmed(db: None, signed_in: SignIn) -> None:
    known = make_site(name="Hilltop Inn", street1="1 Hill Road", location=None)
    client = signed_in()
    refused = client.post("/sites/new/", GIVEN)
    assert refused.status_code == 422
    assert "May be in the portfolio already" in refused.content.decode()
    assert list(Site.objects.all()) == [known]
    client.post("/sites/new/", {**GIVEN, "is_another": "on"})
    assert Site.objects.count() == 2
    assert SuspectedDuplicate.objects.count() == 1


def test_a_taken_number_is_refused_even_out_of_scope(db: None, signed_in: SignIn) -> None:
    make_site(number="0417", territory=make_territory(), name="Valley Clinic", zip="10001")
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=make_territory())
    answer = client.post("/sites/new/", {**GIVEN, "number": "417"})
    assert answer.status_code == 422
    assert "Number 0417 belongs to another site" in answer.content.decode()
    assert "Valley Clinic" not in answer.content.decode()
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("facility_type", ""),
        ("facility_type", "castle"),
        ("number", "12a"),
        ("number", "1234567"),
        ("zip", "1"),
        ("state", "XX"),
    ],
)
def test_a_wrong_form_adds_nothing_and_keeps_the_rest(
    db: None, signed_in: SignIn, field: str, value: str
) -> None:
    answer = signed_in().post("/sites/new/", {**GIVEN, "city": "Suffolk", field: value})
    assert answer.status_code == 422
    assert 'value="Suffolk"' in answer.content.decode()
    assert not Site.objects.exists()


def test_one_field_is_checked_when_left(db: None, signed_in: SignIn) -> None:
    client = signed_in()
    page = client.post("/sites/new/check/?field=zip", {**GIVEN, "zip": "1"}).content.decode()
    assert "five digits" in page
    assert client.post("/sites/new/check/?field=version", GIVEN).status_code == 404


def test_a_reader_adds_nothing(db: None, signed_in: SignIn) -> None:
    client = signed_in(role=Role.QUALITY)
    assert client.get("/sites/new/").status_code == 403
    assert client.post("/sites/new/", GIVEN).status_code == 403
    assert not Site.objects.exists()
