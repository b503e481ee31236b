import numpy as np
import pytest

from engines.districting import Band, Painter, Problem, Stop, improve, solve
from engines.districting.facts import facts_of

STEPS = Stop(seconds=None, steps=20_000)


def problem(**more):
    random = np.random.default_rng(2)
    load = random.integers(1, 6, 40).astype(float)
    bands = [Band("load", upper=1.4 * load.sum() / 4)]
    where = random.uniform(0, 100, (40, 2))
    return Problem(territories=4, weights=load, positions=where, bands=bands, **more)


def test_the_price_of_a_move_is_the_change_of_the_value():
    given = problem()
    plan = solve(given, stop=STEPS).plan
    painter = Painter(given, plan)
    facts = facts_of(given)
    for site in range(40):
        target = (int(plan.territory[site]) + 1) % 4
        moved = plan.territory.copy()
        moved[site] = target
        least = plan.value + painter.price(site, target).value
        assert least == pytest.approx(best_centers(facts, moved))


def best_centers(facts, territory):
    best = 0.0
    for j in range(facts.k):
        members = np.flatnonzero(territory == j)
        apart = facts.points[members][:, None] - facts.points[members][None]
        best += np.sqrt((apart**2).sum(axis=2)).sum(axis=1).min()
    return best


def test_a_locked_site_is_not_permitted_to_move():
    given = problem(locks={3: 1})
    painter = Painter(given, solve(given, stop=STEPS).plan)
    assert not painter.price(3, 0).permitted
    assert painter.territory[3] == 1


def test_painting_there_and_back_costs_nothing():
    given = problem()
    plan = solve(given, stop=STEPS).plan
    painter = Painter(given, plan)
    home = int(plan.territory[5])
    there = painter.paint(5, (home + 1) % 4)
    back = painter.paint(5, home)
    assert there.value + back.value == pytest.approx(0.0, abs=1e-6)
    assert (painter.territory == plan.territory).all()


def test_improving_a_focus_leaves_the_other_territories_alone():
    given = problem()
    plan = solve(given, stop=Stop(seconds=None, steps=600), seed=3).plan
    better = improve(given, plan, {0, 1}, stop=STEPS).plan
    assert better.value <= plan.value + 1e-9
    outside = plan.territory > 1
    assert (better.territory[outside] == plan.territory[outside]).all()
