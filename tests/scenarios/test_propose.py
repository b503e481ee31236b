import pytest

from tests.scenarios.portfolio import searched
from townsite.changes.actions import publish_change_set
from townsite.changes.models import ChangeSet
from townsite.changes.outline import lay_out
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Invalid
from townsite.scenarios.actions import propose_plan
from townsite.scenarios.models import Plan, Proposal
from townsite.scenarios.queries import proposal_of
from townsite.sites.models import Site
from townsite.territories.models import Territory


def proposed(plan, portfolio):
    return propose_plan(
        plan=plan, title="Even loads", reason="T1 is full", by=portfolio.director, at=clock.now()
    )


def published(change_set):
    ChangeSet.objects.filter(pk=change_set.pk).update(state="scheduled", effective_at=clock.now())
    change_set.refresh_from_db()
    publish_change_set(change_set=change_set, by=System("changes"), at=clock.now())


def where_sites_are():
    codes = dict(Territory.objects.values_list("pk", "code"))
    return {n: codes[t] for n, t in Site.objects.values_list("number", "territory_id")}


def wanted(plan):
    from townsite.scenarios.instance.instance import Instance

    numbers = Instance.from_bytes(bytes(plan.run.input)).numbers
    return {n: plan.seats[seat]["code"] for n, seat in zip(numbers, plan.territory, strict=True)}


def test_a_published_plan_puts_every_site_where_it_said(asked, portfolio):
    plan = searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)
    change_set = proposed(plan, portfolio)
    assert change_set.state == "draft"
    assert proposal_of(change_set).plan == plan
    assert "keeps every hard constraint" in change_set.comments.get().text
    assert plan.certificate["input_hash"][:16] in change_set.comments.get().text
    published(change_set)
    assert where_sites_are() == wanted(plan)


def test_a_closed_territory_is_merged_into_the_heir_of_most_of_its_sites(asked, portfolio):
    plan = searched(asked(territories=2)).plans.first()
    change_set = proposed(plan, portfolio)
    assert [each.type for each in change_set.changes.all()][-1] == "merge_territory"
    published(change_set)
    closed = next(row["code"] for row in plan.rows if row["is_closed"])
    assert Territory.objects.get(code=closed).status == "inactive"
    assert where_sites_are() == wanted(plan)


def test_a_new_territory_is_created_before_it_takes_sites(asked, portfolio):
    plan = searched(asked(territories=4)).plans.first()
    change_set = proposed(plan, portfolio)
    assert lay_out(change_set, at=clock.now()).problems == []
    published(change_set)
    assert Territory.objects.get(code="SEN1").path == "EAST.SE.SEN1"
    assert where_sites_are() == wanted(plan)


def test_a_plan_that_came_true_meanwhile_proposes_nothing(asked, portfolio):
    plan = searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)
    published(proposed(plan, portfolio))
    before = ChangeSet.objects.count()
    with pytest.raises(Invalid, match="changes nothing"):
        proposed(Plan.objects.get(pk=plan.pk), portfolio)
    assert ChangeSet.objects.count() == before
    assert Proposal.objects.count() == 1
