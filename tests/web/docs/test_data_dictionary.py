from collections.abc import Callable

import pytest
from django.test import Client

from townsite.web.docs.dictionary import entities


def test_every_entity_says_what_it_is() -> None:
    found = {each.table: each for each in entities()}
    assert {"sites_site", "sites_contact", "territories_territory"} <= set(found)
    assert [each.table for each in found.values() if not each.meaning] == []
    assert not any(table.endswith("siteevent") for table in found)


def test_fields_carry_type_rules_and_vocabulary() -> None:
    site = next(each for each in entities() if each.table == "sites_site")
    fields = {field.name: field for field in site.fields}
    assert ("active", "Active") in fields["status"].vocabulary
    assert (fields["number"].is_unique, fields["number"].is_required) == (True, True)
    assert fields["customer_id"].refers_to == "customer"
    assert "site_active_hotel_has_rooms" in site.rules


@pytest.mark.django_db
def test_the_page_shows_them(db: None, signed_in: Callable[..., Client]) -> None:
    page = signed_in().get("/docs/data-dictionary/").content.decode()
    assert "Data dictionary" in page
    assert "site_number_digits" in page
