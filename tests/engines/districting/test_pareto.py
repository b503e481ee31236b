import numpy as np

from engines.districting import Band, Problem, Stop, front
from engines.districting.pareto import GOALS, dominates

STOP = Stop(seconds=None, steps=200_000)


def problem():
    random = np.random.default_rng(8)
    load = random.integers(1, 6, 60).astype(float)
    return Problem(
        territories=4,
        weights=load,
        positions=random.uniform(0, 100, (60, 2)),
        bands=[Band("load", upper=1.3 * load.sum() / 4)],
        current=np.arange(60) % 4,
    )


def test_no_plan_of_the_front_dominates_another_and_all_keep_the_constraints():
    plans = front(problem(), plans=8, stop=STOP)
    assert len(plans) >= 4
    assert all(one.certificate.holds for one in plans)
    for one in plans:
        assert not any(dominates(o.plan, one.plan, GOALS) for o in plans if o is not one)


def test_the_corners_are_the_best_of_their_goal():
    plans = front(problem(), plans=8, stop=STOP)
    travel = [one.plan.goals["travel"] for one in plans]
    assert travel == sorted(travel)
    assert min(one.plan.goals["disruption"] for one in plans) < plans[0].plan.goals["disruption"]


def test_the_same_seed_gives_the_same_front():
    one, other = (front(problem(), plans=5, stop=STOP, seed=4) for _ in range(2))
    assert [p.plan.value for p in one] == [p.plan.value for p in other]
