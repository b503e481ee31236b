from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import make_customer, make_site, make_territory
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.sites.models import Customer

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_the_list_counts_sites_and_is_searched(db: None, signed_in: SignIn) -> None:
    group = make_customer(name="Hilltop Group", code="HTG")
    make_customer(name="Lakeview Health")
    make_site(customer=group, annual_revenue_cents=250_000_00)
    client = signed_in()
    assert "Lakeview Health" in client.get("/customers/").content.decode()
    page = client.get("/customers/?q=htg").content.decode()
    assert "Hilltop Group" in page
    assert "$250k" in page
    assert "Lakeview Health" not in page


def test_a_customer_shows_its_sites(db: None, signed_in: SignIn) -> None:
    group = make_customer()
    site = make_site(customer=group)
    assert site.name in signed_in().get(f"/customers/{group.pk}/").content.decode()


def test_foreign_customers_are_unknown(db: None, signed_in: SignIn) -> None:
    mine = make_territory()
    foreign = make_customer(name="Lakeview Health")
    make_site(customer=foreign, territory=make_territory())
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=mine)
    assert "Lakeview Health" not in client.get("/customers/").content.decode()
    for tab in ("", "edit/"):
        assert client.get(f"/customers/{foreign.pk}/{tab}").status_code == 404


def test_a_customer_is_added_once(db: None, signed_in: SignIn) -> None:
    client = signed_in()
    client.post("/customers/new/", {"name": "Hilltop Group"})
    again = client.post("/customers/new/", {"name": "Hilltop Group"})
    assert again.status_code == 422
    assert "Another customer has the name" in again.content.decode()
    assert Customer.objects.count() == 1
    assert Event.objects.filter(type="customer.created").count() == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 151])
def test_a_bad_name_is_refused(db: None, signed_in: SignIn, name: str) -> None:
    assert signed_in().post("/customers/new/", {"name": name}).status_code == 422
    assert not Customer.objects.exists()


def test_the_second_of_two_editors_is_told(db: None, signed_in: SignIn) -> None:
    group = make_customer(name="Hilltop Group")
    client = signed_in()
    address = f"/customers/{group.pk}/edit/"
    assert client.post(address, {"name": "Hilltop", "version": "1"}).status_code == 302
    late = client.post(address, {"name": "Hill", "version": "1"})
    assert late.status_code == 422
    assert "changed meanwhile" in late.content.decode()
    assert Customer.objects.get().name == "Hilltop"


def test_a_reader_does_not_edit(db: None, signed_in: SignIn) -> None:
    territory = make_territory()
    group = make_customer(name="Hilltop Group")
    make_site(customer=group, territory=territory)
    client = signed_in(role=Role.QUALITY, territory=territory)
    answer = client.post(f"/customers/{group.pk}/edit/", {"name": "Mine", "version": "1"})
    assert answer.status_code == 403
    assert Customer.objects.get().name == "Hilltop Group"
