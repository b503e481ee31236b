"""Change sets over the API: the whole way, and refusals that change nothing."""

import json

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.jobs.models import Job
from townsite.sites.models import Site


def send(client, path, body=None, **headers):
    return client.post(
        f"/api/v1/change-sets{path}",
        json.dumps(body or {}),
        content_type="application/json",
        headers=headers,
    )


def proposal(world, **values):
    change = {
        "type": "assign_sites",
        "payload": {"sites": [world.free], "territory": "D02", **values},
    }
    return {"title": "New site", "reason": "Nearest", "changes": [change]}


def test_the_whole_way_from_draft_to_publication(world, signed_in):
    author = person(Role.SITE_ADMIN)
    made = send(signed_in(author), "", proposal(world))
    assert made.status_code == 201
    number, tag = made.json()["number"], made["ETag"]
    submitted = send(signed_in(author), f"/{number}/submit", **{"If-Match": tag}).json()
    assert submitted["state"] == "submitted"
    director = signed_in(person(Role.TERRITORY_ADMIN, world.d02))
    approval = submitted["approvals"][0]["id"]
    approved = send(director, f"/{number}/approvals/{approval}/approve", {"reason": "Good"})
    assert approved.json()["state"] == "approved"
    published = send(director, f"/{number}/publish").json()
    assert published["state"] == "scheduled"
    assert Job.objects.filter(kind="changes.carry_out").count() == 1


def test_all_problems_come_at_once_and_no_draft_stays(world, signed_in):
    answer = send(signed_in(world.author), "", proposal(world, sites=["999998"], territory="NO"))
    assert answer.status_code == 422
    assert "999998" in answer.json()["detail"]
    assert "There is no territory NO" in answer.json()["detail"]
    assert not ChangeSet.objects.exists()


def test_a_submission_names_the_version_it_read(world, draft, signed_in):
    row = draft(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    client = signed_in(world.author)
    assert send(client, f"/{row.number}/submit").status_code == 428
    assert send(client, f"/{row.number}/submit", **{"If-Match": '"1"'}).status_code == 412
    row.refresh_from_db()
    assert row.state == "draft"


def test_the_list_shows_what_concerns_the_reader(world, draft, signed_in):
    row = draft(("assign_sites", {"sites": world.sites[:1], "territory": "D02"}))
    shown = signed_in(world.author).get("/api/v1/change-sets?state=draft").json()["items"]
    assert [each["number"] for each in shown] == [row.number]
    elsewhere = signed_in(role=Role.DISTRICT_MANAGER, territory=world.d03)
    assert elsewhere.get("/api/v1/change-sets").json()["items"] == []


def test_one_request_changes_many_where_the_policies_ask_nobody(world, signed_in):
    change = {
        "type": "edit_sites",
        "payload": {"sites": world.sites, "values": {"gl_string": "02-03"}},
    }
    asked = {"title": "Ledger", "reason": "New chart", "changes": [change], "submit": True}
    answer = send(signed_in(), "", asked)
    assert (answer.status_code, answer.json()["state"]) == (201, "effective")
    assert set(Site.objects.filter(number__in=world.sites).values_list("gl_string", flat=True)) == {
        "02-03"
    }


def test_one_request_of_a_bulk_assignment_waits_for_approval(world, signed_in):
    answer = send(signed_in(), "", {**proposal(world), "submit": True}).json()
    assert (answer["state"], answer["approvals"][0]["role"]) == ("submitted", "territory_admin")
    assert Site.objects.get(number=world.free).territory_id is None
