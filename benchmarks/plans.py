"""Plans of territories at the size of a portfolio: first plan, front, price of a stroke, 10,000 sites."""

import time

import numpy as np

from benchmarks.harness.row import Row
from engines.districting import (
    Band,
    DistrictingError,
    Metric,
    Objective,
    Painter,
    Plan,
    Problem,
    Progress,
    Stop,
    front,
    solve,
)

SITES, TERRITORIES = 2_000, 60
MANY_SITES, MANY_TERRITORIES = 10_000, 100
FRONT_SECONDS, MANY_SECONDS = 60.0, 30.0
PRICES = 20_000
TOWNS = 90


def run(size: int) -> list[Row]:
    """Made-up towns and sites, seed 1; `size` does not matter."""
    given = problem(SITES, TERRITORIES)
    rows, plan = front_of(given)
    return [*rows, price_of(given, plan), *many()]


def problem(sites: int, territories: int) -> Problem:
    """Sites around towns of the 48 states, load within 10% of the mean, a budget of half the sites."""
    random = np.random.default_rng(1)
    towns = np.column_stack([random.uniform(-122, -72, TOWNS), random.uniform(28, 47, TOWNS)])
    share = random.pareto(1.2, TOWNS) + 0.2
    town = random.choice(TOWNS, sites, p=share / share.sum())
    where = towns[town] + random.normal(0, 0.8, (sites, 2))
    load = random.choice([1.0, 1.5, 2.0], sites, p=[0.5, 0.2, 0.3])
    centers = random.choice(sites, territories, replace=False)
    apart = np.abs(where[:, None] - where[centers][None]).sum(axis=2)
    mean = load.sum() / territories
    return Problem(
        territories=territories,
        weights=load,
        positions=where,
        metric=Metric.GREAT_CIRCLE,
        bands=[Band("load", lower=0.9 * mean, upper=1.1 * mean)],
        current=apart.argmin(axis=1),
        objective=Objective(travel=1.0),
    )


def front_of(given: Problem) -> tuple[list[Row], Plan]:
    """Plans on the front after FRONT_SECONDS, and when the first search had its first plan."""
    first: list[float] = []

    def heard(progress: Progress) -> None:
        if progress.value is not None and not first:
            first.append(time.perf_counter() - began)

    began = time.perf_counter()
    plans = front(given, plans=8, stop=Stop(seconds=FRONT_SECONDS), seed=1, listener=heard)
    gap = 100 * min(one.certificate.gap for one in plans)
    title = f"{SITES:,} sites, {TERRITORIES} territories"
    return [
        Row(f"{title}: first plan", first[0], "s", limit=3.0),
        Row(f"{title}: plans on the front in {FRONT_SECONDS:.0f} s", len(plans), "plans",
            note=f"least proven gap {gap:.2f}%"),
    ], plans[0].plan  # fmt: skip


def price_of(given: Problem, plan: Plan) -> Row:
    """Mean time of pricing one moved site."""
    brush = Painter(given, plan)
    random = np.random.default_rng(2)
    moves = np.column_stack(
        [random.integers(0, SITES, PRICES), random.integers(0, TERRITORIES, PRICES)]
    ).tolist()
    began = time.perf_counter()
    for site, territory in moves:
        brush.price(site, territory)
    spent = (time.perf_counter() - began) / PRICES
    return Row("price of one moved site, engine alone", 1e6 * spent, "µs", limit=1_000.0)


def many() -> list[Row]:
    """Proven gap at MANY_SITES after MANY_SECONDS."""
    title = f"{MANY_SITES:,} sites, {MANY_TERRITORIES} territories, {MANY_SECONDS:.0f} s"
    try:
        found = solve(
            problem(MANY_SITES, MANY_TERRITORIES), stop=Stop(seconds=MANY_SECONDS), seed=1
        )
    except DistrictingError as refusal:
        return [Row(f"{title}: proven gap", float("nan"), "%", note=str(refusal)[:120])]
    return [Row(f"{title}: proven gap", 100 * found.certificate.gap, "%", limit=3.0)]
