"""The goals of a plan, computed from the problem alone and not by the search's own arrays."""

import numpy as np

from engines.districting.facts import Facts
from engines.districting.kernels.arrays import GREAT_CIRCLE, Floats, Ints
from engines.districting.kernels.travel import EARTH_DIAMETER_KM
from engines.districting.metric import Metric
from engines.districting.plan import Plan


def distances(facts: Facts, place: Ints) -> Floats:
    """(n,) distance of each site from its place."""
    if len(facts.matrix):
        return np.asarray(facts.matrix[place, np.arange(facts.n)])
    apart = facts.points[place] - facts.points[: facts.n]
    straight: Floats = np.sqrt((apart**2).sum(axis=1))
    if facts.metric.value == GREAT_CIRCLE:
        return np.asarray(EARTH_DIAMETER_KM * np.arcsin(np.minimum(1.0, straight / 2)))
    return np.floor(straight) if facts.metric is Metric.FLOOR_EUCLIDEAN else straight


def loads(facts: Facts, territory: Ints) -> Floats:
    """(k, q) weight of each territory."""
    return np.column_stack([np.bincount(territory, w, minlength=facts.k) for w in facts.weights.T])


def measured(facts: Facts, territory: Ints, center: Ints) -> Plan:
    """The plan with its value and goals (see `Objective`)."""
    d = distances(facts, center[territory])
    load = loads(facts, territory)
    mean = np.maximum(facts.weights.sum(axis=0) / facts.k, 1e-300)
    known = facts.current >= 0
    away = known & (territory != facts.current)
    disruption = float((facts.moving_costs * away).sum())
    if len(facts.affinity):
        disruption += float(facts.affinity[territory, np.arange(facts.n)].sum())
    goals = {
        "travel": float((facts.travel_weights * d).sum()),
        "compactness": float((facts.travel_weights * d * d).sum()),
        "balance": float((np.abs(load - facts.target) / mean).sum()),
        "disruption": disruption,
        "moved": float(away.sum()),
    }
    return Plan(territory, center, _value(facts, goals, load), goals, load)


def _value(facts: Facts, goals: dict[str, float], load: Floats) -> float:
    """The weighted sum, with the price of soft bands."""
    weights = facts.problem.objective
    total = sum(
        weight * goals[name]
        for name, weight in (
            ("travel", weights.travel),
            ("compactness", weights.compactness),
            ("balance", weights.balance),
            ("disruption", weights.disruption),
        )
        if weight
    )
    for q, band in enumerate(facts.bands):
        if band.price is not None:
            over = np.maximum(0, load[:, q] - facts.upper[:, q])
            under = np.maximum(0, facts.lower[:, q] - load[:, q])
            total += band.price * float((over + under).sum())
    return float(total)
