"""The worker command takes queued jobs, and periodic jobs start once."""

import os
import subprocess
import sys

from django.db import connections
from procrastinate.contrib.django import app

from tests.conftest import ROOT
from tests.jobs.conftest import reread
from townsite.common.scope import Scope, scoped
from townsite.jobs.models import Job
from townsite.jobs.periodic import start_if_idle
from townsite.policies.tasks import remove_old_jobs


def test_the_worker_runs_what_is_queued_and_stops_when_idle(queued):
    job = queued(remove_old_jobs)
    done = subprocess.run(
        [sys.executable, "manage.py", "work", "--until-idle", "--concurrency", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test",
            "TOWNSITE_DB": connections["default"].settings_dict["NAME"],
        },
    )
    assert done.returncode == 0, done.stderr
    assert (reread(job).state, reread(job).result) == ("succeeded", {"removed": 0})


def test_a_periodic_job_does_not_start_beside_itself(committed):
    assert start_if_idle(remove_old_jobs, title="Remove old jobs")
    assert not start_if_idle(remove_old_jobs, title="Remove old jobs")
    with scoped(Scope.system("test")):
        assert Job.objects.get().started_by_label == "system: policies.remove_old_jobs"


def test_periodic_jobs_are_known_to_the_queue():
    known = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert {"jobs.recover", "policies.remove_old_jobs.tick"} <= known
