import numpy as np

from engines.districting import Band, Painter, Problem, bindings_of
from engines.districting.measure import measured
from engines.districting.solving import model_of


def line(**more):
    """Six sites on a line, centers at both ends; the plan gives four to the first."""
    given = {
        "territories": 2,
        "weights": [1.0] * 6,
        "positions": [(float(i), 0.0) for i in range(6)],
        "center_positions": [(0.0, 0.0), (5.0, 0.0)],
        "centers": [6, 7],
        "bands": [Band("load", upper=6)],
        "territory_names": ["T1", "T2"],
    }
    problem = Problem(**given | more)
    facts = model_of(problem).facts
    return problem, measured(facts, np.array([0, 0, 0, 0, 1, 1]), np.array([6, 7]))


def test_a_move_that_nothing_forbids_binds_nobody():
    assert bindings_of(*line()) == [None, None]


def test_the_constraint_that_forbids_the_best_move_is_named():
    problem, plan = line(bands=[Band("load", lower=2, upper=[6, 2])])
    bindings = bindings_of(problem, plan)
    assert [each.constraint for each in bindings] == ["the upper limit of load of T2"] * 2
    assert {each.site for each in bindings} == {3}
    assert bindings[0].saved == 1.0


def test_a_lock_and_a_budget_are_named():
    assert bindings_of(*line(locks={3: 0}))[0].constraint == "a lock"
    problem, plan = line(current=[0, 0, 0, 0, 1, 1], move_budget=0)
    assert bindings_of(problem, plan)[1].constraint == "the budget of moves"


def test_a_brush_tells_the_plan_under_it_and_its_checks():
    problem, plan = line(bands=[Band("load", upper=4)], travel_limit=3.0)
    brush = Painter(problem, plan)
    assert brush.plan.value == plan.value
    assert brush.refusal(0, 1) == "the travel limit"
    brush.paint(0, 1)
    assert [check.constraint for check in brush.checks() if not check.holds] == ["travel limit"]
    brush.take(plan)
    assert all(check.holds for check in brush.checks())
