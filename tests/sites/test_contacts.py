from datetime import timedelta

import pytest

from tests.factories import BY, make_customer, make_site
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid, Stale
from townsite.sites.actions import add_contact, link_contact, unlink_contact, update_contact
from townsite.sites.errors import CoverageTooLow, PrimaryNeedsSuccessor
from townsite.sites.models import Contact, Site, SiteContact
from townsite.sites.queries.contacts import similar_contacts

pytestmark = pytest.mark.django_db
NOW = clock.now()
LATER = NOW + timedelta(days=1)


def contact(**values: object) -> Contact:
    given = {
        "first_name": "Front",
        "last_name": "Desk",
        "email": "front-desk@harborline.example.com",
    }
    return add_contact(values={**given, **values}, by=BY, at=NOW)


def link(site: Site, role: str, who: Contact | None = None, **more: object) -> SiteContact:
    return link_contact(site=site, contact=who or contact(), role=role, by=BY, at=NOW, **more)


def current(site: Site, role: str) -> list[str]:
    rows = SiteContact.objects.filter(site=site, role=role, valid_during__contains=LATER)
    return [str(row.contact) for row in rows]


def test_phones_become_e164_and_mail_lower_case(db: None) -> None:
    made = contact(email="Front-Desk@Harborline.example.com", phone="(757) 555-0100 ext. 12")
    assert (made.email, made.phone, made.phone_ext) == (
        "front-desk@harborline.example.com",
        "+17575550100",
        "12",
    )


def test_a_number_that_is_none_is_refused_by_field(db: None) -> None:
    with pytest.raises(Invalid) as refusal:
        contact(phone="call me")
    assert "call me" in refusal.value.fields["phone"][0]
    assert not Contact.objects.exists()


def test_an_empty_contact_is_refused(db: None) -> None:
    with pytest.raises(Invalid):
        contact(first_name="", last_name="", email="")


def test_a_new_mail_address_must_be_verified_again(db: None) -> None:
    made = contact()
    Contact.objects.filter(pk=made.pk).update(verified_at=NOW, verify_method="email")
    changed = update_contact(
        contact=made, values={"email": "desk@harborline.example.com"}, by=BY, at=LATER, version=1
    )
    assert (changed.verified_at, changed.version) == (None, 2)
    event = Event.objects.latest("id")
    assert event.changes["email"] == [
        "front-desk@harborline.example.com",
        "desk@harborline.example.com",
    ]


def test_saving_over_a_newer_version_is_refused(db: None) -> None:
    made = contact()
    update_contact(contact=made, values={"title": "Manager"}, by=BY, at=LATER)
    with pytest.raises(Stale):
        update_contact(contact=made, values={"title": "Clerk"}, by=BY, at=LATER, version=1)
    assert Contact.objects.get().title == "Manager"


def test_a_site_has_exactly_one_primary(db: None) -> None:
    site = make_site()
    link(site, "primary", contact(last_name="Desk"))
    second = contact(last_name="Office", email="office@harborline.example.com")
    with pytest.raises(Conflict, match="exactly one"):
        link(site, "primary", second)
    assert current(site, "primary") == ["Front Desk"]
    link_contact(site=site, contact=second, role="primary", by=BY, at=LATER, replace_primary=True)
    assert current(site, "primary") == ["Front Office"]


def test_the_same_role_twice_is_refused(db: None) -> None:
    site, who = make_site(), contact()
    link(site, "billing", who)
    with pytest.raises(Conflict, match="already"):
        link(site, "billing", who)


def test_a_primary_leaves_only_for_a_successor(db: None) -> None:
    site = make_site()
    primary = link(site, "primary", contact(last_name="Desk"))
    with pytest.raises(PrimaryNeedsSuccessor):
        unlink_contact(link=primary, by=BY, at=LATER, reason="left the customer")
    assert current(site, "primary") == ["Front Desk"]
    heir = contact(last_name="Office")
    unlink_contact(link=primary, by=BY, at=LATER, reason="left the customer", successor=heir)
    assert current(site, "primary") == ["Front Office"]


def test_an_active_site_keeps_two_emergency_contacts(db: None) -> None:
    site = make_site(status="active")
    first = link(site, "emergency", contact(last_name="One"))
    link(site, "emergency", contact(last_name="Two"))
    with pytest.raises(CoverageTooLow, match="needs 2 emergency contacts"):
        unlink_contact(link=first, by=BY, at=LATER, reason="moved")
    assert len(current(site, "emergency")) == 2
    unlink_contact(link=first, by=BY, at=LATER, reason="moved", as_exception=True)
    assert current(site, "emergency") == ["Front Two"]


def test_an_emergency_contact_stays_for_48_hours(db: None) -> None:
    site = make_site(status="active")
    links = [link(site, "emergency", contact(last_name=name)) for name in ("One", "Two", "Three")]
    ended = unlink_contact(link=links[0], by=BY, at=LATER, reason="moved")
    assert ended.valid_during.upper == LATER + timedelta(hours=48)
    # Those with notice no longer count as cover.
    with pytest.raises(CoverageTooLow):
        unlink_contact(link=links[1], by=BY, at=LATER, reason="moved too")


def test_removal_asks_for_a_reason(db: None) -> None:
    billing = link(make_site(), "billing")
    with pytest.raises(Invalid, match="why"):
        unlink_contact(link=billing, by=BY, at=LATER, reason=" ")
    assert SiteContact.objects.get().valid_during.upper is None


def test_links_refresh_what_the_site_misses(db: None) -> None:
    site = make_site()
    assert "primary_contact" in Site.objects.get(pk=site.pk).missing
    link(site, "primary")
    assert "primary_contact" not in Site.objects.get(pk=site.pk).missing


def test_similar_contacts_are_found_by_mail_phone_and_name(db: None) -> None:
    group = make_customer()
    made = contact(phone="757 555 0100", customer=group, first_name="Robin", last_name="Keeper")
    by_mail = similar_contacts(email="FRONT-desk@harborline.example.com")
    by_phone = similar_contacts(mobile="+1 (757) 555-0100")
    by_name = similar_contacts(first_name="Robyn", last_name="Keeper", customer=group)
    assert [[each.contact for each in found] for found in (by_mail, by_phone, by_name)] == [
        [made]
    ] * 3
    assert similar_contacts(email="nobody@example.com", first_name="Lee", last_name="Else") == []


def missing(site: Site) -> set[str]:
    return set(Site.objects.get(pk=site.pk).missing)


def test_medical_sites_ask_for_two_who_always_answer(db: None) -> None:
    site = make_site(facility_type="medical")
    for name in ("One", "Two"):
        link(site, "emergency", contact(last_name=name))
    assert "emergency_contacts" not in missing(site)
    assert "emergency_24_7" in missing(site)
    for name in ("Three", "Four"):
        link(site, "emergency", contact(last_name=name), available_24_7=True)
    assert "emergency_24_7" not in missing(site)


def test_airports_ask_for_operations_in_every_shift(db: None) -> None:
    site = make_site(facility_type="airport")
    link(site, "operations", contact(last_name="Day"), shift="day")
    assert "operations_contact" not in missing(site)
    assert "shift_contacts" in missing(site)
    link(site, "operations", contact(last_name="Night"), shift="night")
    assert "shift_contacts" not in missing(site)
