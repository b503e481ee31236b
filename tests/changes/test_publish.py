"""Publication: all or nothing, exactly what the draft says, refused when others were faster."""

import pytest

from tests.changes.world import PUBLISHER, publish, ready
from tests.factories import BY, make_territory
from townsite.audit.models import Event
from townsite.changes.actions import publish_change_set
from townsite.changes.errors import Conflicting, WrongState
from townsite.changes.models import Touch
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites, close_territory
from townsite.territories.models import Assignment, Territory


def where(number):
    site = Site.objects.get(number=number)
    return site.territory_path


def test_sites_move_with_a_dated_history_that_names_the_change_set(world, published):
    row = published(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    assert row.state == "effective"
    assert [where(n) for n in world.sites[:2]] == ["NATL.EAST.D02"] * 2
    current = Assignment.objects.get(
        site__number=world.sites[0], valid_during__contains=clock.now()
    )
    assert current.reason == f"Change set {row.number}: Nearer to Richmond"
    assert row.applied == {"primary": {n: ["D01", "D02"] for n in world.sites[:2]}}
    assert Event.objects.filter(type="change_set.published", target_id=str(row.pk)).exists()


def test_changes_build_on_each_other_in_their_order(world, published):
    published(
        (
            "create_territory",
            {"code": "D04", "name": "Hampton", "level": "district", "parent": "EAST"},
        ),
        ("assign_sites", {"sites": [world.free], "territory": "D04"}),
        ("appoint", {"territory": "D04", "name": "Jo Field"}),
    )
    assert where(world.free) == "NATL.EAST.D04"


def test_a_fact_set_twice_is_written_once(world, published):
    row = published(
        ("assign_sites", {"sites": world.sites[:1], "territory": "D02"}),
        ("assign_sites", {"sites": world.sites[:1], "territory": "D03"}),
    )
    assert row.applied == {"primary": {world.sites[0]: ["D01", "D03"]}}
    assert Assignment.objects.filter(site__number=world.sites[0]).count() == 2


def test_a_fact_changed_meanwhile_refuses_all_of_it(world, draft):
    row = draft(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    site = Site.objects.get(number=world.sites[0])
    assign_sites(site_ids=[site.pk], territory=world.d03, by=BY, at=clock.now())
    with pytest.raises(Conflicting, match=r"D01 when drafted, D03 now, D02 proposed"):
        publish(row)
    assert where(world.sites[0]) == "NATL.WEST.D03"
    assert where(world.sites[1]) == "NATL.EAST.D01"


def test_a_target_closed_meanwhile_refuses_all_of_it(world, draft):
    target = make_territory("D09", parent=world.east, level="district")
    row = draft(
        ("assign_sites", {"sites": [world.free], "territory": "D02"}),
        ("assign_sites", {"sites": world.sites[:1], "territory": "D09"}),
    )
    close_territory(territory=target, by=BY, at=clock.now(), reason="gone")
    with pytest.raises(Invalid, match="R-09"):
        publish(row)
    assert where(world.free) is None


def test_what_is_effective_is_not_published_again(world, published):
    row = published(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    with pytest.raises(WrongState, match="is effective"):
        publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())
    assert Assignment.objects.filter(site__number=world.free).count() == 1


def test_a_failing_write_takes_everything_back(world, draft, monkeypatch):
    from townsite.changes.facts.primary import Primary

    row = ready(
        draft(
            ("rename_territory", {"territory": "D01", "name": "Tidewater"}),
            ("assign_sites", {"sites": [world.free], "territory": "D02"}),
        )
    )
    monkeypatch.setattr(Primary, "write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())
    row.refresh_from_db()
    assert (row.state, Territory.objects.get(code="D01").name) == ("scheduled", "Norfolk")


def test_many_sites_take_few_statements(world, draft, django_assert_max_num_queries):
    row = ready(draft(("assign_sites", {"sites": world.sites, "territory": "D02"})))
    with django_assert_max_num_queries(60):
        publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())


def test_it_touches_where_sites_come_from_and_go_to(world, draft):
    row = draft(("assign_sites", {"sites": world.sites[:1], "territory": "D02"}))
    codes = Touch.objects.filter(change_set=row, territory__isnull=False)
    assert set(codes.values_list("territory__code", flat=True)) == {"D01", "D02"}
    assert row.territory == world.east


def test_an_assignment_by_a_change_set_keeps_its_explanation(world, published):
    row = published(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    current = Assignment.objects.get(site__number=world.free, valid_during__contains=clock.now())
    assert current.score == pytest.approx(current.breakdown["score"])
    assert current.breakdown["territory"]["code"] == "D02"
    assert current.breakdown["by"] == f"{world.author} (change set {row.number})"
    assert current.breakdown["runner_up"]
    assert current.policy_versions


def test_a_region_takes_sites_without_an_explanation(world, published):
    published(("assign_sites", {"sites": [world.free], "territory": "EAST"}))
    current = Assignment.objects.get(site__number=world.free, valid_during__contains=clock.now())
    assert (current.territory.code, current.breakdown) == ("EAST", None)


def test_fields_of_many_sites_take_few_statements(world, draft, django_assert_max_num_queries):
    row = ready(
        draft(
            ("classify_sites", {"sites": world.sites, "facet": "tier", "value": "1"}),
            ("edit_sites", {"sites": world.sites, "values": {"gl_string": "02-03"}}),
        )
    )
    with django_assert_max_num_queries(50):
        publish_change_set(change_set=row, by=PUBLISHER, at=clock.now())
    assert set(Site.objects.filter(number__in=world.sites).values_list("tier", flat=True)) == {"1"}
