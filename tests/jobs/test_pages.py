"""The pages of the jobs: a person's own, live while they run."""

import pytest
from django.urls import reverse

from tests.factories import BY, make_user
from townsite.common import clock
from townsite.common.ids import uuid7
from townsite.jobs.actions import fail_job, finish_job, start_job
from townsite.jobs.models import Job
from townsite.jobs.progress import Report

HTMX = {"HX-Request": "true"}


@pytest.fixture
def nothing(task):
    """A task that does nothing."""
    return task("test.nothing")(lambda _progress: None)


def start(task, *, by=BY, title="Count sites"):
    return start_job(task, title=title, by=by, at=clock.now(), state="VA")


def page_of(job):
    return reverse("jobs:detail", args=[job.pk])


def test_everybody_sees_their_own_jobs_only(nothing, signed_in, db):
    user, other = make_user(), make_user()
    mine = start(nothing, by=user, title="My import")
    theirs = start(nothing, by=other, title="Their import")
    client = signed_in(user)
    page = client.get("/jobs/").content.decode()
    assert "My import" in page
    assert "Their import" not in page
    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404
    assert client.post(reverse("jobs:cancel", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "queued"


def test_holders_of_everything_see_all_jobs(nothing, signed_in, db):
    start(nothing, by=make_user(), title="Their import")
    assert "Their import" in signed_in().get("/jobs/").content.decode()


def test_jobs_are_filtered_by_state_and_nonsense_is_ignored(nothing, signed_in, db):
    start(nothing, title="Waiting one")
    client = signed_in()
    assert "Waiting one" not in client.get("/jobs/", {"state": "failed"}).content.decode()
    nonsense = {"state": "lost", "before": "zzz"}
    assert "Waiting one" in client.get("/jobs/", nonsense).content.decode()


def test_a_page_of_jobs_leads_to_older_ones(nothing, signed_in, db):
    jobs = [start(nothing, title=f"Job no. {n}") for n in range(52)]
    client = signed_in()
    first = client.get("/jobs/")
    assert len(first.context["jobs"]) == 50
    second = client.get("/jobs/", {"before": first.context["next"]})
    assert [job.pk for job in second.context["jobs"]] == [jobs[1].pk, jobs[0].pk]


def test_an_open_job_asks_again_and_an_ended_one_does_not(nothing, signed_in, db):
    job = start(nothing)
    client = signed_in()
    answer = client.get(page_of(job), headers=HTMX)
    assert answer.status_code == 200
    assert 'hx-trigger="every 1s"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    finish_job(job=job, result={"rows_read": 7}, report=Report(7, 7, "done"), at=clock.now())
    answer = client.get(page_of(job), headers=HTMX)
    assert answer.status_code == 286
    assert "hx-trigger" not in answer.content.decode()
    assert "Rows read" in answer.content.decode()


def test_a_failed_job_says_why(nothing, signed_in, db):
    job = start(nothing)
    fail_job(job=job, error="Row 7 has no name. Give it one.", by=BY, at=clock.now())
    assert "Row 7 has no name. Give it one." in signed_in().get(page_of(job)).content.decode()


def test_progress_is_a_number(nothing, signed_in, db):
    job = start(nothing)
    Job.objects.update(state="running", done=1_500, total=2_000, message="Writing rows")
    page = signed_in().get(page_of(job)).content.decode()
    assert "1,500 of 2,000 (75%)" in page
    assert "Writing rows" in page


def test_a_waiting_job_is_cancelled_from_its_page(nothing, signed_in, db):
    user = make_user()
    job = start(nothing, by=user)
    client = signed_in(user)
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 409


def test_cancelling_needs_a_post(nothing, signed_in, db):
    job = start(nothing)
    assert signed_in().get(reverse("jobs:cancel", args=[job.pk])).status_code == 405


def test_a_job_that_does_not_exist_is_a_page_that_says_so(signed_in, db):
    answer = signed_in().get(reverse("jobs:detail", args=[uuid7()]))
    assert answer.status_code == 404
    assert "There is no job" in answer.content.decode()


def test_without_jobs_the_page_teaches_the_next_step(signed_in, db):
    assert "Go to imports" in signed_in().get("/jobs/").content.decode()
