"""Starting and cancelling jobs."""

import pytest
from django.db import connection, transaction

from tests.factories import BY, make_grant, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import NotFound
from townsite.jobs.actions import cancel_job, finish_job, purge_jobs, start_job
from townsite.jobs.errors import JobNotOpen, JobUnknown
from townsite.jobs.models import Job
from townsite.jobs.progress import Report
from townsite.jobs.queries import job_with_id, jobs_seen


@pytest.fixture
def nothing(task):
    """A task that does nothing."""
    return task("test.nothing")(lambda _progress: None)


def start(task, by=BY, **arguments):
    return start_job(task, title="Count sites", by=by, at=clock.now(), **arguments)


def entries(job):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'job_id' = %s", [str(job.id)]
        )
        return cursor.fetchone()[0]


def test_a_started_job_waits_in_the_queue_and_is_an_event(db, nothing):
    job = start(nothing, state="VA")
    assert (job.state, job.arguments, job.percent) == ("queued", {"state": "VA"}, None)
    assert entries(job) == 1
    assert Event.objects.get(type="job.started").target_id == str(job.id)


def test_a_job_of_a_transaction_taken_back_is_never_queued(db, nothing):
    with transaction.atomic():
        job = start(nothing)
        transaction.set_rollback(True)
    assert entries(job) == 0
    assert not Job.objects.exists()


def test_a_job_can_be_started_by_its_name(db, nothing):
    assert start("test.nothing").kind == "test.nothing"
    with pytest.raises(NotFound, match="Maybe the worker runs an old version"):
        start("test.something")


def test_a_waiting_job_is_cancelled_at_once(db, nothing):
    job = cancel_job(job=start(nothing), by=BY, at=clock.now())
    assert (job.state, job.message) == ("cancelled", "Cancelled before it began.")
    assert job.finished_at is not None


def test_a_running_job_is_asked_to_stop(db, nothing):
    job = start(nothing)
    Job.objects.update(state="running")
    job = cancel_job(job=job, by=BY, at=clock.now())
    assert (job.state, job.cancel_requested) == ("running", True)


def test_an_ended_job_cannot_be_cancelled(db, nothing):
    job = start(nothing)
    finish_job(job=job, result=None, report=Report(), at=clock.now())
    with pytest.raises(JobNotOpen, match="has already succeeded"):
        cancel_job(job=job, by=BY, at=clock.now())


def test_a_person_sees_their_own_jobs_and_holders_of_everything_see_all(db, nothing, as_person):
    mine, other, everything = make_user(), make_user(), make_user()
    make_grant(everything, Role.SYSTEM_ADMIN)
    with as_person(mine):
        job = start(nothing, by=mine)
        assert list(jobs_seen()) == [job]
    with as_person(other):
        assert list(jobs_seen()) == []
        with pytest.raises(JobUnknown, match="somebody else's"):
            job_with_id(job.id)
    with as_person(everything):
        assert list(jobs_seen(state="queued", kind="test.nothing")) == [job]


def test_only_jobs_ended_before_the_limit_are_purged(db, nothing):
    old, recent, waiting = start(nothing), start(nothing), start(nothing)
    limit = clock.now()
    finish_job(job=recent, result=None, report=Report(), at=clock.now())
    Job.objects.filter(pk=old.pk).update(state="failed", finished_at=old.created_at)
    assert purge_jobs(before=limit) == 1
    assert set(jobs_seen()) == {recent, waiting}
