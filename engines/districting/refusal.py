"""Which constraint a move of one unit would break."""

from engines.districting.kernels.arrays import State
from engines.districting.kernels.travel import distance
from engines.districting.model import Model

SLACK = 1e-9


def refusal(model: Model, state: State, unit: int, source: int, target: int) -> str:
    """The name of the first constraint that the move breaks; empty when it breaks none known."""
    return (
        _eligibility(model, state, unit, target)
        or _loads(model, state, unit, source, target)
        or _budget(model, state, unit, source, target)
        or ("contiguity" if model.arrays.whole else "")
    )


def _eligibility(model: Model, state: State, unit: int, target: int) -> str:
    arrays, p = model.arrays, model.facts.problem
    if len(arrays.allowed) and not arrays.allowed[unit, target]:
        sites = [int(site) for site in model.units.members(unit)]
        return "a lock" if any(site in p.locks for site in sites) else "eligibility"
    start, end = arrays.apart_start[unit], arrays.apart_start[unit + 1]
    if any(state.territory[other] == target for other in arrays.apart[start:end]):
        return "a pair kept apart"
    center = int(state.center[target])
    return "the travel limit" if distance(arrays, center, unit) > arrays.limit else ""


def _loads(model: Model, state: State, unit: int, source: int, target: int) -> str:
    arrays, p = model.arrays, model.facts.problem
    names = [band.name for band in model.facts.bands] + ["the number of sites"]
    for q, name in enumerate(names):
        if arrays.soft[q]:
            continue
        weight = arrays.weights[unit, q]
        if state.load[target, q] + weight > arrays.upper[target, q] + SLACK:
            return f"the upper limit of {name} of {p.territory_name(target)}"
        if state.load[source, q] - weight < arrays.lower[source, q] - SLACK:
            return f"the lower limit of {name} of {p.territory_name(source)}"
    return ""


def _budget(model: Model, state: State, unit: int, source: int, target: int) -> str:
    moves = model.arrays.moves
    if not len(moves):
        return ""
    after = state.moved[0] + moves[unit, target] - moves[unit, source]
    return "the budget of moves" if after > model.arrays.budget else ""
