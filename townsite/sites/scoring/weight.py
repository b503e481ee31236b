"""How much of a manager's capacity a site takes (R-07)."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from townsite.sites.scoring.complexity import models_with_hybrid
from townsite.sites.scoring.facts import SiteFacts
from townsite.sites.scoring.standards import Standards

_COMBINED: dict[str, Callable[[Iterable[float]], float]] = {
    "maximum": max,
    "sum": sum,
    "product": math.prod,
}
WEIGHING_MODELS = ("hybrid", "management_agreement")


@dataclass(frozen=True)
class CapacityWeight:
    """Weighted sites, and which weights made them up."""

    value: float
    reasons: tuple[tuple[str, float], ...]
    combination: str


def capacity_weight(
    facts: SiteFacts, complexity: int | None, standards: Standards
) -> CapacityWeight:
    """The weight of a site: plain, or what its contract and its complexity make of it.

    A site of high complexity is high-maintenance. Unknown contract models weigh nothing extra.
    """
    weights = standards.numbers("capacity.site_weights")
    combination = standards.text("capacity.weight_combination")
    models = models_with_hybrid(facts.contract_models or ())
    names = [name for name in WEIGHING_MODELS if name in models]
    if complexity is not None and complexity >= standards.number("score.high_complexity"):
        names.append("high_maintenance")
    reasons = tuple((_words(name), weights[name]) for name in names or ["plain"])
    value = float(_COMBINED[combination]([weight for _, weight in reasons]))
    return CapacityWeight(value, reasons, combination)


def _words(name: str) -> str:
    return name.replace("_", " ")
