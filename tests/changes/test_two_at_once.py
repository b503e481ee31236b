"""Publication against another one, and by a worker that is killed: committed for real."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections

from tests.changes.conftest import PUBLISHER, World, ready
from townsite.changes.actions import add_changes, publish_change_set, start_change_set
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.common.scope import Scope, scoped
from townsite.territories.models import Assignment

TABLES = "sites_site, sites_customer, territories_territory, accounts_user, audit_event, jobs_job"
DYING_WORKER = """
import sys, time
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[2]
from townsite.changes.actions import publish_change_set
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
with scoped(Scope.system("dying")):
    row = ChangeSet.objects.get(number=int(sys.argv[1]))
    publish_change_set(change_set=row, by=System("dying"), at=clock.now())
    print("written", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def portfolio(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with scoped(Scope.system("test")):
            world = World()
        yield world
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLES} CASCADE")
        for alias in connections:
            connections[alias].close()


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


def test_a_killed_worker_leaves_nothing_and_the_next_does_it_once(portfolio):
    row = drafted(portfolio, "D02")
    name = connections["default"].settings_dict["NAME"]
    worker = subprocess.Popen(
        [sys.executable, "-c", DYING_WORKER, str(row.number), name],
        stdout=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test"},
    )
    try:
        assert worker.stdout.readline() == b"written\n"
        assert primaries(portfolio.free) == [], "readers are not blocked, and see nothing of it"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    outcome = []
    publish(row, outcome)
    assert outcome == ["published"]
    assert primaries(portfolio.free) == ["D02"]
