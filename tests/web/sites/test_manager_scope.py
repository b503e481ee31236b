"""Everything a manager does within their own territory works under row-level security."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import make_customer, make_site, make_territory
from tests.web.sites.sent_form import form_in
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.sites.models import Contact, Customer, Document, Site, SiteRelationship
from townsite.territories.models import Territory

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def mine(db: None) -> Territory:
    return make_territory()


@pytest.fixture
def manager(mine: Territory, signed_in: SignIn) -> Client:
    return signed_in(role=Role.TERRITORY_ADMIN, territory=mine)


def ok(answer: object) -> None:
    assert getattr(answer, "status_code", 0) == 302, answer.content.decode()[-3000:]


def test_a_site_from_draft_to_closed(mine: Territory, manager: Client) -> None:
    site = make_site(territory=mine)
    start = f"/sites/{site.number}/"
    ok(manager.post(f"{start}status/submit/", {}))
    ok(manager.post(f"{start}status/activate/", {}))
    page = manager.get(f"{start}edit/").content.decode()
    form = {**form_in(page, action="/edit/"), "name": "Hilltop Inn", "step": "save"}
    ok(manager.post(f"{start}edit/", form))
    ok(manager.post(f"{start}status/deactivate/", {"reason": "sold", "close_date": "2026-12-31"}))
    site.refresh_from_db()
    assert (site.name, site.status) == ("Hilltop Inn", "inactive")
    assert "Hilltop Inn" in manager.get(f"{start}timeline/").content.decode()


def test_people_documents_relations_and_keys(mine: Territory, manager: Client) -> None:
    site, other = make_site(territory=mine), make_site(territory=mine)
    start = f"/sites/{site.number}/"
    email = "desk@harborline.example.com"
    ok(manager.post(f"{start}contacts/new/", {"role": "primary", "email": email, "language": "en"}))
    contact = Contact.objects.get()
    ok(
        manager.post(
            f"{start}contacts/{contact.pk}/edit/",
            {"email": email, "title": "Desk", "language": "en", "version": "1"},
        )
    )
    ok(
        manager.post(
            f"/sites/{other.number}/contacts/link/", {"contact": contact.pk, "role": "other"}
        )
    )
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    ok(manager.post(f"{start}documents/", {"file": file, "type": "other", "title": "Plan"}))
    ok(manager.post(f"{start}relationships/", {"kind": "sibling", "other": other.number}))
    ok(manager.post(f"{start}external-ids/", {"system": "billing", "key": "B-1"}))
    assert Document.objects.get().site == site
    assert SiteRelationship.objects.get().other == other
    assert Contact.objects.get().title == "Desk"


def test_a_new_site_is_seen_and_changed_by_its_maker(mine: Territory, manager: Client) -> None:
    given = {"facility_type": "other", "name": "Hilltop Inn", "country": "US"}
    ok(manager.post("/sites/new/", given))
    site = Site.objects.get()
    assert manager.get(f"/sites/{site.number}/").status_code == 200
    page = manager.get(f"/sites/{site.number}/edit/").content.decode()
    form = {**form_in(page, action="/edit/"), "city": "Norfolk", "step": "save"}
    ok(manager.post(f"/sites/{site.number}/edit/", form))
    assert Site.objects.get().city == "Norfolk"


def test_a_merge_within_the_territory(mine: Territory, manager: Client) -> None:
    kept, gone = make_site(territory=mine), make_site(territory=mine, gl_string="02-03-4799-")
    address = f"/sites/{kept.number}/merge/{gone.number}/"
    ok(manager.post(address, {"reason": "twice", "keep_gl_string": "gone"}))
    assert Site.objects.get(pk=kept.pk).gl_string == "02-03-4799-"
    assert manager.get(f"/sites/{gone.number}/").status_code == 302


def test_a_customer_of_ones_own_sites(mine: Territory, manager: Client) -> None:
    group = make_customer(name="Hilltop Group")
    make_site(territory=mine, customer=group)
    ok(manager.post(f"/customers/{group.pk}/edit/", {"name": "Hilltop", "version": "1"}))
    ok(manager.post("/customers/new/", {"name": "Lakeview Health"}))
    assert set(Customer.objects.values_list("name", flat=True)) == {"Hilltop", "Lakeview Health"}


def test_events_name_the_manager_and_the_request(mine: Territory, manager: Client) -> None:
    site = make_site(territory=mine)
    ok(manager.post(f"/sites/{site.number}/status/submit/", {}))
    event = Event.objects.latest("id")
    assert event.type == "site.submitted"
    assert event.actor_id is not None
    assert event.request_id
