"""Pages and API of requests between territories."""

import pytest

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.workflows.models import CoordinationRequest, Protocol


@pytest.fixture
def sent(world):
    return {
        "protocol": Protocol.objects.get(code="SHARED").pk,
        "asking": "D01",
        "answering": "D03",
        "title": "Share the quay",
        "text": "Two shuttles a day",
        "sites": world.sites[0],
    }


def test_a_request_is_asked_answered_and_ended_by_its_two_sides(world, sent, client, signed_in):
    asker, answerer = (
        person(Role.DISTRICT_MANAGER, world.d01),
        person(Role.DISTRICT_MANAGER, world.d03),
    )
    answer = signed_in(asker).post("/coordination/new/", sent)
    row = CoordinationRequest.objects.get()
    assert answer["Location"] == f"/coordination/{row.number}/"
    address = f"/coordination/{row.number}/"
    page = signed_in(answerer).get(address).content.decode()
    assert "Two shuttles a day" in page
    assert world.sites[0] not in page
    signed_in(answerer).post(f"{address}accept/", {"text": "From Monday"})
    ended = signed_in(asker).post(
        f"{address}end/", {"outcome": "resolved", "text": "Well done"}, follow=True
    )
    assert "Resolved" in ended.content.decode()
    measured = signed_in(asker).get("/coordination/measures/").content.decode()
    assert "Shared site" in measured


def test_a_refusal_keeps_what_was_typed(world, sent, signed_in):
    asker = person(Role.DISTRICT_MANAGER, world.d01)
    answer = signed_in(asker).post("/coordination/new/", {**sent, "answering": "NOWHERE"})
    assert answer.status_code == 422
    assert 'value="NOWHERE"' in answer.content.decode()
    assert not CoordinationRequest.objects.exists()


def test_a_request_out_of_reach_is_not_there(world, sent, signed_in):
    signed_in(person(Role.DISTRICT_MANAGER, world.d01)).post("/coordination/new/", sent)
    number = CoordinationRequest.objects.get().number
    stranger = signed_in(person(Role.DISTRICT_MANAGER, world.d02))
    assert stranger.get(f"/coordination/{number}/").status_code == 404
    assert stranger.post(f"/coordination/{number}/say/", {"text": "x"}).status_code == 404
    assert "Share the quay" not in stranger.get("/coordination/").content.decode()


def test_protocols_are_seen_by_all_and_changed_by_who_may(world, signed_in, admin):
    values = {
        "code": "SHARED",
        "name": "Shared site",
        "occasion": "shared_site",
        "leads": "answering",
        "answer_hours": "24",
        "longest_days": "60",
        "is_active": "on",
    }
    manager = signed_in(person(Role.DISTRICT_MANAGER, world.d01))
    assert "Shared site" in manager.get("/coordination/protocols/").content.decode()
    assert manager.post("/coordination/protocols/SHARED/", values).status_code == 403
    assert Protocol.objects.get(code="SHARED").leads == "asking"
    signed_in(admin).post("/coordination/protocols/SHARED/", values)
    assert Protocol.objects.get(code="SHARED").leads == "answering"


def test_programs_ask_and_answer(world, signed_in):
    asker = person(Role.DISTRICT_MANAGER, world.d01)
    answerer = person(Role.DISTRICT_MANAGER, world.d03)
    body = {"protocol": "SHARED", "asking": "D01", "answering": "D03", "title": "T", "text": "Q"}
    made = signed_in(asker).post(
        "/api/v1/coordination-requests", body, content_type="application/json"
    )
    assert made.status_code == 201
    number = made.json()["number"]
    answered = (
        signed_in(answerer)
        .post(
            f"/api/v1/coordination-requests/{number}/answer",
            {"accept": True},
            content_type="application/json",
        )
        .json()
    )
    assert [each["kind"] for each in answered["thread"]] == ["asked", "accepted"]
    listed = signed_in(asker).get("/api/v1/coordination-requests?state=accepted").json()
    assert [each["number"] for each in listed["items"]] == [number]
