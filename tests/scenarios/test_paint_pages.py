"""Painting through its addresses."""

import pytest

from tests.scenarios.portfolio import searched
from townsite.scenarios.models import Plan


@pytest.fixture
def plan(asked):
    return searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)


@pytest.fixture
def address(plan):
    return f"/scenarios/{plan.scenario.number}/plans/{plan.number}"


def test_the_price_is_told_before_anything_is_stored(
    plan, address, portfolio, signed_in, django_assert_max_num_queries
):
    client = signed_in(portfolio.director)
    sent = {"sites": f"{portfolio.sites[0]}, {portfolio.sites[1]}", "territory": "T3"}
    client.post(f"{address}/price/", sent)
    with django_assert_max_num_queries(8):
        told = client.post(f"{address}/price/", sent).content.decode()
    assert "2 sites" in told
    assert "the plan&#x27;s value" in told or "the plan's value" in told
    assert Plan.objects.filter(origin="painted").count() == 0
    wrong = client.post(f"{address}/price/", {**sent, "territory": "W1"}).content.decode()
    assert "no territory W1" in wrong


def test_a_stroke_leads_to_the_painted_copy_and_back(plan, address, portfolio, signed_in):
    client = signed_in(portfolio.director)
    target = plan.seats[(plan.territory[0] + 1) % 3]["code"]
    answer = client.post(
        f"{address}/paint/", {"sites": portfolio.sites[0], "territory": target, "version": "1"}
    )
    painted = Plan.objects.get(origin="painted")
    assert answer["Location"] == f"/scenarios/{plan.scenario.number}/plans/{painted.number}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Undo the last of 1 stroke" in page
    client.post(f"{answer['Location']}undo/")
    painted.refresh_from_db()
    assert painted.territory == plan.territory


def test_merging_splitting_and_improving_give_further_plans(plan, address, portfolio, signed_in):
    client = signed_in(portfolio.director)
    client.post(f"{address}/merge/", {"territory": "T3", "into": "T2"})
    client.post(f"{address}/split/", {"sites": portfolio.sites[0]})
    client.post(f"{address}/improve/", {"codes": "T1 T2"})
    made = Plan.objects.filter(parent=plan)
    assert sorted(made.values_list("origin", flat=True)) == ["improved", "painted", "painted"]


def test_a_colleague_who_only_sees_it_paints_nothing(plan, address, portfolio, signed_in):
    from tests.factories import make_grant, make_user
    from townsite.access.choices import Role
    from townsite.scenarios.models import Scenario

    Scenario.objects.update(is_shared=True)
    colleague = make_user()
    make_grant(colleague, Role.DISTRICT_MANAGER, territory=portfolio.focus)
    client = signed_in(colleague)
    assert "By hand" not in client.get(f"{address}/").content.decode()
    client.post(f"{address}/paint/", {"sites": portfolio.sites[0], "territory": "T3"})
    assert Plan.objects.filter(parent=plan).count() == 0
