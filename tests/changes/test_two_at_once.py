"""Publication against another one, and by a worker that is killed: committed for real."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from tests.changes.world import PUBLISHER, committed_world, ready
from tests.conftest import ROOT
from townsite.audit.models import Event
from townsite.changes.actions import add_changes, publish_change_set, start_change_set
from townsite.changes.models import ChangeSet
from townsite.changes.tasks import carry_out, start_due
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.common.scope import Scope, scoped
from townsite.jobs.progress import Progress
from townsite.jobs.recovery import recover_jobs
from townsite.territories.models import Assignment


@pytest.fixture
def portfolio(django_db_setup, django_db_blocker):
    with committed_world(django_db_blocker) as world:
        yield world


def drafted(world, territory):
    with scoped(Scope.system("test")):
        row = start_change_set(title="T", reason="R", by=world.author, at=clock.now())
        given = {"sites": [*world.sites[:2], world.free], "territory": territory}
        add_changes(
            change_set=row, changes=[("assign_sites", given)], by=world.author, at=clock.now()
        )
        return ready(row)


def publish(row, outcome):
    try:
        with scoped(Scope.system("test")):
            publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())
        outcome.append("published")
    except Problem as problem:
        outcome.append(problem.detail)
    finally:
        connection.close()


def together(*rows):
    outcome = []
    threads = [threading.Thread(target=publish, args=(row, outcome)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcome, key=lambda said: said != "published")


def primaries(number):
    with scoped(Scope.system("test")):
        rows = Assignment.objects.filter(
            site__number=number, kind="primary", valid_during__contains=clock.now()
        )
        return [each.territory.code for each in rows.select_related("territory")]


def test_of_two_against_each_other_one_wins_and_the_other_hears_why(portfolio):
    first, second = drafted(portfolio, "D02"), drafted(portfolio, "D03")
    won, refused = together(first, second)
    assert won == "published"
    assert "when drafted" in refused
    with scoped(Scope.system("test")):
        winner = ChangeSet.objects.get(state="effective")
        code = winner.changes.get().payload["territory"]
    assert {tuple(primaries(n)) for n in [*portfolio.sites[:2], portfolio.free]} == {(code,)}


def test_the_same_one_twice_at_once_is_published_once(portfolio):
    row = drafted(portfolio, "D02")
    won, refused = together(row, row)
    assert won == "published"
    assert "effective" in refused
    assert primaries(portfolio.free) == ["D02"]


def carry_out_as_jobs(*rows):
    """Each by the job's own function in a thread and connection of its own."""

    def run(row):
        try:
            with scoped(Scope.system("test")):
                carry_out(Progress(PUBLISHER, clock.now()), change_set_id=str(row.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_who_lost_reads_field_by_field_what_the_other_did(portfolio):
    first, second = drafted(portfolio, "D02"), drafted(portfolio, "D03")
    carry_out_as_jobs(first, second)
    with scoped(Scope.system("test")):
        winner = ChangeSet.objects.get(state="effective")
        loser = ChangeSet.objects.get(state="approved")
        won, lost = (each.changes.get().payload["territory"] for each in (winner, loser))
    for number, former in ((portfolio.sites[0], "D01"), (portfolio.free, "none")):
        said = f"Primary territory of {number}: {former} when drafted, {won} now, {lost} proposed."
        assert said in loser.refusal
    assert {tuple(primaries(n)) for n in [*portfolio.sites[:2], portfolio.free]} == {(won,)}


@contextmanager
def worker():
    """A real worker of the queue, in a process group of its own, on the test's database."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--until-idle", "--concurrency", "1"],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test",
            "TOWNSITE_DB": connections["default"].settings_dict["NAME"],
        },
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(met, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


WAITS_TO_TOUCH = """
SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE c.relname = 'changes_touch' AND NOT l.granted
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def one(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchone()[0]


def history(number):
    with scoped(Scope.system("test")):
        return Assignment.objects.filter(site__number=number, kind="primary").count()


def test_a_killed_worker_leaves_nothing_and_the_next_does_it_once(portfolio):
    row = drafted(portfolio, "D02")
    with scoped(Scope.system("test")):
        assert start_due(at=clock.now()) == 1
    owner = connections["owner"]
    with worker() as process, transaction.atomic(using="owner"), owner.cursor() as cursor:
        # What it touches is noted after every fact is written: there the worker has to wait.
        cursor.execute("LOCK TABLE changes_touch IN EXCLUSIVE MODE")
        until(lambda: one(cursor, WAITS_TO_TOUCH) == 1, "the worker never came to the end")
        assert primaries(portfolio.free) == [], "readers are not blocked, and see nothing of it"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    until(lambda: recover_jobs(at=clock.now()).put_back == 1, "the dead worker's job stays taken")
    with scoped(Scope.system("test")):
        assert ChangeSet.objects.get(pk=row.pk).state == "scheduled"
    assert [history(n) for n in (*portfolio.sites[:2], portfolio.free)] == [1, 1, 0]
    with worker() as process:
        assert process.wait(timeout=60) == 0
    with scoped(Scope.system("test")):
        assert ChangeSet.objects.get(pk=row.pk).state == "effective"
        assert Event.objects.filter(type="change_set.published").count() == 1
    assert {tuple(primaries(n)) for n in [*portfolio.sites[:2], portfolio.free]} == {("D02",)}
    assert [history(n) for n in (*portfolio.sites[:2], portfolio.free)] == [2, 2, 1]
