from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import BY, make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.sites.actions import add_contact, link_contact
from townsite.sites.models import Contact, Site, SiteContact

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DESK = "front-desk@harborline.example.com"


def linked(site: Site, role: str, email: str = DESK) -> SiteContact:
    contact = add_contact(values={"email": email}, by=BY, at=clock.now())
    return link_contact(site=site, contact=contact, role=role, by=BY, at=clock.now())


def current(site: Site, role: str) -> list[str]:
    rows = SiteContact.objects.filter(site=site, role=role, valid_during__contains=clock.now())
    return [row.contact.email for row in rows.select_related("contact")]


def test_a_contact_is_added_with_its_role(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    given = {"role": "primary", "email": DESK, "phone": "757 555 0100 x12", "language": "en"}
    answer = client.post(f"/sites/{site.number}/contacts/new/", given)
    assert answer.status_code == 302
    page = client.get(f"/sites/{site.number}/contacts/").content.decode()
    assert DESK in page
    assert "(757) 555-0100" in page
    assert current(site, "primary") == [DESK]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "not a mailbox", "valid email"),
        ("phone", "call me", "is no phone number"),
        ("role", "boss", "valid choice"),
        ("time_zone", "Mars/Base", "no time zone"),
        ("email", "", "says_something"),
    ],
)
def test_a_wrong_contact_is_refused_whole(
    db: None, signed_in: SignIn, field: str, value: str, words: str
) -> None:
    site = make_site()
    given = {"role": "billing", "email": DESK, "language": "en", field: value}
    answer = signed_in().post(f"/sites/{site.number}/contacts/new/", given)
    assert answer.status_code == 422
    if words != "says_something":
        assert words in answer.content.decode()
    assert not Contact.objects.exists()
    assert not SiteContact.objects.exists()


def test_a_second_primary_asks_whether_to_replace(db: None, signed_in: SignIn) -> None:
    site = make_site()
    linked(site, "primary")
    client = signed_in()
    address = f"/sites/{site.number}/contacts/new/"
    given = {"role": "primary", "email": "office@harborline.example.com", "language": "en"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "exactly one" in refused.content.decode()
    assert Contact.objects.count() == 1
    client.post(address, {**given, "replace_primary": "on"})
    assert current(site, "primary") == ["office@harborline.example.com"]


def test_known_people_are_offered_while_typing(db: None, signed_in: SignIn) -> None:
    site, other = make_site(), make_site()
    known = linked(other, "billing").contact
    client = signed_in()
    page = client.get(f"/sites/{site.number}/contacts/known/?email={DESK}&role=billing")
    assert "Known already?" in page.content.decode()
    assert "same e-mail" in page.content.decode()
    client.post(f"/sites/{site.number}/contacts/link/", {"contact": known.pk, "role": "billing"})
    assert current(site, "billing") == [DESK]
    assert Contact.objects.count() == 1


def test_people_at_foreign_sites_are_not_offered(db: None, signed_in: SignIn) -> None:
    mine = make_territory()
    site = make_site(territory=mine)
    foreign = linked(make_site(territory=make_territory()), "billing")
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=mine)
    page = client.get(f"/sites/{site.number}/contacts/known/?email={DESK}").content.decode()
    assert DESK not in page
    given = {"contact": foreign.contact_id, "role": "billing"}
    assert client.post(f"/sites/{site.number}/contacts/link/", given).status_code == 422
    assert current(site, "billing") == []


def test_a_primary_leaves_only_for_a_successor(db: None, signed_in: SignIn) -> None:
    site = make_site()
    primary = linked(site, "primary")
    heir = linked(site, "billing", "office@harborline.example.com").contact
    client = signed_in()
    address = f"/sites/{site.number}/contacts/links/{primary.pk}/end/"
    refused = client.post(address, {"reason": "left"})
    assert refused.status_code == 422
    assert "Choose who becomes the primary contact" in refused.content.decode()
    assert current(site, "primary") == [DESK]
    client.post(address, {"reason": "left", "successor": heir.pk})
    assert current(site, "primary") == [heir.email]


def test_coverage_is_kept_unless_an_exception_is_asked(db: None, signed_in: SignIn) -> None:
    site = make_site(status="active")
    emergency = linked(site, "emergency")
    client = signed_in()
    address = f"/sites/{site.number}/contacts/links/{emergency.pk}/end/"
    refused = client.post(address, {"reason": "moved"})
    assert refused.status_code == 422
    assert "needs 2 emergency contacts" in refused.content.decode()
    assert current(site, "emergency") == [DESK]
    client.post(address, {"reason": "moved", "as_exception": "on"})
    assert current(site, "emergency") == []


def test_editing_keeps_what_was_not_touched(db: None, signed_in: SignIn) -> None:
    site = make_site()
    contact = linked(site, "billing").contact
    client = signed_in()
    address = f"/sites/{site.number}/contacts/{contact.pk}/edit/"
    given = {"email": DESK, "mobile": "(757) 555-0101", "language": "en", "version": "1"}
    assert client.post(address, given).status_code == 302
    late = client.post(address, {**given, "mobile": "(757) 555-0102"})
    assert late.status_code == 422
    assert "changed meanwhile" in late.content.decode()
    contact.refresh_from_db()
    assert contact.mobile == "+17575550101"


def test_verification_is_noted(db: None, signed_in: SignIn) -> None:
    site = make_site()
    contact = linked(site, "billing").contact
    client = signed_in()
    address = f"/sites/{site.number}/contacts/{contact.pk}/verify/"
    assert client.post(address, {"method": "dream"}).status_code == 422
    assert client.get(address).status_code == 405
    client.post(address, {"method": "email"})
    contact.refresh_from_db()
    assert contact.verify_method == "email"


def test_contacts_of_another_site_are_not_found_here(db: None, signed_in: SignIn) -> None:
    site, other = make_site(), make_site()
    link = linked(other, "billing")
    client = signed_in()
    for path in (f"{link.contact_id}/edit/", f"links/{link.pk}/end/"):
        assert client.get(f"/sites/{site.number}/contacts/{path}").status_code == 404


def test_a_reader_changes_nobody(db: None, signed_in: SignIn) -> None:
    territory = make_territory()
    site = make_site(territory=territory)
    link = linked(site, "billing")
    client = signed_in(role=Role.QUALITY, territory=territory)
    end = client.post(f"/sites/{site.number}/contacts/links/{link.pk}/end/", {"reason": "x"})
    new = client.post(f"/sites/{site.number}/contacts/new/", {"role": "other", "email": DESK})
    assert (end.status_code, new.status_code) == (403, 403)
    assert current(site, "billing") == [DESK]
