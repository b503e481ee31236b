"""Editing a site by form: review, refusals, and two people at once."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.factories import BY, make_customer, make_site, make_territory
from tests.web.sites.sent_form import form_in
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.sites.actions import update_site
from townsite.sites.models import Site, SuspectedDuplicate

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def form_of(page: str) -> dict[str, str]:
    return form_in(page, action="/edit/")


def opened(client: Client, site: Site) -> dict[str, str]:
    return form_of(client.get(f"/sites/{site.number}/edit/").content.decode())


def send(client: Client, site: Site, fields: dict[str, str], **more: str) -> Any:
    return client.post(f"/sites/{site.number}/edit/", {**fields, **more})


def test_nothing_is_written_before_the_review(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Hilltop Inn", parking_spaces=120)
    client = signed_in()
    fields = opened(client, site)
    review = send(client, site, fields, name="Hilltop Inn & Suites", parking_spaces="150")
    page = unescape(review.content.decode())
    assert "Review 2 changes" in page
    assert "<del>Hilltop Inn</del>" in page
    assert "<ins>Hilltop Inn & Suites</ins>" in page
    assert Site.objects.get(pk=site.pk).name == "Hilltop Inn"
    answer = send(client, site, form_of(review.content.decode()), step="save", reason="renamed")
    assert answer.status_code == 302
    saved = Site.objects.get(pk=site.pk)
    assert (saved.name, saved.parking_spaces, saved.version) == ("Hilltop Inn & Suites", 150, 2)
    event = Event.objects.filter(type="site.updated").latest("id")
    assert set(event.changes) == {"name", "parking_spaces"}
    assert event.reason == "renamed"


def test_an_untouched_form_changes_nothing(db: None, signed_in: SignIn) -> None:
    site = make_site(
        operating_hours={"mon": ["07:00", "19:00"]},
        annual_revenue_cents=12_345_678,
        customer=make_customer(),
        parking_mode="valet",
    )
    client = signed_in()
    answer = send(client, site, opened(client, site))
    assert answer.status_code == 302
    assert Site.objects.get(pk=site.pk).version == 1


def test_every_kind_of_field_is_kept(db: None, signed_in: SignIn) -> None:
    site, group = make_site(), make_customer(name="Hilltop Group")
    client = signed_in()
    given = {
        "customer": "hilltop group",
        "location": "40.7580, -73.9855",
        "operating_hours_mon_from": "07:00",
        "operating_hours_mon_until": "19:30",
        "annual_revenue_cents": "$1,250,000.50",
        "start_date": "2024-03-01",
        "room_count": "0",
        "state": "NY",
    }
    review = send(client, site, opened(client, site), **given)
    assert review.status_code == 200
    send(client, site, form_of(review.content.decode()), step="save")
    saved = Site.objects.get(pk=site.pk)
    assert saved.customer == group
    assert saved.location.coords == (-73.9855, 40.758)
    assert (saved.geocode_quality, saved.time_zone) == ("exact", "America/New_York")
    assert saved.operating_hours == {"mon": ["07:00", "19:30"]}
    assert (saved.annual_revenue_cents, saved.room_count) == (125_000_050, 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This field is required."),
        ("name", "<script>", "Use letters"),
        ("zip", "2351", "five digits"),
        ("location", "95, 200", "no place on earth"),
        ("location", "somewhere", "is no point"),
        ("parking_spaces", "10001", "less than or equal to 10000"),
        ("annual_revenue_cents", "a lot", "not an amount"),
        ("customer", "Nobody Ltd", "There is no customer"),
        ("time_zone", "Mars/Base", "no time zone"),
        ("operating_hours_mon_from", "07:00", "opening and closing time"),
        ("start_date", "yesterday", "valid date"),
        ("country", "USA", "at most 2"),
        ("name", "x" * 101, "at most 100"),
        ("parking_spaces", "9" * 400, "number"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_lost(
    db: None, signed_in: SignIn, field: str, value: str, words: str
) -> None:
    site = make_site()
    client = signed_in()
    fields = {**opened(client, site), "city": "Suffolk", field: value}
    answer = send(client, site, fields)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert 'value="Suffolk"' in page
    assert Site.objects.get(pk=site.pk).version == 1


def test_the_domain_refuses_at_the_field_too(db: None, signed_in: SignIn) -> None:
    site = make_site(facility_type="hotel", room_count=80, status="active")
    client = signed_in()
    answer = send(client, site, opened(client, site), room_count="")
    assert answer.status_code == 422
    assert "An active hotel needs its number of rooms" in answer.content.decode()
    assert Site.objects.get(pk=site.pk).room_count == 80


def test_edits_of_different_fields_fit_together(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Hilltop Inn", parking_spaces=100)
    client = signed_in()
    fields = opened(client, site)
    update_site(site=site, values={"parking_spaces": 90}, by=BY, at=clock.now(), reason="counted")
    merge = send(client, site, fields, name="Hilltop Suites")
    page = merge.content.decode()
    assert merge.status_code == 409
    assert "both edits fit together" in page
    assert "Parking spaces: 90" in page
    review = send(client, site, form_of(page))
    send(client, site, form_of(review.content.decode()), step="save")
    saved = Site.objects.get(pk=site.pk)
    assert (saved.name, saved.parking_spaces) == ("Hilltop Suites", 90)


def test_a_field_that_both_changed_is_left_to_the_reader(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Hilltop Inn", parking_spaces=100)
    client = signed_in()
    fields = opened(client, site)
    update_site(site=site, values={"parking_spaces": 90}, by=BY, at=clock.now())
    merge = send(client, site, fields, parking_spaces="110", name="Hilltop Suites")
    page = unescape(merge.content.decode())
    assert merge.status_code == 409
    for value in ("110", "90", "100"):
        assert f'name="parking_spaces" value="{value}"' in page
    merged = form_of(page)
    assert "parking_spaces" not in merged
    undecided = send(client, site, merged)
    assert undecided.status_code == 422
    assert "Choose a value for every field" in undecided.content.decode()
    assert Site.objects.get(pk=site.pk).parking_spaces == 90
    review = send(client, site, merged, parking_spaces="110")
    assert review.status_code == 200
    send(client, site, form_of(review.content.decode()), step="save")
    saved = Site.objects.get(pk=site.pk)
    assert (saved.parking_spaces, saved.name) == (110, "Hilltop Suites")


def test_a_save_between_review_and_save_is_not_overwritten(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Hilltop Inn")
    client = signed_in()
    review = send(client, site, opened(client, site), name="Hilltop Suites")
    update_site(site=site, values={"name": "Hilltop Lodge"}, by=BY, at=clock.now())
    answer = send(client, site, form_of(review.content.decode()), step="save")
    assert answer.status_code == 409
    assert Site.objects.get(pk=site.pk).name == "Hilltop Lodge"


@pytest.mark.parametrize("version", ["", "x", "0", "99", "-3", "9" * 30])
def test_a_forged_version_overwrites_nothing(db: None, signed_in: SignIn, version: str) -> None:
    site = make_site(name="Hilltop Inn")
    client = signed_in()
    fields = {**opened(client, site), "version": version, "name": "Mine"}
    assert send(client, site, fields, step="save").status_code == 409
    assert Site.objects.get(pk=site.pk).name == "Hilltop Inn"


def test_one_field_is_checked_when_left(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    address = f"/sites/{site.number}/edit/check/"
    fields = {**opened(client, site), "zip": "2351"}
    page = client.post(f"{address}?field=zip", fields, HTTP_HX_REQUEST="true").content.decode()
    assert "five digits" in page
    assert 'id="field-zip"' in page
    assert "<html" not in page
    assert client.post(f"{address}?field=status", fields).status_code == 404


def test_a_likely_duplicate_is_shown_while_typing(db: None, signed_in: SignIn) -> None:
    make_site(name="Harborline Suites Norfolk", street1="12 Pier Road")
    site = make_site(name="Granby Garage", street1="12 Pier Rd")
    client = signed_in()
    fields = {**opened(client, site), "name": "Harborlin Suites Norfolk"}
    page = client.post(f"/sites/{site.number}/edit/check/?field=name", fields).content.decode()
    assert "May be in the portfolio already" in page
    review = send(client, site, fields)
    send(client, site, form_of(review.content.decode()), step="save")
    assert SuspectedDuplicate.objects.count() == 1


def test_only_those_who_may_write_may_edit(db: None, signed_in: SignIn) -> None:
    territory = make_territory()
    site = make_site(territory=territory, name="Hilltop Inn")
    client = signed_in(role=Role.QUALITY, territory=territory)
    answer = client.post(f"/sites/{site.number}/edit/", {"name": "Mine", "version": "1"})
    assert answer.status_code == 403
    assert Site.objects.get(pk=site.pk).name == "Hilltop Inn"
