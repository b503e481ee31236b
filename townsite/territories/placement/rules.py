"""The policies of placement as numbers by territory, read once for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from townsite.policies.choices import Severity
from townsite.policies.contexts import contexts_for
from townsite.policies.registry import KEYS
from townsite.policies.resolution import PolicyContext, PolicySnapshot, Scope
from townsite.sites.choices import FacilityType
from townsite.sites.scoring import SiteFacts, Standards, capacity_weight
from townsite.territories.placement.travel import BANDS, Bands, Floats, TravelPolicy

THEMES = ("placement.", "reach.", "capacity.", "balance.", "score.high_complexity", "revenue.class")
POLICIES = [key for key in KEYS if key.startswith(THEMES)]
PARTS = ("proximity", "capacity", "balance", "preference")
RANKS = {Severity.INFO: 1, Severity.WARN: 2, Severity.BLOCK: 3}
# Policies whose severity decides what a breach does to a proposal.
JUDGED = (
    "placement.state_crossing_needs_approval",
    "placement.drive_limit_minutes",
    "reach.distance_m",
    "reach.drive_minutes",
    "capacity.manager_units",
    "capacity.new_manager_sites",
    "capacity.experience_years",
    "capacity.certificate_valid_months",
    "balance.site_count",
    "revenue.class_limits_usd",
)
_TRAVEL = (
    ("km", "placement.travel_bands_km"),
    ("circuity", "placement.circuity"),
    ("km_per_hour", "placement.assumed_speed_km_per_hour"),
)
_PLAIN = SiteFacts(FacilityType.OTHER, is_24_7=False)
_MOST_COMPLEX = 100


@dataclass(frozen=True)
class Rules:
    """Values and severities, each an array in the order of the territories."""

    values: Mapping[str, Floats]
    severities: Mapping[str, NDArray[np.int8]]
    contexts: Sequence[PolicyContext]
    policies: PolicySnapshot

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def travel(self) -> TravelPolicy:
        """The policies of the estimate, by territory."""
        return TravelPolicy(
            *(Bands(*(self[f"{name}_{band}"] for band in BANDS)) for name, _ in _TRAVEL)
        )

    def weights(self) -> dict[str, Floats]:
        """The weights of the score, by territory."""
        return {part: self[f"weight_{part}"] for part in PARTS}


def rules_of(paths: Sequence[str], policies: PolicySnapshot) -> Rules:
    """The policies as each territory of these paths sees them; one reading of the tree."""
    contexts = contexts_for(("", path) for path in paths)
    held = {scope for _, scope in policies.held}
    seen: dict[tuple[str, tuple[Scope, ...]], int] = {}
    rows: list[dict[str, float]] = []
    severities: list[list[int]] = []
    index = np.empty(len(paths), dtype=np.intp)
    for n, context in enumerate(contexts):
        # Territories of one kind without values of their own see the same policies.
        like = (context.territory_kind, tuple(s for s in context.scopes() if s in held))
        if like not in seen:
            seen[like] = len(rows)
            rows.append(_numbers(Standards(policies, context)))
            severities.append([RANKS[policies.resolve(key, context).severity] for key in JUDGED])
        index[n] = seen[like]
    names = rows[0] if rows else _numbers(Standards(policies))
    values = {name: np.array([row[name] for row in rows], dtype=float)[index] for name in names}
    ranks = np.array(severities, dtype=np.int8).reshape(-1, len(JUDGED))[index]
    return Rules(values, {key: ranks[:, n] for n, key in enumerate(JUDGED)}, contexts, policies)


def _numbers(standards: Standards) -> dict[str, float]:
    """Every number of placement at one place, by the name used here."""
    found = {f"weight_{k}": v for k, v in standards.numbers("placement.weights").items()}
    for name, key in _TRAVEL:
        found |= {f"{name}_{k}": v for k, v in standards.numbers(key).items()}
    for name, read in _SINGLE.items():
        found[name] = read(standards)
    for part, limit in standards.numbers("balance.site_count").items():
        found[f"count_{part}"] = limit
    years = standards.numbers("capacity.experience_years")
    return {**found, "years_standard": years["standard"], "years_complex": years["high_complexity"]}


def _number(key: str) -> Callable[[Standards], float]:
    """A number, where "no limit" is infinity and a flag is 0 or 1."""

    def read(standards: Standards) -> float:
        value = cast("float | None", standards.policies.value(key, standards.context))
        return np.inf if value is None else float(value)

    return read


def _weight(complexity: int | None) -> Callable[[Standards], float]:
    return lambda standards: capacity_weight(_PLAIN, complexity, standards).value


_SINGLE: dict[str, Callable[[Standards], float]] = {
    "drive_limit": _number("placement.drive_limit_minutes"),
    "neutral": _number("placement.neutral_preference"),
    "state_crossing": _number("placement.state_crossing_needs_approval"),
    "units": _number("capacity.manager_units"),
    "reach_m": _number("reach.distance_m"),
    "reach_minutes": _number("reach.drive_minutes"),
    "high_complexity": _number("score.high_complexity"),
    "new_sites": _number("capacity.new_manager_sites"),
    "new_months": _number("capacity.new_manager_months"),
    "underloaded": _number("balance.priority_below"),
    # R-07 itself says what a plain and a most complex site weigh here.
    "weight_plain": _weight(None),
    "weight_heavy": _weight(_MOST_COMPLEX),
}
