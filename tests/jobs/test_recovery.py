"""A killed worker's job starts again or ends honestly, and never runs twice at a time."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connections

from tests.jobs.conftest import reread
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.jobs.control_line import ControlLine
from townsite.jobs.models import Job
from townsite.jobs.recovery import recover_jobs

# A worker of its own process: it claims the job and then hangs, as one does that is killed.
HANGING_WORKER = """
import sys, time
import django
django.setup()
from uuid import UUID
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[2]
from townsite.jobs.control_line import ControlLine
with ControlLine(UUID(sys.argv[1])) as line:
    assert line.claim()
    print("running", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def steady(task):
    """A task that may be tried three times."""
    return task("test.steady", retries=2)(lambda _progress: None)


def look_again():
    return recover_jobs(at=clock.now())


def set_job(job, **values):
    with scoped(Scope.system("test")):
        Job.objects.filter(pk=job.pk).update(**values)


def test_the_job_of_a_killed_worker_is_queued_again(steady, queued):
    job = queued(steady)
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HANGING_WORKER,
            str(job.id),
            connections["default"].settings_dict["NAME"],
        ],
        stdout=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test"},
    )
    try:
        assert worker.stdout.readline() == b"running\n"
        assert look_again().put_back == 0, "the worker still lives"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    deadline = time.monotonic() + 10
    while look_again().put_back == 0:
        assert time.monotonic() < deadline, "the dead worker's lock was not freed"
        time.sleep(0.05)
    assert (reread(job).state, reread(job).attempts) == ("queued", 1)


def test_after_the_last_try_the_job_fails_and_says_so(steady, queued):
    job = queued(steady)
    set_job(job, state="running", attempts=3)
    assert look_again().failed == 1
    assert reread(job).error == "The worker stopped in the middle of try 3 of 3. Start it again."


def test_a_job_whose_cancellation_was_asked_for_is_cancelled(steady, queued):
    job = queued(steady)
    set_job(job, state="running", cancel_requested=True)
    look_again()
    assert reread(job).state == "cancelled"


def test_a_job_in_good_hands_is_left_alone(steady, queued):
    job = queued(steady)
    with ControlLine(job.id) as line:
        assert line.claim()
        look_again()
        assert reread(job).state == "running"


def test_a_waiting_job_that_the_queue_lost_is_queued_again(steady, queued):
    job = queued(steady)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert look_again().put_back == 1
    assert look_again().put_back == 0
    assert reread(job).state == "queued"
