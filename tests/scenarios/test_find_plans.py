import pytest

from tests.scenarios.portfolio import searched
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid
from townsite.scenarios.actions import create_scenario, start_run
from townsite.scenarios.errors import RunIsOpen
from townsite.scenarios.instance.instance import Instance
from townsite.scenarios.models import Plan, Run, Scenario


def test_a_run_finds_plans_that_keep_every_constraint(asked):
    run = searched(asked(limits={"load_tolerance": 0.25}))
    assert run.outcome == "found"
    plans = list(run.plans.all())
    assert len(plans) >= 2
    assert all(plan.certificate["holds"] for plan in plans)
    assert all(plan.measures["load_spread"] <= 0.25 + 1e-6 for plan in plans)
    assert all(plan.certificate["bound"] <= plan.certificate["value"] for plan in plans)
    assert sum(plan.is_recommended for plan in plans) == 1
    assert run.today["load_spread"] > 0.25
    assert run.today["moved_sites"] == 0


def test_the_same_scenario_finds_the_same_plans_again(asked):
    scenario = asked()
    first, second = searched(scenario), searched(scenario)
    one, other = (list(run.plans.order_by("number")) for run in (first, second))
    assert [p.territory for p in one] == [p.territory for p in other]
    assert [p.certificate["input_hash"] for p in one] == [
        p.certificate["input_hash"] for p in other
    ]
    assert bytes(first.input) == bytes(second.input)


def test_fewer_territories_close_the_one_whose_sites_lie_nearest_to_others(asked, portfolio):
    run = searched(asked(territories=2))
    plan = run.plans.first()
    closed = [row["code"] for row in plan.rows if row["is_closed"]]
    assert len(closed) == 1
    assert plan.measures["territories"] == 2
    assert sum(row["after"]["sites"] for row in plan.rows) == len(portfolio.sites)


def test_territories_in_one_piece_are_checked_so(asked):
    plan = searched(asked(is_contiguous=True)).plans.first()
    checks = {each["constraint"]: each["holds"] for each in plan.certificate["checks"]}
    assert checks["contiguity"] is True


def test_more_territories_open_new_ones(asked):
    plan = searched(asked(territories=4)).plans.first()
    assert [row["code"] for row in plan.rows if row["is_new"]] == ["SEN1"]


def test_a_range_of_numbers_gives_plans_of_each(asked):
    run = searched(asked(territories=2, most_territories=3))
    assert {plan.measures["territories"] for plan in run.plans.all()} == {2, 3}


def test_a_budget_that_closing_alone_exceeds_is_told_in_words(asked):
    run = searched(asked(territories=2, limits={"move_sites": 2}))
    assert run.outcome == "impossible"
    assert "against a budget of 2" in run.problems[0]
    assert not run.plans.exists()


def test_constraints_in_conflict_are_told_in_words(asked):
    run = searched(asked(limits={"capacity_units": 3}))
    assert run.outcome == "impossible"
    assert "against a total capacity" in " ".join(run.problems)


def test_locked_sites_and_a_budget_of_moves_hold(asked, portfolio):
    locked = portfolio.sites[14]
    run = searched(asked(locked_sites={locked: "T1"}, limits={"move_sites": 3}))
    for plan in run.plans.all():
        instance = Instance.from_bytes(bytes(run.input))
        assert plan.seats[plan.territory[instance.index[locked]]]["code"] == "T1"
        assert plan.measures["moved_sites"] <= 3


def test_a_lock_to_a_territory_elsewhere_is_told(asked, portfolio):
    run = searched(asked(locked_sites={portfolio.sites[0]: "W1"}))
    assert run.outcome == "impossible"
    assert "W1" in run.problems[0]


def test_a_locked_territory_neither_gains_nor_loses(asked):
    run = searched(asked(locked_territories=["T3"]))
    assert all(row["code"] != "T3" for plan in run.plans.all() for row in plan.rows)


def test_a_second_run_waits_for_the_first(asked, portfolio):
    scenario = asked()
    start_run(scenario=scenario, by=portfolio.director, at=clock.now())
    with pytest.raises(RunIsOpen):
        start_run(scenario=scenario, by=portfolio.director, at=clock.now())
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("brief", "told"),
    [
        ({"goals": []}, "at least one goal"),
        ({"limits": {"load_tolerance": -1}}, "not negative"),
        ({"limits": {"speed": 3}}, "no limit “speed”"),
        ({"territories": 0}, "greater than or equal to 1"),
        ({"territories": 5, "most_territories": 4}, "less than 5"),
        ({"closes": ["T1"], "fixed_centers": ["T1"]}, "to be closed"),
        ({"wish": 1}, "Extra inputs"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_field(asked, brief, told):
    with pytest.raises(Invalid, match=told) as refusal:
        asked(**brief)
    assert refusal.value.fields
    assert not Scenario.objects.exists()


def test_only_the_owner_runs_a_scenario(asked, admin):
    with pytest.raises(Forbidden):
        start_run(scenario=asked(), by=admin, at=clock.now())
    assert not Run.objects.exists()


def test_a_scenario_is_seen_by_its_owner_until_it_is_shared(asked, portfolio, as_person):
    from tests.factories import make_grant, make_user
    from townsite.access.choices import Role

    colleague, stranger = make_user(), make_user()
    make_grant(colleague, Role.DISTRICT_MANAGER, territory=portfolio.focus)
    make_grant(stranger, Role.REGIONAL_VP, territory=portfolio.west)
    scenario = asked()
    searched(scenario)
    with as_person(portfolio.director):
        assert Scenario.objects.count() == 1
        assert Plan.objects.exists()
    with as_person(colleague):
        assert not Scenario.objects.exists()
        assert not Plan.objects.exists()
    Scenario.objects.update(is_shared=True)
    with as_person(colleague):
        assert Scenario.objects.count() == 1
        assert Plan.objects.exists()
    with as_person(stranger):
        assert not Scenario.objects.exists()
        assert not Run.objects.exists()


def test_a_base_in_the_future_is_refused(portfolio):
    from datetime import timedelta

    with pytest.raises(Invalid, match="lies ahead"):
        create_scenario(
            name="Ahead",
            territory=portfolio.focus,
            owner=portfolio.director,
            by=portfolio.director,
            at=clock.now(),
            base_at=clock.now() + timedelta(days=2),
        )
    assert not Scenario.objects.exists()
