"""Why no plan can exist, in words: the smallest conflicts that can be shown without a search."""

from collections.abc import Iterator

import numpy as np

from engines.districting.eligibility import eligible
from engines.districting.facts import Facts
from engines.districting.transport import cuts
from engines.districting.units import Units

SLACK = 1e-9


def conflicts(facts: Facts, units: Units) -> list[str]:
    """One sentence for each conflict; empty does not promise that a plan exists."""
    found = [*_references(facts)]
    if found:
        return found
    allowed = eligible(facts, units)
    found = [
        *_counts(facts, units),
        *_nowhere(facts, units, allowed),
        *_heavy(facts, units),
        *_locked_loads(facts),
        *_totals(facts),
        *_apart(facts, units),
        *_pieces(facts),
    ]
    return found or [*cuts(facts, units)]


def _references(facts: Facts) -> Iterator[str]:
    p, n, k = facts.problem, facts.n, facts.k
    for site, territory in p.locks.items():
        if not 0 <= site < n:
            yield f"A lock names site {site}, but there are {n} sites."
        elif not 0 <= territory < k:
            yield (
                f"{p.site_name(site)} is locked to territory {territory}, which does not exist."
                f" Maybe it was closed: there are {k} territories, numbered from 0."
            )
    for what, pairs in (("apart", p.apart), ("together", p.together)):
        for site in {site for pair in pairs for site in pair}:
            if not 0 <= site < n:
                yield f"{what} names site {site}, but there are {n} sites."
    for site, territory in p.forbidden:
        if not (0 <= site < n and 0 <= territory < k):
            yield f"forbidden names the pair ({site}, {territory}), which does not exist."
    if (facts.current >= k).any() or (facts.current < -1).any():
        site = int(np.flatnonzero((facts.current >= k) | (facts.current < -1))[0])
        yield f"{p.site_name(site)} is in territory {facts.current[site]} today, which does not exist."


def _counts(facts: Facts, units: Units) -> Iterator[str]:
    p = facts.problem
    free = int((facts.centers < 0).sum())
    if free > int(facts.candidates.sum()):
        yield f"{free} territories choose a center among {facts.candidates.sum()} candidates."
    if p.min_sites * facts.k > facts.n:
        yield f"{facts.k} territories of at least {p.min_sites} sites need more than {facts.n} sites."
    if p.max_sites is not None and p.max_sites * facts.k < facts.n:
        yield f"{facts.k} territories of at most {p.max_sites} sites cannot hold {facts.n} sites."


def _nowhere(facts: Facts, units: Units, allowed: np.ndarray) -> Iterator[str]:
    p = facts.problem
    if not len(allowed):
        return
    for unit in np.flatnonzero(~allowed.any(axis=1))[:5]:
        names = ", ".join(p.site_name(int(site)) for site in units.members(int(unit)))
        yield f"No territory may take {names}: locks, forbidden pairs, needs or travel rule out all."


def _heavy(facts: Facts, units: Units) -> Iterator[str]:
    for q, band in enumerate(facts.bands):
        if band.price is not None:
            continue
        most = facts.upper[:, q].max()
        weights = units.total(facts.weights[:, q])
        for unit in np.flatnonzero(weights > most * (1 + SLACK) + SLACK)[:5]:
            names = " with ".join(facts.problem.site_name(int(s)) for s in units.members(int(unit)))
            yield (
                f"{names} weighs {weights[unit]:g} in {band.name},"
                f" more than any territory may hold ({most:g})."
            )


def _locked_loads(facts: Facts) -> Iterator[str]:
    p = facts.problem
    for j in sorted(set(p.locks.values())):
        sites = [site for site, territory in p.locks.items() if territory == j]
        for q, band in enumerate(facts.bands):
            load = facts.weights[sites, q].sum()
            if band.price is None and load > facts.upper[j, q] * (1 + SLACK) + SLACK:
                yield (
                    f"{p.territory_name(j)}'s locks weigh {load:g} in {band.name}"
                    f" against a capacity of {facts.upper[j, q]:g}."
                )


def _totals(facts: Facts) -> Iterator[str]:
    for q, band in enumerate(facts.bands):
        total, least, most = (
            facts.weights[:, q].sum(),
            facts.lower[:, q].sum(),
            facts.upper[:, q].sum(),
        )
        for j in np.flatnonzero(facts.lower[:, q] > facts.upper[:, q]):
            yield (
                f"{facts.problem.territory_name(int(j))} must hold at least {facts.lower[j, q]:g}"
                f" and at most {facts.upper[j, q]:g} of {band.name}."
            )
        if band.price is not None:
            continue
        if total > most * (1 + SLACK) + SLACK:
            yield f"All sites weigh {total:g} in {band.name} against a total capacity of {most:g}."
        if total < least * (1 - SLACK) - SLACK:
            yield f"All sites weigh {total:g} in {band.name}, less than the minima's sum {least:g}."


def _apart(facts: Facts, units: Units) -> Iterator[str]:
    p = facts.problem
    for one, other in p.apart:
        names = f"{p.site_name(one)} and {p.site_name(other)} must be apart"
        if units.of[one] == units.of[other]:
            yield f"{names}, but also together."
        elif one in p.locks and p.locks.get(one) == p.locks.get(other):
            yield f"{names}, but both are locked to {p.territory_name(p.locks[one])}."


def _pieces(facts: Facts) -> Iterator[str]:
    """Contiguous territories cannot be fewer than the pieces of the map."""
    if facts.problem.adjacency is None:
        return
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - only maps with adjacency need it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - see above

    ones = np.ones(len(facts.edges))
    graph = coo_matrix((ones, facts.edges.T), shape=(facts.n, facts.n))
    pieces, piece = connected_components(graph, directed=False)
    if pieces > facts.k:
        alone = int(np.flatnonzero(piece == np.bincount(piece).argmin())[0])
        yield (
            f"The map falls into {pieces} unconnected pieces, more than {facts.k} contiguous"
            f" territories can cover; one holds {facts.problem.site_name(alone)}."
            " Maybe add a bridge for an island or a ferry."
        )
        return
    yield from _small_pieces(facts, piece)


def _small_pieces(facts: Facts, piece: np.ndarray) -> Iterator[str]:
    """A contiguous territory lies in one piece, so each piece must fill at least one."""
    for q, band in enumerate(facts.bands):
        least = float(facts.lower[:, q].min())
        weight = np.bincount(piece, facts.weights[:, q])
        for each in np.flatnonzero(weight < least * (1 - SLACK) - SLACK)[:5]:
            if band.price is None:
                site = facts.problem.site_name(int(np.flatnonzero(piece == each)[0]))
                yield (
                    f"The piece of the map around {site} weighs {weight[each]:g} in {band.name},"
                    f" less than any territory's minimum of {least:g}. Maybe add a bridge."
                )
