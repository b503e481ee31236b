"""Placement over the API: proposals, placing, rehearsing, refusals."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from tests.factories.policies import ask_nobody
from townsite.access.choices import Role
from townsite.territories.models import Assignment

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)


@pytest.fixture
def site():
    make_territory("NEAR", center=HERE)
    make_territory("FAR", center=Point(-76.0, 36.85, srid=4326))
    make_territory("MD", center=HERE, allowed_states=["MD"])
    return make_site(location=HERE, state="VA")


def post(client, site, **body):
    address = f"/api/v1/sites/{site.number}/placement{body.pop('query', '')}"
    return client.post(address, body, content_type="application/json")


def test_proposals_come_ranked_with_parts_and_inputs(site, signed_in):
    found = signed_in().get(f"/api/v1/sites/{site.number}/placement").json()
    assert [each["territory"]["code"] for each in found["proposals"]] == ["NEAR", "FAR", "MD"]
    assert set(found["proposals"][0]["parts"]) == {
        "proximity",
        "capacity",
        "balance",
        "preference",
    }
    assert found["assignment"] is None


def test_where_somebody_has_to_approve_the_answer_tells_the_change_set(site, signed_in):
    told = post(signed_in(), site, territory="NEAR").json()
    assert (told["assignment"], told["change_set"]["state"]) == (None, "submitted")
    assert not Assignment.objects.exists()


def test_a_site_is_placed_and_explained_and_a_rehearsal_writes_nothing(site, signed_in):
    ask_nobody("approval.assignment", "standard")
    client = signed_in()
    rehearsal = post(client, site, territory="FAR", reason="depot", query="?dry_run=true").json()
    assert rehearsal["assignment"]["territory"] == "FAR"
    assert not Assignment.objects.exists()
    placed = post(client, site, territory="FAR", reason="depot").json()["assignment"]
    assert placed["breakdown"]["decided_by"] == "person"
    assert placed["policy_versions"]


def test_a_choice_that_is_ruled_out_is_a_conflict(site, signed_in):
    response = post(signed_in(), site, territory="MD")
    assert response.status_code == 409
    assert "R-04" in response.json()["detail"]
    assert not Assignment.objects.exists()


def test_unknown_and_forbidden_answers(site, signed_in):
    client = signed_in()
    assert client.get("/api/v1/sites/999999/placement").status_code == 404
    assert post(client, site, territory="NOPE").status_code == 404
    reader = signed_in(role=Role.BILLING_ADMIN)
    assert post(reader, site, territory="NEAR").status_code == 403
    assert not Assignment.objects.exists()
