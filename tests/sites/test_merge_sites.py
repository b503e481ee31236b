"""Merging (R-28): the survivor keeps all, the duplicate keeps its number."""

import pytest

from tests.factories import BY, make_site
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.common.periods import since
from townsite.sites.actions import merge_sites
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Contact, ExternalId, Site, SiteContact, SiteRelationship

pytestmark = pytest.mark.usefixtures("db")


def merge(duplicate, into, reason="same hotel"):
    return merge_sites(duplicate=duplicate, into=into, by=BY, at=clock.now(), reason=reason)


def contact(site, role="other"):
    now = clock.now()
    made = Contact.objects.create(
        email="desk@harborline.example.com", created_at=now, updated_at=now
    )
    SiteContact.objects.create(site=site, contact=made, role=role, valid_during=since(now))
    return made


def test_the_duplicate_points_to_the_survivor_and_keeps_its_number():
    gone, kept = make_site(), make_site()
    merge(gone, kept)
    gone.refresh_from_db()
    assert (gone.status, gone.merged_into) == ("merged", kept)
    assert Site.objects.filter(number=gone.number).exists()


def test_belongings_move_to_the_survivor():
    gone, kept, third = make_site(), make_site(), make_site()
    mailbox = contact(gone)
    ExternalId.objects.create(site=gone, system="billing", key="B-1")
    SiteRelationship.objects.create(site=gone, other=third, kind="sibling")
    merge(gone, kept)
    assert SiteContact.objects.get(contact=mailbox).site == kept
    assert ExternalId.objects.get().site == kept
    assert SiteRelationship.objects.get().site == kept


def test_the_survivors_primary_stays_the_only_one():
    gone, kept = make_site(), make_site()
    contact(gone, "primary")
    mine = contact(kept, "primary")
    merge(gone, kept)
    assert SiteContact.objects.get(site=kept, role="primary").contact == mine


def test_earlier_duplicates_follow():
    first, second, third = make_site(), make_site(), make_site()
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_site_is_not_merged_twice_nor_into_itself_nor_without_reason():
    gone, kept = make_site(), make_site()
    with pytest.raises(Invalid, match="itself"):
        merge(kept, kept)
    with pytest.raises(Invalid, match="why"):
        merge(gone, kept, reason=" ")
    merge(gone, kept)
    with pytest.raises(WrongStatus, match="already merged"):
        merge(gone, kept)
    kept.refresh_from_db()
    assert kept.status == "draft"
