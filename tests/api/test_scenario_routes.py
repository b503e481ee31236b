"""Scenarios over the API: the whole way, and refusals that change nothing."""

import json

from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.actors import System
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress
from townsite.scenarios.models import Run, Scenario
from townsite.scenarios.tasks import find

BRIEF = {"effort": "quick", "plans": 2, "limits": {"load_tolerance": 0.25}}


def send(client, path, body=None, method="post", **headers):
    call = getattr(client, method)
    address = f"/api/v1/scenarios{path}"
    return call(address, json.dumps(body or {}), content_type="application/json", headers=headers)


def made(client, **values):
    given = {"name": "Even loads", "territory": "SE", "brief": BRIEF, **values}
    return send(client, "", given)


def test_the_whole_way_from_question_to_change_set(portfolio, signed_in):
    client = signed_in(portfolio.director)
    number = made(client).json()["number"]
    started = send(client, f"/{number}/runs")
    assert started.status_code == 202
    assert started.json()["run"]["outcome"] == "running"
    job = Job.objects.get()
    find(Progress(System("test"), clock.now()), **job.arguments)
    found = client.get(f"/api/v1/scenarios/{number}").json()
    assert found["run"]["outcome"] == "found"
    plan = next(each for each in found["plans"] if each["is_recommended"])
    assert plan["certificate"]["holds"]
    whole = client.get(f"/api/v1/scenarios/{number}/plans/{plan['number']}").json()
    assert set(whole["sites"]) == set(portfolio.sites)
    words = {"title": "Even loads", "reason": "T1 is full"}
    sent = send(client, f"/{number}/plans/{plan['number']}/change-set", words)
    assert sent.status_code == 201
    assert ChangeSet.objects.get().number == sent.json()["change_set"]
    assert len(client.get("/api/v1/scenarios").json()["items"]) == 1


def test_a_question_that_cannot_be_asked_is_refused_by_field(portfolio, signed_in):
    client = signed_in(portfolio.director)
    answer = made(client, brief={"territories": 0})
    assert answer.status_code == 422
    assert made(client, territory="W1").status_code == 404
    assert not Scenario.objects.exists()


def test_another_question_needs_the_version_read(portfolio, signed_in):
    client = signed_in(portfolio.director)
    first = made(client)
    number = first.json()["number"]
    brief = {"brief": {**BRIEF, "territories": 2}}
    assert send(client, f"/{number}/brief", brief, "put").status_code == 428
    changed = send(client, f"/{number}/brief", brief, "put", **{"If-Match": first["ETag"]})
    assert changed.json()["brief"]["territories"] == 2
    stale = send(client, f"/{number}/brief", brief, "put", **{"If-Match": '"7"'})
    assert stale.status_code == 412


def test_a_run_that_is_not_there_cannot_be_stopped(portfolio, signed_in):
    client = signed_in(portfolio.director)
    number = made(client).json()["number"]
    assert send(client, f"/{number}/runs/stop").status_code == 404
    send(client, f"/{number}/runs")
    assert send(client, f"/{number}/runs").status_code == 409
    assert send(client, f"/{number}/runs/stop").status_code == 200
    assert Run.objects.get().stop_asked
