import numpy as np
import pytest

from engines.districting import Band, Problem, Stop, front, solve
from engines.districting.epsilon import Levels, held_to, levels_between, released
from engines.districting.facts import facts_of

STEPS = Stop(seconds=None, steps=20_000)


def problem(**more):
    random = np.random.default_rng(8)
    load = random.integers(1, 6, 40).astype(float)
    given = {
        "territories": 4,
        "weights": load,
        "positions": random.uniform(0, 100, (40, 2)),
        "bands": [Band("load", upper=2 * load.sum() / 4)],
        "current": np.arange(40) % 4,
    }
    return Problem(**given | more)


def test_a_plan_under_levels_keeps_them_and_the_certificate_is_that_of_the_whole_problem():
    given = problem()
    facts = facts_of(given)
    free = solve(given, stop=STEPS)
    narrow = held_to(given, facts, Levels(spread=0.1, moves=20))
    solution = released(facts, solve(narrow, stop=STEPS), free.certificate.bound)
    mean = facts.weights.sum() / 4
    assert np.abs(solution.plan.loads[:, 0] / mean - 1).max() <= 0.1 + 1e-6
    assert solution.plan.goals["moved"] <= 20
    assert solution.certificate.input_hash == free.certificate.input_hash
    assert solution.certificate.bound <= solution.certificate.value
    assert solution.certificate.holds


def test_levels_lie_between_those_of_the_plans_and_never_widen_a_constraint():
    given = problem(move_budget=10)
    facts = facts_of(given)
    plans = [solve(given, stop=STEPS, seed=seed).plan for seed in (1, 2)]
    levels = levels_between(plans, facts, (0.5, 0.5))
    narrow = held_to(given, facts, levels or Levels(None, 30))
    assert narrow.move_budget <= 10
    assert (narrow.bands[0].upper <= facts.upper[:, 0]).all()
    assert levels_between([plans[0]], facts, (0.5, 0.5)) is None


@pytest.mark.parametrize("goals", [("travel", "balance"), ("travel", "balance", "disruption")])
def test_every_plan_of_the_front_is_certified_for_its_weights(goals):
    given = problem()
    for each in front(given, goals=goals, plans=6, stop=Stop(seconds=None, steps=120_000)):
        assert each.certificate.holds
        assert each.certificate.bound <= each.certificate.value + 1e-9
