"""The clock: what is due is carried out once, and a refusal is told instead of tried for ever."""

from datetime import timedelta

import pytest

from tests.changes.world import ready
from tests.factories import BY
from townsite.changes.models import ChangeSet
from townsite.changes.tasks import carry_out, start_due
from townsite.common import clock
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites
from townsite.territories.models import Assignment


@pytest.fixture
def due(world, draft):
    return ready(draft(("assign_sites", {"sites": [world.free], "territory": "D02"})))


def run(row, at=None):
    progress = Progress(BY, at or clock.now(), lambda *_: None, lambda: False)
    return carry_out(progress, change_set_id=str(row.pk))


def test_each_due_change_set_gets_one_job(due):
    assert start_due(at=clock.now()) == 1
    assert start_due(at=clock.now()) == 0
    assert Job.objects.filter(kind="changes.carry_out").count() == 1


def test_what_is_not_due_waits(due):
    ChangeSet.objects.update(effective_at=clock.now() + timedelta(days=1))
    assert start_due(at=clock.now()) == 0
    assert run(due) == {"done": "nothing", "state": "scheduled"}


def test_it_is_published_and_then_reverted_once_each(world, due):
    assert run(due)["done"] == "published"
    assert run(due)["done"] == "nothing"
    ChangeSet.objects.update(revert_asked_at=clock.now(), revert_reason="mistake")
    assert run(due)["done"] == "reverted"
    assert run(due)["done"] == "nothing"
    assert Site.objects.get(number=world.free).territory_id is None
    assert Assignment.objects.filter(site__number=world.free).count() == 1


def test_a_refused_publication_says_why_and_goes_back_to_approved(world, due):
    site = Site.objects.get(number=world.free)
    assign_sites(site_ids=[site.pk], territory=world.d03, by=BY, at=clock.now())
    assert run(due)["done"] == "refused"
    due.refresh_from_db()
    assert due.state == "approved"
    assert "D03 now, D02 proposed" in due.refusal


def test_a_refused_revert_says_why_and_stays_effective(world, due):
    run(due)
    site = Site.objects.get(number=world.free)
    assign_sites(site_ids=[site.pk], territory=world.d03, by=BY, at=clock.now())
    ChangeSet.objects.update(revert_asked_at=clock.now(), revert_reason="mistake")
    assert run(due)["done"] == "refused"
    due.refresh_from_db()
    assert (due.state, due.revert_asked_at) == ("effective", None)
    assert "Changed since" in due.refusal
