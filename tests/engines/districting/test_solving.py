import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.districting import Band, NoPlanFound, Objective, Problem, Stop, solve
from tests.engines.districting.oracle import best_value

STEPS = Stop(seconds=None, steps=40_000)


def grid(width, height):
    position = [(x, y) for y in range(height) for x in range(width)]
    pairs = [
        (i, j)
        for i, a in enumerate(position)
        for j, b in enumerate(position)
        if i < j and abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1
    ]
    return np.array(position, float), np.array(pairs)


def scattered(n, k, seed, slack=1.4, **more):
    random = np.random.default_rng(seed)
    weights = random.integers(1, 9, n).astype(float)
    upper = max(weights.sum() / k * slack, weights.max() * 2)
    return Problem(
        territories=k,
        weights=weights,
        positions=random.uniform(0, 100, (n, 2)),
        bands=[Band("load", upper=upper)],
        **more,
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(n=st.integers(4, 7), k=st.integers(1, 3), seed=st.integers(0, 10_000))
def test_tiny_problems_are_solved_to_the_oracles_value_and_the_bound_stays_below(n, k, seed):
    problem = scattered(n, k, seed)
    best = best_value(problem)
    solution = solve(problem, stop=STEPS, seed=seed)
    assert solution.plan.value == pytest.approx(best, rel=1e-9)
    assert solution.certificate.bound <= best + 1e-9


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), k=st.integers(2, 4))
def test_a_contiguous_map_keeps_every_hard_constraint(seed, k):
    positions, pairs = grid(6, 5)
    random = np.random.default_rng(seed)
    weights = random.integers(1, 4, (30, 2)).astype(float)
    mean = weights.sum(axis=0) / k
    bands = [Band(f"weight {q}", lower=0.7 * m, upper=1.3 * m) for q, m in enumerate(mean)]
    problem = Problem(
        territories=k, weights=weights, positions=positions, adjacency=pairs, bands=bands
    )
    solution = solve(problem, stop=STEPS, seed=seed)
    assert solution.certificate.holds
    assert solution.certificate.bound <= solution.plan.value


def test_contiguous_plans_agree_with_the_oracle():
    positions, pairs = grid(4, 2)
    problem = Problem(
        territories=2,
        weights=[3, 1, 1, 2, 2, 1, 1, 3],
        positions=positions,
        adjacency=pairs,
        bands=[Band(lower=6, upper=8)],
    )
    assert solve(problem, stop=STEPS).plan.value == pytest.approx(best_value(problem))


def test_the_same_seed_and_steps_give_the_same_plan():
    problem = scattered(60, 5, 3)
    one, other = (solve(problem, stop=STEPS, seed=9) for _ in range(2))
    assert (one.plan.territory == other.plan.territory).all()
    assert one.certificate == other.certificate


def test_another_input_has_another_hash():
    one, other = (solve(scattered(12, 2, seed), stop=STEPS) for seed in (1, 2))
    assert one.certificate.input_hash != other.certificate.input_hash


def test_locks_groups_and_pairs_are_kept():
    problem = scattered(
        24, 3, 5, slack=1.6, locks={0: 2, 1: 0}, together=[(2, 3, 4)], apart=[(5, 6)],
        forbidden=[(7, 0)],
    )  # fmt: skip
    territory = solve(problem, stop=STEPS).plan.territory
    assert (territory[0], territory[1]) == (2, 0)
    assert len(set(territory[2:5])) == 1
    assert territory[5] != territory[6]
    assert territory[7] != 0


def test_needs_are_met_by_offers():
    needs = [frozenset({"valet"}) if i % 3 == 0 else frozenset() for i in range(18)]
    offers = [frozenset({"valet"}), frozenset()]
    problem = scattered(18, 2, 1, slack=1.8, needs=needs, offers=offers)
    territory = solve(problem, stop=STEPS).plan.territory
    assert set(territory[::3]) == {0}


def test_no_more_sites_change_hands_than_the_budget_allows():
    current = np.arange(40) % 4
    problem = scattered(
        40, 4, 2, slack=1.5, current=current, move_budget=6, objective=Objective(disruption=0.1)
    )
    solution = solve(problem, stop=STEPS)
    assert 0 < solution.plan.goals["moved"] <= 6
    assert solution.certificate.holds


def test_fixed_and_free_centers_may_be_mixed():
    problem = scattered(30, 3, 4, center_positions=[(50.0, 50.0)], centers=[30, None, 7])
    plan = solve(problem, stop=STEPS).plan
    assert (plan.center[0], plan.center[2]) == (30, 7)
    assert plan.territory[plan.center[1]] == 1


def test_the_travel_limit_holds_or_no_plan_is_given():
    positions = [(0, 0), (1, 0), (2, 0), (10, 0), (11, 0), (12, 0)]
    near = Problem(territories=2, weights=np.ones(6), positions=positions, travel_limit=1.0)
    assert solve(near, stop=STEPS).certificate.holds
    far = Problem(territories=2, weights=np.ones(6), positions=positions, travel_limit=0.5)
    with pytest.raises(NoPlanFound):
        solve(far, stop=STEPS)


def test_soft_bands_are_paid_for_instead_of_kept():
    problem = Problem(
        territories=2,
        weights=[1, 1, 1, 1, 9],
        positions=[(0, 0), (1, 0), (2, 0), (3, 0), (50, 0)],
        bands=[Band("load", upper=5, price=0.5)],
    )
    solution = solve(problem, stop=STEPS)
    assert solution.plan.loads.max() == 9
    assert solution.plan.value == pytest.approx(4 + 0.5 * 4)


def test_progress_is_told_and_a_wish_ends_the_run():
    heard = []
    stop = Stop(seconds=30, wished=lambda: len(heard) > 2)
    solve(scattered(80, 6, 1), stop=stop, listener=heard.append)
    assert heard[-1].value is not None
    assert heard[-1].seconds < 30


def test_a_dense_city_amid_empty_land_gets_enough_territories():
    random = np.random.default_rng(3)
    city, land = random.normal(0, 1, (240, 2)), random.uniform(-500, 500, (60, 2))
    problem = Problem(
        territories=20,
        weights=np.ones(300),
        positions=np.vstack([city, land]),
        bands=[Band("load", upper=16)],
    )
    assert solve(problem, stop=STEPS).certificate.holds


def test_a_search_whose_time_is_over_before_it_begins_still_gives_a_plan():
    random = np.random.default_rng(3)
    small = Problem(territories=3, weights=np.ones(30), positions=random.uniform(0, 9, (30, 2)))
    assert solve(small, stop=Stop(seconds=1e-9)).certificate.holds
