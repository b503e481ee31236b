"""What the engine is asked: sites, territories, constraints and goals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import ArrayLike

from engines.districting.metric import Metric

Distance = Callable[[int, int], float]


@dataclass(frozen=True)
class Band:
    """Limits of one weight in each territory; a scalar holds for all of them.

    `price` makes the band soft: what a unit outside it costs in the objective. Without it the
    band is hard. `target` is what the balance objective compares with (default: the mean).
    """

    name: str = "load"
    lower: ArrayLike = 0.0
    upper: ArrayLike = float("inf")
    price: float | None = None
    target: ArrayLike | None = None


@dataclass(frozen=True)
class Objective:
    """Weights of the goals: value = sum of weight times goal; smaller is better.

    travel: sum of travel weight times distance to the center.
    compactness: sum of travel weight times squared distance, the moment of inertia.
    balance: sum over territories and weights of |load - target| divided by the mean load.
    disruption: sum of the moving cost of sites that change hands, and of `affinity`.
    """

    travel: float = 1.0
    compactness: float = 0.0
    balance: float = 0.0
    disruption: float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """A districting problem. Sites and territories are numbered from 0; names serve the words.

    Exactly one of `positions` (with `metric`) and `distances` is needed. `distances` is a matrix
    or sparse matrix (places, sites), in which a missing entry forbids the pair, or a function
    (place, site). Places are the sites, then the points of `center_positions` or further rows.
    """

    territories: int
    weights: ArrayLike  # (n,) or (n, q)
    positions: ArrayLike | None = None  # (n, 2): x, y or longitude, latitude
    metric: Metric = Metric.EUCLIDEAN
    distances: Any | Distance | None = None
    travel_weights: ArrayLike | None = None  # (n,) default 1
    center_positions: ArrayLike | None = None  # (f, 2) given places, numbered from n on
    centers: Sequence[int | None] | None = None  # place of each territory, None: free
    candidates: ArrayLike | None = None  # sites that may be a free center, default all
    bands: Sequence[Band] = ()  # one for each weight
    objective: Objective = field(default_factory=Objective)
    adjacency: ArrayLike | None = None  # (m, 2) pairs; given: territories are contiguous
    bridges: ArrayLike | None = None  # (m, 2) further pairs: islands, ferries
    travel_limit: float | None = None
    current: ArrayLike | None = None  # (n,) territory today, -1 for none
    moving_costs: ArrayLike | None = None  # (n,) default 1
    move_budget: int | None = None
    affinity: ArrayLike | None = None  # (k, n) price of the site in the territory
    locks: Mapping[int, int] = field(default_factory=dict)
    together: Sequence[Sequence[int]] = ()
    apart: Sequence[tuple[int, int]] = ()
    forbidden: Sequence[tuple[int, int]] = ()  # (site, territory)
    needs: Sequence[frozenset[str]] | None = None  # skills or state a site asks for
    offers: Sequence[frozenset[str]] | None = None  # skills or states a territory has
    min_sites: int = 1
    max_sites: int | None = None
    site_names: Sequence[str] | None = None
    territory_names: Sequence[str] | None = None

    def site_name(self, site: int) -> str:
        return self.site_names[site] if self.site_names else f"site {site}"

    def territory_name(self, territory: int) -> str:
        return self.territory_names[territory] if self.territory_names else f"territory {territory}"
