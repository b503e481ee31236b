import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid, Stale
from townsite.directory.actions import assign_selected, edit_sites, move_sites
from townsite.directory.queries import bulk_preview
from townsite.directory.selection import Selection
from townsite.jobs.progress import Progress
from townsite.sites.models import Site

WHY = "yearly review"


def given(selection, expected):
    return {
        "selection": selection, "expected": expected, "by": BY, "at": clock.now(), "reason": WHY,
    }  # fmt: skip


@pytest.fixture
def three(db):
    return [make_site(name=f"Depot {n}", tier="2" if n else "1") for n in range(3)]


def test_only_touched_fields_change_one_event_a_site(three):
    selection = Selection.of([], query="q=depot")
    before = Event.objects.filter(type="site.updated").count()
    done = edit_sites(values={"tier": "1"}, **given(selection, 3))
    assert (done.changed, done.unchanged) == (2, 1)
    assert set(Site.objects.values_list("tier", flat=True)) == {"1"}
    events = Event.objects.filter(type="site.updated")[before:]
    assert [event.reason for event in events] == [WHY, WHY]
    assert [event.changes for event in events] == [{"tier": ["2", "1"]}] * 2


def test_the_preview_counts_what_will_change(three):
    seen = bulk_preview(Selection.of([], query="q=depot"), act="edit", values={"tier": "1"})
    assert (seen.total, seen.expected, seen.changing, seen.locked) == (3, 3, 2, 0)
    assert {(c.before, c.after, c.sites) for c in seen.changes} == {
        ("Tier 2", "Tier 1", 2), ("Tier 1", "Tier 1", 1),
    }  # fmt: skip


def test_another_size_than_in_the_preview_changes_nothing(three):
    make_site(name="Depot 9", tier="2")
    with pytest.raises(Stale, match=r"counted 3 sites, and now it would be 4"):
        edit_sites(values={"tier": "1"}, **given(Selection.of([], query="q=depot"), 3))
    assert Site.objects.filter(tier="1").count() == 1


def test_one_site_that_cannot_keeps_all_as_they_were(three):
    busy = three[1]
    Site.objects.filter(pk=busy.pk).update(status="active")
    # An active hotel needs its rooms.
    with pytest.raises(Invalid, match=busy.number):
        edit_sites(values={"facility_type": "hotel"}, **given(Selection.of([], query="q=depot"), 3))
    assert not Site.objects.filter(facility_type="hotel").exists()


def test_a_step_is_taken_by_those_that_can(three):
    Site.objects.filter(pk=three[0].pk).update(status="pending")
    selection = Selection.of([site.number for site in three], query="")
    seen = bulk_preview(selection, act="status", values={"verb": "submit"})
    assert (seen.expected, seen.left_out) == (2, 1)
    assert move_sites(verb="submit", **given(selection, 2)).changed == 2
    assert set(Site.objects.values_list("status", flat=True)) == {"pending"}


def test_sites_are_assigned_together_and_taken_out_again(three):
    territory = make_territory("D04")
    selection = Selection.of([], query="q=depot")
    assert assign_selected(territory=territory, **given(selection, 3)).changed == 3
    assert Event.objects.filter(type="site.assigned").count() == 3
    assert assign_selected(territory=territory, **given(selection, 3)).unchanged == 3
    assert assign_selected(territory=None, **given(selection, 3)).changed == 3


def test_a_reader_cannot_assign_what_they_may_only_read(three, as_person):
    old, new = make_territory(), make_territory()
    for site in three:
        assign_selected(territory=old, **given(Selection.of([site.number], query=""), 1))
    person = make_user()
    make_grant(person, Role.QUALITY, territory=old)
    make_grant(person, Role.TERRITORY_ADMIN, territory=new)
    with as_person(person), pytest.raises(Forbidden, match="3 of these sites"):
        assign_selected(territory=new, **given(Selection.of([], query="q=depot"), 3))
    assert set(Site.objects.values_list("territory_id", flat=True)) == {old.pk}


def test_criteria_that_are_not_understood_select_nothing(three):
    with pytest.raises(Invalid):
        Selection.of([], query="q=typ:hotel")


def test_a_job_does_the_same(three):
    from townsite.directory.tasks import bulk

    progress = Progress(BY, clock.now())
    arguments = Selection.of([], query="q=depot").as_arguments()
    result = bulk(progress, act="edit", expected=3, values={"tier": "3"}, reason=WHY, **arguments)
    assert result == {"changed": 3, "unchanged": 0}
    assert progress.report.done == 3
