import itertools

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.districting import Band, Problem, adjacency_of
from engines.districting.bounds.lagrangean import Lagrangean
from engines.districting.certificate import checks_of
from engines.districting.construct.leveled import leveled
from engines.districting.construct.pieces import in_one_piece, mended
from engines.districting.measure import measured
from engines.districting.search.allocation import allocated, can_allocate
from engines.districting.search.locations import located
from engines.districting.search.neighborhoods import Neighborhoods, can_renew
from engines.districting.solving import model_of
from tests.engines.districting.oracle import best_value

FOREVER = float("inf")


def model(seed, n=7, k=2, upper=0.75, **more):
    random = np.random.default_rng(seed)
    where = random.uniform(0, 100, (n, 2))
    load = random.integers(1, 5, n).astype(float)
    given = {
        "territories": k,
        "weights": load,
        "positions": where,
        "adjacency": adjacency_of(where),
        "bands": [Band("load", upper=upper * load.sum())],
    }
    return model_of(Problem(**given | more))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1_000))
def test_no_plan_with_these_centers_is_better(seed):
    small = model(seed)
    center = np.array([0, 1])
    plans = (
        measured(small.facts, np.array(one), center) for one in itertools.product((0, 1), repeat=7)
    )
    values = [p.value for p in plans if all(c.holds for c in checks_of(small.facts, p))]
    territory = allocated(small.arrays, center, FOREVER, FOREVER)
    if not values:
        assert territory is None
        return
    assert abs(measured(small.facts, territory, center).value - min(values)) < 1e-3 * min(values)
    assert in_one_piece(small.arrays, territory)
    assert allocated(small.arrays, center, 0.99 * min(values), FOREVER) is None


def test_goals_and_constraints_that_the_exact_model_lacks_are_left_to_the_search():
    assert can_allocate(model(1).arrays)
    assert not can_allocate(model(1, apart=[(0, 1)]).arrays)
    assert not can_allocate(model(1, bands=[Band("load", upper=9, price=2.0)]).arrays)


def test_prices_level_the_loads_of_many_small_units():
    random = np.random.default_rng(4)
    where = np.vstack([random.normal(0, 1, (600, 2)), random.uniform(-50, 50, (400, 2))])
    loads = Problem(
        territories=8,
        weights=np.ones(1_000),
        positions=where,
        bands=[Band("load", lower=100, upper=150)],
    )
    many = model_of(loads)
    center = np.arange(0, 1_000, 125)
    territory, _ = leveled(many.arrays, center, None, rounds=400)
    load = np.bincount(territory, minlength=8)
    assert load.min() >= 100
    assert load.max() <= 150


def test_a_plan_in_pieces_is_mended():
    many = model(2, n=60, k=3)
    scattered = np.arange(60) % 3
    whole = mended(many.arrays, scattered, np.array([0, 1, 2]))
    assert in_one_piece(many.arrays, whole)
    assert set(whole) == {0, 1, 2}


def test_the_same_seed_locates_the_same_centers_the_best_first():
    many = model(2, n=60, k=3)
    one, other = (located(many.arrays, many.prices, 5, 6, lambda: True) for _ in range(2))
    assert [found.score for found in one] == sorted(found.score for found in other)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1_000))
def test_few_territories_made_anew_are_as_good_as_any_plan_of_theirs(seed):
    small = model(seed, adjacency=None)
    territory, center = np.array([0, 1, 0, 1, 0, 1, 0]), np.array([0, 1])
    now = measured(small.facts, territory, center)
    found = Neighborhoods(small.arrays, seed).renew(territory, center, FOREVER)
    best = best_value(small.facts.problem)
    if found is None:
        keeps = all(check.holds for check in checks_of(small.facts, now))
        assert best is None or not keeps or now.value <= best * (1 + 1e-3)
        return
    territory[found.units], center[found.territories] = found.territory, found.center
    better = measured(small.facts, territory, center)
    assert all(check.holds for check in checks_of(small.facts, better))
    assert better.value <= min(now.value, best * (1 + 1e-3))


def test_territories_with_names_are_not_made_anew():
    assert can_renew(model(1, adjacency=None).arrays)
    assert not can_renew(model(1).arrays)
    assert not can_renew(model(1, adjacency=None, forbidden=[(0, 1)]).arrays)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1_000))
def test_leveled_multipliers_prove_no_more_than_is_true(seed):
    small = model(seed, n=8, k=2, adjacency=None)
    best = best_value(small.facts.problem)
    price = np.full(8, 10.0)
    relaxation = Lagrangean(small.arrays, price, local=price)
    relaxation.level(0.33, 10, lambda: True)
    found = relaxation.climb(best or 100.0, 50, lambda: True)
    assert best is None or found.value <= best * (1 + 1e-9)
