from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import BY, make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.sites.actions import change_status, merge_sites
from townsite.sites.models import Site

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
TABS = ["", "contacts/", "relationships/", "documents/", "timeline/", "classification/"]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_its_own_address(db: None, signed_in: SignIn, tab: str) -> None:
    site = make_site(name="Hilltop Inn", facility_type="hotel")
    answer = signed_in().get(f"/sites/{site.number}/{tab}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Hilltop Inn" in page
    assert page.count('aria-current="page"') >= 1


@pytest.mark.parametrize("tab", [*TABS, "edit/", "merge/", "status/activate/", "contacts/new/"])
def test_a_foreign_number_answers_like_an_unknown_one(
    db: None, signed_in: SignIn, tab: str
) -> None:
    mine = make_territory()
    foreign = make_site(territory=make_territory())
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=mine)
    answers = [client.get(f"/sites/{number}/{tab}") for number in (foreign.number, "999999")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert foreign.name not in answers[0].content.decode()


def test_a_number_without_its_zeros_is_found(db: None, signed_in: SignIn) -> None:
    site = make_site(number="0417")
    answer = signed_in().get("/sites/417/")
    assert site.name in answer.content.decode()


def test_what_is_missing_leads_to_its_field(db: None, signed_in: SignIn) -> None:
    site = make_site(facility_type="hotel")
    page = signed_in().get(f"/sites/{site.number}/").content.decode()
    assert f"/sites/{site.number}/edit/#id_room_count" in page
    assert f'href="/sites/{site.number}/contacts/"' in page
    assert f"{site.completeness}% complete" in page


def test_a_reader_sees_no_actions(db: None, signed_in: SignIn) -> None:
    territory = make_territory()
    site = make_site(territory=territory)
    client = signed_in(role=Role.QUALITY, territory=territory)
    page = client.get(f"/sites/{site.number}/").content.decode()
    assert site.name in page
    assert f"/sites/{site.number}/edit/" not in page
    assert "Submit" not in page
    assert client.get(f"/sites/{site.number}/edit/").status_code == 403


def test_a_merged_site_leads_to_its_survivor(db: None, signed_in: SignIn) -> None:
    kept, gone = make_site(name="Hilltop Inn"), make_site(name="Hilltop Hotel")
    merge_sites(duplicate=gone, into=kept, by=BY, at=clock.now(), reason="twice")
    client = signed_in()
    answer = client.get(f"/sites/{gone.number}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/sites/{kept.number}/"
    assert f"Site {gone} was merged into this one" in answer.content.decode()
    assert client.get(f"/sites/{gone.number}/timeline/").status_code == 200


def test_activation_names_what_stands_in_the_way(db: None, signed_in: SignIn) -> None:
    site = make_site(facility_type="hotel", status="pending")
    address = f"/sites/{site.number}/status/activate/"
    client = signed_in()
    page = client.get(address, HTTP_HX_REQUEST="true").content.decode()
    assert "An active hotel needs its number of rooms" in page
    assert client.post(address, {}).status_code == 422
    assert Site.objects.get(pk=site.pk).status == "pending"
    Site.objects.filter(pk=site.pk).update(room_count=120)
    assert client.post(address, {}).status_code == 302
    assert Site.objects.get(pk=site.pk).status == "active"


def test_closing_asks_for_date_and_reason(db: None, signed_in: SignIn) -> None:
    site = make_site(status="active")
    client = signed_in()
    address = f"/sites/{site.number}/status/deactivate/"
    answer = client.post(address, {"reason": ""})
    assert answer.status_code == 422
    assert Site.objects.get(pk=site.pk).status == "active"
    client.post(address, {"reason": "contract ended", "close_date": "2026-12-31"})
    assert Site.objects.get(pk=site.pk).status == "inactive"


def test_a_step_that_the_status_forbids_is_refused(db: None, signed_in: SignIn) -> None:
    site = make_site()
    answer = signed_in().post(f"/sites/{site.number}/status/suspend/", {"reason": "flood"})
    assert answer.status_code == 422
    assert "it can submit" in answer.content.decode()
    assert Site.objects.get(pk=site.pk).status == "draft"


def test_an_unknown_verb_is_not_found(db: None, signed_in: SignIn) -> None:
    site = make_site()
    assert signed_in().get(f"/sites/{site.number}/status/explode/").status_code == 404


def test_the_timeline_pages_by_cursor(db: None, signed_in: SignIn) -> None:
    site = make_site(status="pending")
    for turn in range(20):
        at = clock.now()
        change_status(site=site, verb="activate", by=BY, at=at) if turn == 0 else None
        change_status(site=site, verb="suspend", by=BY, at=at, reason=f"flood {turn}")
        change_status(site=site, verb="reactivate", by=BY, at=at, reason=f"dry {turn}")
    client = signed_in()
    first = client.get(f"/sites/{site.number}/timeline/")
    assert "dry 19" in first.content.decode()
    assert "flood 1<" not in first.content.decode()
    cursor = first.context["next_cursor"]
    older = client.get(
        f"/sites/{site.number}/timeline/?before={cursor}", HTTP_HX_REQUEST="true"
    ).content.decode()
    assert "flood 1<" in older
    assert "<html" not in older


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 40, "0"])
def test_a_strange_cursor_breaks_nothing(db: None, signed_in: SignIn, cursor: str) -> None:
    site = make_site()
    assert signed_in().get(f"/sites/{site.number}/timeline/?before={cursor}").status_code == 200


def test_a_key_of_a_partner_is_set_and_removed(db: None, signed_in: SignIn) -> None:
    site, other = make_site(), make_site()
    client = signed_in()
    address = f"/sites/{site.number}/external-ids/"
    client.post(address, {"system": "billing", "key": "B-17"})
    assert "B-17" in client.get(f"/sites/{site.number}/").content.decode()
    taken = client.post(
        f"/sites/{other.number}/external-ids/", {"system": "billing", "key": "B-17"}
    )
    assert taken.status_code == 422
    assert f"This key names site {site}" in taken.content.decode()
    client.post(address, {"system": "billing", "key": ""})
    assert not site.external_ids.exists()
