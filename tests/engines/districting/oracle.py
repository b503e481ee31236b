"""Every plan of a tiny problem, one by one."""

import itertools

import numpy as np

from engines.districting.certificate import checks_of
from engines.districting.facts import facts_of
from engines.districting.measure import measured


def best_value(problem):
    """The least value of a plan that passes every check, or None."""
    facts = facts_of(problem)
    best = None
    for assigned in itertools.product(range(facts.k), repeat=facts.n):
        territory = np.array(assigned)
        plans = (measured(facts, territory, np.array(c)) for c in _centers(facts, territory))
        plan = min(plans, key=lambda plan: plan.value, default=None)
        if plan is None or (best is not None and plan.value >= best):
            continue
        if all(check.holds for check in checks_of(facts, plan)):
            best = plan.value
    return best


def _centers(facts, territory):
    options = []
    for j, fixed in enumerate(facts.centers):
        members = [i for i in np.flatnonzero(territory == j) if facts.candidates[i]]
        options.append([fixed] if fixed >= 0 else members)
    return itertools.product(*options)
