"""One event in full, the signed export, and the same search by the API."""

import io
import zipfile

import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_token, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.audit.sealing.actions import seal_events
from townsite.common import clock
from townsite.sites.actions import update_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    site = make_site(name="Hilltop Inn")
    update_site(site=site, values={"name": "Hilltop Suites"}, by=BY, at=clock.now())
    return Event.objects.get(type="site.updated")


def test_it_shows_before_after_and_its_seal(event, signed_in):
    client = signed_in()
    assert "Not sealed yet" in client.get(f"/audit/{event.pk}/").content.decode()
    seal_events(at=clock.now())
    page = client.get(f"/audit/{event.pk}/").content.decode()
    assert "<del>Hilltop Inn</del>" in page
    assert "As it was sealed" in page


def test_a_foreign_event_is_not_there(event, signed_in):
    client = signed_in(role=Role.QUALITY, territory=make_territory())
    assert client.get(f"/audit/{event.pk}/").status_code == 404


def test_a_field_and_a_kind_narrow_the_trail(event, signed_in):
    client = signed_in()
    shown = [e.event.pk for e in client.get("/audit/?changed=Name&kind=site").context["entries"]]
    assert event.pk in shown
    assert client.get("/audit/?changed=parking_spaces").context["entries"] == []
    assert client.get("/audit/?address=nonsense").status_code == 422


def test_the_export_holds_what_the_search_shows(event, signed_in):
    answer = signed_in().get("/audit/export/?type=site.updated")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        lines = file.read("events.jsonl").decode().splitlines()
    assert len(lines) == 1
    assert "Hilltop Suites" in lines[0]
    assert Event.objects.get(type="export.made").changes["question"] == [None, "type: site.updated"]


@pytest.mark.parametrize("path", ["/audit/", "/audit/export/", "/audit/1/", "/api/v1/audit"])
@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.ACCOUNT_MANAGER, Role.CONTRACT_ADMIN])
def test_only_the_roles_of_the_matrix_read_it(event, signed_in, path, role):
    assert signed_in(role=role).get(path).status_code == 403


def test_who_reads_the_trail_but_takes_nothing_away(event, signed_in):
    client = signed_in(role=Role.CONFIGURATION_MANAGER)
    assert client.get("/audit/").status_code == 200
    assert client.get("/audit/export/").status_code == 403
    assert not Event.objects.filter(type="export.made").exists()


def test_the_api_searches_newest_first_by_cursor(event, signed_in):
    client = signed_in()
    first = client.get("/api/v1/audit?kind=site&limit=1").json()
    assert [e["id"] for e in first["items"]] == [event.pk]
    second = client.get(first["next"]).json()
    assert [e["type"] for e in second["items"]] == ["site.created"]
    assert client.get("/api/v1/audit?changed=name&actor=system: test").json()["items"]
    assert client.get("/api/v1/audit?type=nonsense").status_code == 422


def test_the_feed_tells_sign_ins_and_tokens_to_who_may_read_the_trail_only(db, client, signed_in):
    make_token(make_user())
    person = make_user()
    make_grant(person, Role.EXECUTIVE)
    kinds = [e["type"] for e in signed_in(person).get("/api/v1/events").json()["items"]]
    assert "token.created" not in kinds
    kinds = [e["type"] for e in signed_in().get("/api/v1/events").json()["items"]]
    assert "token.created" in kinds
