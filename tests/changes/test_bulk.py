"""Bulk actions are change sets: in effect at once where the policies ask nobody, else submitted."""

import pytest

from tests.changes.world import person
from tests.factories import BY, make_grant, make_site, make_territory, make_user
from tests.factories.policies import ask_nobody
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.changes.actions import (
    add_changes,
    ask_revert,
    revert_change_set,
    start_change_set,
    submit_change_set,
)
from townsite.changes.bulk import carry_out_bulk, deciders_of
from townsite.changes.models import ChangeSet
from townsite.changes.tasks import bulk
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid, Stale
from townsite.directory.queries import bulk_preview
from townsite.directory.selection import Selection
from townsite.jobs.progress import Progress
from townsite.sites.models import Site

WHY = "yearly review"


def act(kind, by, query="q=depot", numbers=(), expected=3, **values):
    return carry_out_bulk(
        act=kind, numbers=list(numbers), query=query, expected=expected, values=values,
        reason=WHY, by=by, at=clock.now(),
    )  # fmt: skip


def tiers():
    return sorted(Site.objects.values_list("tier", flat=True))


@pytest.fixture
def three(db):
    return [
        make_site(name=f"Depot {n}", tier="2" if n else "1", parking_mode="valet" if n else "mixed")
        for n in range(3)
    ]


def test_only_touched_fields_change_one_event_a_site(three, admin):
    before = Event.objects.filter(type="site.updated").count()
    done = act("edit", admin, parking_mode="mixed")
    assert (done.is_effective, done.changing, done.unchanged) == (True, 2, 1)
    assert set(Site.objects.values_list("parking_mode", flat=True)) == {"mixed"}
    events = Event.objects.filter(type="site.updated")[before:]
    assert [event.changes for event in events] == [{"parking_mode": ["valet", "mixed"]}] * 2
    assert all(WHY in event.reason for event in events)


def test_it_is_a_change_set_that_its_author_can_revert_as_one(three, admin):
    row = act("edit", admin, parking_mode="mixed").change_set
    assert (row.state, row.classes, row.created_by) == ("effective", ["record"], admin)
    ask_revert(change_set=row, by=admin, at=clock.now(), reason="mistake")
    row.refresh_from_db()
    revert_change_set(change_set=row, by=BY, at=clock.now(), reason="mistake")
    assert sorted(Site.objects.values_list("parking_mode", flat=True)) == [
        "mixed",
        "valet",
        "valet",
    ]


def test_a_reclassification_waits_for_approval_and_says_whose(three, admin):
    selection = Selection.of([], query="q=depot")
    told = deciders_of(
        act="edit", selection=selection, values={"tier": "1"}, by=admin, at=clock.now()
    )
    assert [each.role for each in told] == [Role.TERRITORY_ADMIN]
    done = act("edit", admin, tier="1")
    assert (done.change_set.state, tiers()) == ("submitted", ["1", "2", "2"])


def test_where_the_policy_asks_nobody_it_takes_effect_at_once(three, admin):
    ask_nobody("approval.change", "reclassification")
    assert act("edit", admin, tier="1").is_effective
    assert tiers() == ["1", "1", "1"]


def test_who_may_only_propose_needs_an_approval_all_the_same(three, admin, as_person):
    ask_nobody("approval.change", "record")
    proposer = person(Role.QUALITY)
    with as_person(proposer):
        row = start_change_set(title="T", reason="R", by=proposer, at=clock.now())
        payload = {"sites": [three[1].number], "values": {"parking_mode": "mixed"}}
        add_changes(change_set=row, changes=[("edit_sites", payload)], by=proposer, at=clock.now())
        row = submit_change_set(change_set=row, by=proposer, at=clock.now())
    assert (row.state, row.approvals.get().role) == ("submitted", "territory_admin")


def test_the_preview_counts_what_will_change(three):
    seen = bulk_preview(Selection.of([], query="q=depot"), act="edit", values={"tier": "1"})
    assert (seen.total, seen.expected, seen.changing, seen.locked) == (3, 3, 2, 0)
    assert {(c.before, c.after, c.sites) for c in seen.changes} == {
        ("Tier 2", "Tier 1", 2), ("Tier 1", "Tier 1", 1),
    }  # fmt: skip


def test_another_size_than_in_the_preview_changes_nothing(three, admin):
    make_site(name="Depot 9", tier="2")
    with pytest.raises(Stale, match=r"counted 3 sites, and now it would be 4"):
        act("edit", admin, parking_mode="mixed")
    assert not ChangeSet.objects.exists()


def test_one_site_that_cannot_keeps_all_as_they_were(three, admin):
    busy = three[1]
    Site.objects.filter(pk=busy.pk).update(status="active", room_count=None)
    ask_nobody("approval.change", "reclassification")
    # An active hotel needs its rooms.
    with pytest.raises(Invalid, match=busy.number):
        act("edit", admin, facility_type="hotel")
    assert not Site.objects.filter(facility_type="hotel").exists()


def test_a_step_is_taken_by_those_that_can(three, admin):
    Site.objects.filter(pk=three[0].pk).update(status="pending")
    numbers = [site.number for site in three]
    seen = bulk_preview(Selection.of(numbers, query=""), act="status", values={"verb": "submit"})
    assert (seen.expected, seen.left_out) == (2, 1)
    assert act("status", admin, numbers=numbers, expected=2, verb="submit").changing == 2
    assert set(Site.objects.values_list("status", flat=True)) == {"pending"}


def test_a_first_assignment_waits_for_approval(three, admin):
    make_territory("D04")
    assert act("assign", admin, territory="D04").change_set.state == "submitted"
    assert not Event.objects.filter(type="site.assigned").exists()


def test_sites_are_assigned_together_and_taken_out_again(three, admin):
    ask_nobody("approval.assignment", "standard")
    make_territory("D04")
    assert act("assign", admin, territory="D04").changing == 3
    assert Event.objects.filter(type="site.assigned").count() == 3
    with pytest.raises(Invalid, match="changes nothing"):
        act("assign", admin, territory="D04")
    assert act("assign", admin, territory="").changing == 3


def test_a_reader_cannot_assign_what_they_may_only_read(three, admin, as_person):
    ask_nobody("approval.assignment", "standard")
    old, new = make_territory(), make_territory()
    act("assign", admin, territory=old.code)
    reader = make_user()
    make_grant(reader, Role.QUALITY, territory=old)
    make_grant(reader, Role.TERRITORY_ADMIN, territory=new)
    with as_person(reader), pytest.raises(Forbidden, match="3 of these sites"):
        act("assign", reader, territory=new.code)
    assert set(Site.objects.values_list("territory_id", flat=True)) == {old.pk}


def test_a_job_tells_the_change_set_and_what_became_of_it(three, admin):
    progress = Progress(admin, clock.now())
    done = bulk(
        progress, act="edit", numbers=[], query="q=depot", expected=3,
        values={"parking_mode": "mixed"}, reason=WHY,
    )  # fmt: skip
    row = ChangeSet.objects.get()
    assert done == {"changed": 2, "unchanged": 1, "change_set": row.number, "state": "effective"}
