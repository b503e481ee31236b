"""Pages of a site need a known number of statements, however much there is to show."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import BY, make_customer, make_site
from townsite.common import clock
from townsite.sites.actions import (
    add_contact,
    add_document,
    link_contact,
    relate_sites,
    set_external_id,
    update_site,
)
from townsite.sites.models import Site

pytestmark = pytest.mark.django_db


def furnish(site: Site, turn: int) -> None:
    """One more of everything at the site."""
    at = clock.now()
    contact = add_contact(values={"email": f"desk{turn}@harborline.example.com"}, by=BY, at=at)
    link_contact(site=site, contact=contact, role="other", by=BY, at=at)
    file = ContentFile(b"%PDF-1.7", name="plan.pdf")
    add_document(site=site, document_type="other", title=f"Plan {turn}", file=file, by=BY, at=at)
    share = Decimal(5)
    other = make_site(customer=site.customer)
    relate_sites(site=site, other=other, kind="shared_parking", share_percent=share, by=BY, at=at)
    set_external_id(site=site, system=f"system {turn}", key=str(turn), by=BY, at=at)
    update_site(site=site, values={"vendor_code": f"V{turn}"}, by=BY, at=at)


@pytest.mark.parametrize(
    "tab", ["", "contacts/", "relationships/", "documents/", "timeline/", "edit/"]
)
def test_more_rows_cost_no_more_statements(
    db: None, signed_in: Callable[..., Client], tab: str
) -> None:
    site = make_site(customer=make_customer())
    client = signed_in()
    furnish(site, 0)
    address = f"/sites/{site.number}/{tab}"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for turn in range(1, 5):
        furnish(site, turn)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
