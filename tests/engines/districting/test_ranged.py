import numpy as np
import pytest

from engines.districting import BadInput, Band, Infeasible, Problem, Stop, solve, solve_ranged

STEPS = Stop(seconds=None, steps=60_000)
TOWNS = [(0.0, 0.0), (50.0, 0.0), (0.0, 50.0)]


def problem(**more):
    """Five sites in each of three towns, a fourth territory amid the first."""
    where = [(x + i, y + i % 2) for x, y in TOWNS for i in range(5)]
    current = [0, 0, 0, 3, 3] + [1] * 5 + [2] * 5
    given = {
        "territories": 4,
        "weights": [1.0] * 15,
        "positions": where,
        "current": current,
        "territory_names": ["A", "B", "C", "D"],
    }
    return Problem(**given | more)


def test_each_number_of_the_range_gets_a_plan_and_the_best_is_told():
    ranged = solve_ranged(problem(), 2, 5, price=30, stop=STEPS)
    assert [each.territories for each in ranged.tried] == [2, 3, 4, 5]
    values = [each.value for each in ranged.tried]
    assert ranged.best.value == min(values)
    assert ranged.best.territories == 3  # a town each: a fourth saves less than its price
    assert ranged.bound <= ranged.best.value


def test_the_number_alone_gives_the_value_of_the_plain_search():
    ranged = solve_ranged(problem(), 4, 4, stop=STEPS)
    plain = solve(problem(), stop=STEPS)
    assert ranged.best.value == pytest.approx(plain.plan.value)
    assert ranged.best.numbers == (0, 1, 2, 3)


def test_the_territory_whose_sites_others_serve_cheapest_closes():
    best = solve_ranged(problem(), 3, 3, stop=STEPS).best
    assert best.numbers == (0, 1, 2)
    held = solve_ranged(problem(locks={3: 3}), 3, 3, stop=STEPS).best
    assert held.numbers == (1, 2, 3)
    assert held.solution.plan.territory[3] == 2


def test_sites_of_a_closed_territory_spend_the_budget():
    best = solve_ranged(problem(move_budget=2), 3, 3, stop=STEPS).best
    kept = np.array([0, 0, 0, -1, -1] + [1] * 5 + [2] * 5)
    stay = kept >= 0
    assert (best.solution.plan.territory[stay] == kept[stay]).all()
    with pytest.raises(Infeasible, match="Closing moves 2 sites"):
        solve_ranged(problem(move_budget=1), 3, 3, stop=STEPS)


def test_a_number_without_a_plan_says_why_beside_the_others():
    ranged = solve_ranged(problem(bands=[Band("load", upper=5)]), 2, 3, stop=STEPS)
    assert "total capacity" in ranged.tried[0].refusal
    assert ranged.best.territories == 3


def test_what_cannot_be_resized_is_refused():
    with pytest.raises(BadInput, match="no range"):
        solve_ranged(problem(), 3, 2, stop=STEPS)
    with pytest.raises(Infeasible, match="cannot become 3"):
        solve_ranged(problem(locks={0: 0, 3: 3, 5: 1, 10: 2}), 3, 3, stop=STEPS)
    uneven = problem(bands=[Band("load", upper=[5, 5, 5, 9])])
    with pytest.raises(Infeasible, match="none for a new one"):
        solve_ranged(uneven, 5, 5, stop=STEPS)
