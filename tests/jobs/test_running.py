"""A job runs once, in one transaction, under its starter's scope, and always comes to an end."""

import threading

import psycopg
import pytest
from django.db import connections

from tests.jobs.conftest import BY, reread
from townsite.audit.actions import current_origin
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.common.scope import Scope, scoped
from townsite.jobs.actions import cancel_job, purge_jobs, start_job
from townsite.jobs.control_line import ControlLine
from townsite.jobs.models import Job
from townsite.jobs.running import run_job


def waiting_entries(job):
    with scoped(Scope.system("test")), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'job_id' = %s"
            " AND scheduled_at > now()",
            [str(job.id)],
        )
        return cursor.fetchone()[0]


def test_a_job_succeeds_with_its_result_and_counts(task, queued):
    @task("test.count")
    def count(progress, *, upto):
        progress.expect(upto)
        progress.advance(upto, "counted")
        return {"counted": upto}

    job = queued(count, upto=7)
    run_job(job.id)
    job = reread(job)
    assert (job.state, job.result, job.done, job.total) == ("succeeded", {"counted": 7}, 7, 7)
    assert (job.message, job.attempts, job.percent) == ("counted", 1, 100)


def test_progress_of_a_single_transaction_is_seen_by_others(task, queued):
    seen = []

    @task("test.visible")
    def visible(progress):
        progress.expect(4, "Halfway")
        known = connections["default"].settings_dict
        with psycopg.connect(
            host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user="postgres"
        ) as other:
            seen.extend(other.execute("SELECT state, total, message FROM jobs_job").fetchall())

    run_job(queued(visible).id)
    assert seen == [("running", 4, "Halfway")]


def test_a_job_knows_who_started_it_and_its_events_name_it(task, queued):
    known = {}

    @task("test.origin")
    def tell(progress):
        known.update(by=progress.by.actor_label, job_id=current_origin().job_id)

    job = queued(tell)
    run_job(job.id)
    assert known == {"by": "system: test.origin", "job_id": str(job.id)}


def test_a_refusal_fails_the_job_with_its_sentence_and_takes_all_back(task, queued):
    @task("test.refuse")
    def refuse(progress):
        Job.objects.update(title="half-written")
        raise Invalid("Row 7 has no name. Give it one.")

    job = queued(refuse)
    run_job(job.id)
    job = reread(job)
    assert (job.state, job.error) == ("failed", "Row 7 has no name. Give it one.")
    assert (job.title, job.attempts) == ("A test job", 1)
    with scoped(Scope.system("test")):
        assert Event.objects.filter(type="job.failed", target_id=str(job.id)).count() == 1


def test_a_fault_is_tried_again_after_a_pause_and_then_fails(task, queued):
    @task("test.break", retries=1, backoff_seconds=60)
    def break_down(progress):
        raise OSError("the feed does not answer")

    job = queued(break_down)
    with pytest.raises(OSError, match="does not answer"):
        run_job(job.id)
    first = reread(job)
    assert first.state == "queued"
    assert first.message == "Try 1 of 2 failed (OSError: the feed does not answer); next in 60 s."
    assert waiting_entries(job) == 1
    with pytest.raises(OSError, match="does not answer"):
        run_job(job.id)
    assert (reread(job).state, reread(job).error) == (
        "failed",
        "OSError: the feed does not answer",
    )


def test_pauses_double(task):
    known = task("test.pause", backoff_seconds=5)(lambda _progress: None)
    assert [known.delay_seconds(n) for n in (1, 2, 3)] == [5, 10, 20]


def test_cancelling_a_running_job_takes_back_what_it_did(task, queued):
    def cancel_from_another_thread():
        def cancel():
            with scoped(Scope.system("test")):
                cancel_job(job=job, by=BY, at=clock.now())
            connections["default"].close()

        thread = threading.Thread(target=cancel)
        thread.start()
        thread.join()

    @task("test.cancel")
    def long(progress):
        purge_jobs(before=clock.now())
        cancel_from_another_thread()
        progress.expect(9)
        progress.raise_if_cancelled()

    old, job = queued(long), queued(long)
    with scoped(Scope.system("test")):
        cancel_job(job=old, by=BY, at=clock.now())
    run_job(job.id)
    assert reread(old).state == "cancelled", "the purge is taken back"
    assert reread(job).state == "cancelled"
    assert "taken back" in reread(job).message


def test_a_cancelled_job_never_starts(task, queued):
    job = queued(task("test.never")(lambda _progress: pytest.fail("it ran")))
    with scoped(Scope.system("test")):
        cancel_job(job=job, by=BY, at=clock.now())
    run_job(job.id)
    assert reread(job).state == "cancelled"


def test_a_job_of_a_stopping_worker_goes_back_to_the_queue_uncounted(task, queued):
    job = queued(task("test.stop")(lambda progress: progress.raise_if_cancelled()))
    run_job(job.id, is_worker_stopping=lambda: True)
    assert (reread(job).state, reread(job).attempts) == ("queued", 0)


def test_a_job_another_worker_holds_is_left_alone(task, queued):
    job = queued(task("test.held")(lambda _progress: pytest.fail("it ran twice")))
    with ControlLine(job.id) as line:
        assert line.claim()
        run_job(job.id)
        assert reread(job).attempts == 1


def test_an_ended_job_does_not_run_again(task, queued):
    ran = []
    job = queued(task("test.once")(lambda _progress: ran.append(1)))
    run_job(job.id)
    run_job(job.id)
    assert ran == [1]


def test_a_person_without_grants_reaches_nothing_in_a_job(task, committed, settings):
    seen = {}

    def as_nobody(*, kind, started_by_id):
        seen.update(kind=kind, started_by_id=started_by_id)
        return Scope(name="nobody")

    settings.JOB_SCOPE = "tests.jobs.scope_probe.scope"
    from tests.jobs import scope_probe

    scope_probe.scope = as_nobody

    @task("test.scope")
    def look(progress):
        return {"jobs": Job.objects.count()}

    with scoped(Scope.system("test")):
        job = start_job(look, title="Look", by=BY, at=clock.now())
    run_job(job.id)
    assert seen == {"kind": "test.scope", "started_by_id": None}
    assert reread(job).result == {"jobs": 0}
