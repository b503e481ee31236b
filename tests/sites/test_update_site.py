"""Changing a site: only what differs, with a version lock."""

import pytest

from tests.factories import BY, make_site
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, Stale
from townsite.sites.actions import update_site

pytestmark = pytest.mark.usefixtures("db")


def update(site, version=None, **values):
    return update_site(site=site, values=values, by=BY, at=clock.now(), version=version)


def test_a_change_is_saved_with_its_event():
    site = make_site(name="Before")
    changed = update(site, name="After")
    assert (changed.name, changed.version) == ("After", site.version + 1)
    assert Event.objects.get(type="site.updated").changes == {"name": ["Before", "After"]}


def test_nothing_is_written_when_nothing_differs():
    site = make_site(name="Same")
    assert update(site, name="Same").version == site.version
    assert not Event.objects.filter(type="site.updated").exists()


def test_a_change_of_an_old_version_is_refused():
    site = make_site(name="First")
    update(site, version=1, name="Second")
    with pytest.raises(Stale, match="version 2"):
        update(site, version=1, name="Third")
    site.refresh_from_db()
    assert site.name == "Second"


def test_a_number_cannot_be_changed():
    site = make_site()
    with pytest.raises(Invalid, match="number"):
        update(site, number="9999")


def test_an_active_hotel_keeps_its_rooms():
    site = make_site(facility_type="hotel", room_count=120, parking_mode="valet", status="active")
    with pytest.raises(Invalid, match="rooms") as refusal:
        update(site, room_count=None)
    assert "room_count" in refusal.value.fields
    site.refresh_from_db()
    assert site.room_count == 120


def test_zero_is_not_missing():
    site = make_site(facility_type="hotel", room_count=1, parking_spaces=1)
    changed = update(site, room_count=0, parking_spaces=0)
    assert (changed.room_count, changed.parking_spaces) == (0, 0)
    assert not {"rooms", "spaces"} & set(changed.missing)


def test_every_version_stays_in_the_row_history():
    site = make_site(name="One")
    update(site, name="Two")
    names = site.events.order_by("pgh_id").values_list("name", "pgh_label")
    assert list(names) == [("One", "insert"), ("Two", "update")]
