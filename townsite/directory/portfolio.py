"""The portfolio at a glance: how many sites of each kind, where, and how good their records are."""

from dataclasses import dataclass, field
from typing import Any

from townsite.access.planning import in_reach
from townsite.directory.criteria import Criteria
from townsite.directory.queries.rows import rows
from townsite.directory.queries.tally import AMOUNTS, tallied
from townsite.sites.quality import LABELS
from townsite.territories.models import Territory

COUNTED = ("status", "type", "tier", "health", "quality", "completeness", "territory", "missing")
ROUGH = ("none", "place", "zip")
# Each quality by itself, worst first: its index then gives the first few, and nothing is sorted.
_ROUGH = " UNION ALL ".join(
    f"""(
    SELECT s.number, s.name, s.city, s.state, s.geocode_quality FROM sites_site s
    WHERE {{reach}} AND s.status <> 'merged' AND s.geocode_quality = '{quality}'
    ORDER BY s.name, s.id LIMIT %s)"""
    for quality in ROUGH
)


@dataclass(frozen=True)
class Region:
    """A territory near the top with the sites of everything below it."""

    code: str
    name: str
    color_index: int | None
    sites: int


@dataclass(frozen=True)
class MissingFact:
    """A fact that sites lack, and how many do."""

    fact: str
    label: str
    sites: int


@dataclass(frozen=True)
class Portfolio:
    """Counts of the sites in reach; those merged into others are left out."""

    sites: int
    completeness: int
    parking_spaces: int
    rooms: int
    counts: dict[str, dict[str, int]]
    regions: list[Region]
    missing: list[MissingFact]
    rough_points: list[dict[str, Any]] = field(default_factory=list)

    def count(self, facet: str, *values: str) -> int:
        """How many sites have one of the values."""
        return sum(self.counts[facet].get(value, 0) for value in values)


def portfolio(*, most_missing: int = 8, most_rough: int = 6) -> Portfolio:
    """The portfolio in reach, in four statements: counts from the tally, no look at every site."""
    found = tallied(Criteria(), COUNTED, AMOUNTS)
    amounts, counts = found.amounts, found.counts
    missing = sorted(counts["missing"].items(), key=lambda fact: (-fact[1], fact[0]))
    return Portfolio(
        found.sites,
        round(amounts["completeness"] / found.sites) if found.sites else 0,
        amounts["parking_spaces"],
        amounts["room_count"],
        counts,
        _regions(counts["territory"]),
        [MissingFact(f, LABELS[f], n) for f, n in missing[:most_missing]],
        _rough_points(most_rough),
    )


def _rough_points(most: int) -> list[dict[str, Any]]:
    reach, own = in_reach("s")
    bound = [*own, most] * len(ROUGH)
    names = ("number", "name", "city", "state", "quality")
    found = rows(f"{_ROUGH.format(reach=reach)} LIMIT %s", [*bound, most])
    return [dict(zip(names, row, strict=True)) for row in found]


def _regions(by_territory: dict[str, int]) -> list[Region]:
    """The highest territories of which there is more than one, the largest first."""
    known = list(Territory.objects.values_list("id", "path", "code", "name", "color_index"))
    totals: dict[str, int] = {}
    for key, path, *_ in known:
        parts = path.split(".")
        for depth in range(len(parts)):
            above = ".".join(parts[: depth + 1])
            totals[above] = totals.get(above, 0) + by_territory.get(str(key), 0)
    depth = _depth_of_choice([path for _, path, *_ in known if totals[path]])
    regions = [
        Region(code, name, color, totals[path])
        for _, path, code, name, color in known
        if path.count(".") == depth and totals[path]
    ]
    regions.sort(key=lambda region: (-region.sites, region.code))
    if lone := by_territory.get("none", 0):
        regions.append(Region("none", "Without a territory", None, lone))
    return regions


def _depth_of_choice(paths: list[str]) -> int:
    """How deep the first fork lies; one's own territory where there is none."""
    depths = sorted({path.count(".") for path in paths})
    for depth in depths:
        if sum(path.count(".") == depth for path in paths) > 1:
            return depth
    return depths[-1] if depths else 0
