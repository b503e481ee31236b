"""Imports go through change sets: one change whatever the number of rows, undone by a revert."""

import pytest

from tests.changes.world import PUBLISHER
from tests.factories import BY, make_grant, make_site, make_territory, make_user
from tests.imports.made_up import checked, committed, csv_file, undone
from townsite.access.choices import Role
from townsite.changes.actions import (
    add_changes,
    approve,
    ask_revert,
    publish_change_set,
    reject,
    revert_change_set,
    schedule_change_set,
    start_change_set,
)
from townsite.changes.errors import RevertRefused
from townsite.changes.models import ChangeSet
from townsite.changes.queries import change_sets_seen
from townsite.changes.queries.dependents import later_change_sets
from townsite.changes.tasks import carry_out
from townsite.common import clock
from townsite.common.errors import Forbidden
from townsite.imports.actions.commit import start_commit
from townsite.imports.actions.settle import settle
from townsite.imports.actions.undo import start_undo
from townsite.jobs.progress import Progress
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.registry import KEYS
from townsite.policies.resolution import EVERYWHERE
from townsite.sites.actions import update_site
from townsite.sites.models import Site

PIER = "0417,Pier Hotel,hotel,open,12 Pier Rd,Norfolk,VA,23510,120,80"
DOCK = "0418,Dock Garage,other,open,14 Pier Rd,Norfolk,VA,23510,0,"


def ask_for_imports():
    value = {**KEYS["approval.change"].default, "import": "territory_director"}
    set_policy(
        key="approval.change", scope=EVERYWHERE, value=value, severity=Severity.BLOCK,
        reason="trial", by=BY, at=clock.now(),
    )  # fmt: skip


def other_person(role=Role.EXECUTIVE):
    user = make_user()
    make_grant(user, role)
    return user


def publish(by, *changes):
    row = start_change_set(title="Later", reason="Later work", by=by, at=clock.now())
    add_changes(change_set=row, changes=changes, by=by, at=clock.now())
    ChangeSet.objects.filter(pk=row.pk).update(state="scheduled", effective_at=clock.now())
    return publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())


def run(row):
    return carry_out(Progress(PUBLISHER, clock.now()), change_set_id=str(row.pk))


def test_an_import_is_an_effective_change_set_with_one_change(admin):
    found = committed(csv_file(PIER, DOCK), admin)
    row = found.change_set
    assert (row.state, row.classes, row.created_by) == ("effective", ["import"], admin)
    assert row.changes.get().type == "bulk_versions"
    assert row.applied == {"versions": {f"import:{found.pk}": [None, {"created": 2, "updated": 0}]}}
    assert row in change_sets_seen(change_class="import")


def test_undoing_an_import_reverts_its_change_set(admin):
    found = undone(committed(csv_file(PIER, DOCK), admin), admin)
    found.change_set.refresh_from_db()
    assert (found.status, found.change_set.state) == ("undone", "reverted")
    assert not Site.objects.exists()


def test_reverting_the_change_set_undoes_the_import(admin):
    make_site(number="0417", name="Pier Inn", zip="23510", room_count=10)
    found = committed(csv_file(PIER, DOCK), admin, match_key="number")
    ask_revert(change_set=found.change_set, by=admin, at=clock.now(), reason="wrong file")
    assert run(found.change_set)["done"] == "reverted"
    found.refresh_from_db()
    assert found.status == "undone"
    assert list(Site.objects.values_list("name", "room_count")) == [("Pier Inn", 10)]


def test_somebody_who_may_not_import_does_not_revert_one(admin):
    found = committed(csv_file(PIER), admin)
    with pytest.raises(Forbidden, match="may approve"):
        ask_revert(
            change_set=found.change_set,
            by=other_person(Role.QUALITY),
            at=clock.now(),
            reason="no",
        )
    assert Site.objects.exists()


def test_where_the_policy_asks_for_approval_an_import_waits_for_it(admin):
    ask_for_imports()
    found = checked(csv_file(PIER), admin)
    start_commit(import_=found, by=admin, at=clock.now())
    found.refresh_from_db()
    assert (found.status, found.change_set.state) == ("submitted", "submitted")
    assert not Site.objects.exists()
    boss = other_person()
    for each in found.change_set.approvals.all():
        approve(approval=each, by=boss, at=clock.now())
    row = found.change_set
    schedule_change_set(change_set=row, effective_at=clock.now(), by=boss, at=clock.now())
    assert run(row)["done"] == "published"
    found.refresh_from_db()
    assert (found.status, Site.objects.get().number) == ("committed", "0417")


def test_a_rejected_import_goes_back_to_its_review(admin):
    ask_for_imports()
    found = checked(csv_file(PIER), admin)
    start_commit(import_=found, by=admin, at=clock.now())
    found.refresh_from_db()
    approval = found.change_set.approvals.first()
    reject(approval=approval, by=other_person(), at=clock.now(), comment="Old file")
    found.refresh_from_db()
    assert settle(found).status == "review"
    assert "rejected" in settle(found).message or "rejected" in found.message
    assert not Site.objects.exists()


def test_later_change_sets_on_its_sites_are_named_and_taken_back_along(admin):
    district = make_territory("D01")
    make_site(number="0417", name="Pier Inn", zip="23510", room_count=10)
    found = committed(csv_file(PIER, DOCK), admin, match_key="number")
    later = publish(
        admin,
        ("assign_sites", {"sites": ["0418"], "territory": district.code}),
        ("edit_sites", {"sites": ["0417"], "values": {"room_count": 90}}),
    )
    assert later_change_sets(found.change_set) == [later]
    with pytest.raises(RevertRefused, match=f"#{later.number}"):
        start_undo(import_=found, reason="wrong", by=admin, at=clock.now())
    revert_change_set(
        change_set=found.change_set, by=PUBLISHER, at=clock.now(), reason="wrong", with_later=True
    )
    assert list(Site.objects.values_list("number", "name", "room_count")) == [
        ("0417", "Pier Inn", 10)
    ]
    assert set(ChangeSet.objects.values_list("state", flat=True)) == {"reverted"}


def test_later_work_on_other_facts_of_a_changed_site_stays(admin):
    make_site(number="0417", name="Pier Inn", zip="23510", room_count=10, facility_type="hotel")
    found = committed(csv_file(PIER), admin, match_key="number")
    publish(admin, ("edit_sites", {"sites": ["0417"], "values": {"gl_string": "02-03"}}))
    assert later_change_sets(found.change_set) == []
    undone(found, admin)
    assert list(Site.objects.values_list("name", "gl_string")) == [("Pier Inn", "02-03")]


def test_what_was_changed_by_hand_refuses_it_until_it_is_put_back(admin):
    found = committed(csv_file(PIER), admin)
    site = Site.objects.get()
    update_site(site=site, values={"gl_string": "02-03"}, by=BY, at=clock.now())
    with pytest.raises(RevertRefused, match="Changed since: 0417"):
        ask_revert(change_set=found.change_set, by=admin, at=clock.now(), reason="wrong")
    update_site(site=site, values={"gl_string": ""}, by=BY, at=clock.now())
    assert undone(found, admin).status == "undone"


def test_a_later_import_of_the_same_sites_is_taken_back_along(admin):
    first = committed(csv_file(PIER), admin)
    second = committed(csv_file(PIER.replace("120", "130")), admin, match_key="number")
    assert later_change_sets(first.change_set) == [second.change_set]
    assert later_change_sets(second.change_set) == []
    revert_change_set(
        change_set=first.change_set, by=PUBLISHER, at=clock.now(), reason="both", with_later=True
    )
    assert not Site.objects.exists()
