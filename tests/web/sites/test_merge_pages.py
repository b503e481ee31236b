from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.jobs.models import Job
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.models import Site, SuspectedDuplicate

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def twins(**more: object) -> tuple[Site, Site]:
    one = make_site(name="Hilltop Inn", street1="1 Hill Road", **more)
    other = make_site(
        name="Hilltop Inn", street1="1 Hill Rd", gl_string="02-03-4799-", room_count=80, **more
    )
    refresh_suspicions(site_ids=[one.pk], at=clock.now())
    return one, other


def test_pairs_are_listed_with_their_reasons(db: None, signed_in: SignIn) -> None:
    one, other = twins()
    page = signed_in().get("/sites/duplicates/").content.decode()
    assert "same name" in page
    assert "0 m apart" in page
    assert f"/sites/{one.number}/merge/{other.number}/" in page


def test_only_pairs_in_reach_are_listed(db: None, signed_in: SignIn) -> None:
    twins(territory=make_territory())
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=make_territory())
    assert "No likely duplicates" in client.get("/sites/duplicates/").content.decode()


def test_the_search_runs_as_a_job(db: None, signed_in: SignIn) -> None:
    assert signed_in().post("/sites/duplicates/search/").status_code == 302
    assert Job.objects.get().kind == "sites.find_duplicates"


def test_a_pair_is_dismissed_with_a_reason(db: None, signed_in: SignIn) -> None:
    twins()
    client = signed_in()
    address = f"/sites/duplicates/{SuspectedDuplicate.objects.get().pk}/dismiss/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert SuspectedDuplicate.objects.get().dismissed_at is None
    client.post(address, {"reason": "two towers"})
    assert "No likely duplicates" in client.get("/sites/duplicates/").content.decode()


def test_the_preview_fills_gaps_from_the_duplicate(db: None, signed_in: SignIn) -> None:
    kept, gone = twins()
    page = signed_in().get(f"/sites/{kept.number}/merge/{gone.number}/").content.decode()
    assert 'name="keep_gl_string" value="gone" checked' in page
    assert 'name="keep_street1" value="kept" checked' in page
    assert Site.objects.get(pk=gone.pk).status == "draft"


def test_the_merge_takes_the_chosen_values(db: None, signed_in: SignIn) -> None:
    kept, gone = twins()
    client = signed_in()
    address = f"/sites/{kept.number}/merge/{gone.number}/"
    chosen = {"keep_gl_string": "gone", "keep_room_count": "kept", "keep_status": "gone"}
    assert client.post(address, {**chosen, "reason": ""}).status_code == 422
    assert Site.objects.get(pk=gone.pk).merged_into is None
    assert client.post(address, {**chosen, "reason": "entered twice"}).status_code == 302
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.gl_string, kept.room_count, kept.status) == ("02-03-4799-", None, "draft")
    assert (gone.status, gone.merged_into) == ("merged", kept)
    again = client.post(address, {"reason": "again"})
    assert again.status_code == 422
    assert "already merged" in again.content.decode()


def test_the_survivor_takes_over_a_territory_if_it_has_none(db: None, signed_in: SignIn) -> None:
    kept = make_site(name="Hilltop Inn")
    territory = make_territory()
    gone = make_site(name="Hilltop Hotel", territory=territory)
    signed_in().post(f"/sites/{kept.number}/merge/{gone.number}/", {"reason": "twice"})
    assert Site.objects.get(pk=kept.pk).territory_id == territory.pk


def test_the_other_site_can_be_named(db: None, signed_in: SignIn) -> None:
    one, other = twins()
    client = signed_in()
    address = f"/sites/{one.number}/merge/"
    assert "Likely the same" in client.get(address).content.decode()
    answer = client.post(address, {"other": other.number})
    assert answer["Location"] == f"/sites/{other.number}/merge/{one.number}/"
    assert client.post(address, {"other": "999999"}).status_code == 422


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.QUALITY])
def test_others_do_not_merge(db: None, signed_in: SignIn, role: Role) -> None:
    territory = make_territory()
    kept, gone = twins(territory=territory)
    client = signed_in(role=role, territory=territory)
    answer = client.post(f"/sites/{kept.number}/merge/{gone.number}/", {"reason": "twice"})
    assert answer.status_code == 403
    assert Site.objects.get(pk=gone.pk).status == "draft"


def test_a_foreign_site_cannot_be_merged(db: None, signed_in: SignIn) -> None:
    mine = make_territory()
    kept, gone = make_site(territory=mine), make_site(territory=make_territory())
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=mine)
    address = f"/sites/{kept.number}/merge/{gone.number}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "twice"}).status_code == 404
    assert Site.objects.get(pk=gone.pk).status == "draft"
