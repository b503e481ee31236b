import re

from demo.portfolio import Portfolio


def test_every_mailbox_is_a_role_of_a_fictitious_organisation(made: Portfolio) -> None:
    pattern = re.compile(r"^[a-z0-9.-]+@[a-z]+\.example\.com$")
    assert [each.email for each in made.contacts if not pattern.match(each.email)] == []


def test_no_two_mailboxes_are_the_same(made: Portfolio) -> None:
    emails = [contact.email for contact in made.contacts]
    assert len(set(emails)) == len(emails)


def test_every_phone_is_of_the_block_kept_for_fiction(made: Portfolio) -> None:
    phones = [p for each in made.contacts for p in (each.phone, each.mobile) if p]
    assert phones
    assert all(re.fullmatch(r"\+1[2-9]\d{2}55501\d{2}", phone) for phone in phones)


def test_a_site_has_at_most_one_primary_contact(made: Portfolio) -> None:
    primaries = [link.number for link in made.site_contacts if link.role == "primary"]
    assert len(set(primaries)) == len(primaries)


def test_most_sites_have_two_emergency_contacts_and_some_lack_one(made: Portfolio) -> None:
    active = {site.number for site in made.sites if site.status == "active"}
    counts = dict.fromkeys(active, 0)
    for link in made.site_contacts:
        if link.role == "emergency" and link.number in active:
            counts[link.number] += 1
    complete = sum(count >= 2 for count in counts.values())
    assert 0.8 * len(active) < complete < len(active)


def test_airports_have_an_operations_contact_for_every_shift(made: Portfolio) -> None:
    airports = {site.number for site in made.sites if site.facility_type == "airport"}
    shifts: dict[str, set[str]] = {number: set() for number in airports}
    for link in made.site_contacts:
        if link.number in airports and link.role == "operations":
            shifts[link.number].add(link.shift)
    assert all(found == {"day", "evening", "night"} for found in shifts.values())
