"""Which territory may take which unit."""

import numpy as np
from numpy.typing import NDArray

from engines.districting.facts import Facts
from engines.districting.units import Units


def eligible(facts: Facts, units: Units) -> NDArray[np.bool_]:
    """(units, k) table, or no rows when every territory may take every unit.

    Locks, forbidden pairs, and needs against offers (a skill, a state) decide.
    """
    p = facts.problem
    if not (p.locks or p.forbidden or p.needs):
        return np.zeros((0, 0), np.bool_)
    allowed = np.ones((facts.n, facts.k), np.bool_)
    if p.needs is not None:
        offers = p.offers or [frozenset()] * facts.k
        for site, needs in enumerate(p.needs):
            if needs:
                allowed[site] = [needs <= offered for offered in offers]
    for site, territory in p.forbidden:
        allowed[site, territory] = False
    for site, territory in p.locks.items():
        only = np.zeros(facts.k, np.bool_)
        only[territory] = allowed[site, territory]
        allowed[site] = only
    if units.is_trivial:
        return allowed
    merged = np.ones((units.count, facts.k), np.bool_)
    np.logical_and.at(merged, units.of, allowed)
    return merged
