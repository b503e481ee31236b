"""The portfolio at a glance: how many sites of each kind, where, and how good their records are."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from townsite.access.planning import in_reach
from townsite.sites.quality import LABELS
from townsite.territories.models import Territory

FACETS = {
    "status": "s.status",
    "type": "s.facility_type",
    "tier": "s.tier",
    "health": "s.health",
    "quality": "s.geocode_quality",
    "completeness": "CASE WHEN s.completeness = 100 THEN '100' WHEN s.completeness >= 85 THEN '85..99'"
    " WHEN s.completeness >= 60 THEN '60..84' ELSE '<60' END",
    "territory": "s.territory_id::text",
}
# One pass over the sites for everything: grouping() is 0 for the column that a row is about.
_COUNTS = f"""
SELECT CASE {" ".join(f"WHEN grouping({c}) = 0 THEN '{f}'" for f, c in FACETS.items())}
            ELSE 'all' END,
       CASE {" ".join(f"WHEN grouping({c}) = 0 THEN {c}" for c in FACETS.values())} END,
       count(*), round(avg(s.completeness)), coalesce(sum(s.parking_spaces), 0),
       coalesce(sum(s.room_count), 0)
FROM sites_site s WHERE {{reach}} AND s.status <> 'merged'
GROUP BY GROUPING SETS ((), {", ".join(f"({c})" for c in FACETS.values())})
"""
_MISSING = """
SELECT fact, count(*) FROM sites_site s, unnest(s.missing) AS fact
WHERE {reach} AND s.status <> 'merged' GROUP BY fact ORDER BY 2 DESC, 1 LIMIT %s
"""
_ROUGH = """
SELECT s.number, s.name, s.city, s.state, s.geocode_quality FROM sites_site s
WHERE {reach} AND s.status <> 'merged' AND s.geocode_quality IN ('none', 'place', 'zip')
ORDER BY array_position(ARRAY['none', 'place', 'zip'], s.geocode_quality::text), s.name LIMIT %s
"""


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
    """The portfolio in reach, in four statements."""
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    whole = (0, 0, 0, 0)
    for facet, value, *numbers in _rows(_COUNTS):
        if facet == "all":
            whole = tuple(int(number or 0) for number in numbers)  # type: ignore[assignment] # four columns
        else:
            counts[facet][value or ""] = numbers[0]
    sites, completeness, spaces, rooms = whole
    return Portfolio(
        sites,
        completeness,
        spaces,
        rooms,
        counts,
        _regions(counts["territory"]),
        [MissingFact(f, LABELS.get(f, f), n) for f, n in _rows(_MISSING, most_missing)],
        [
            dict(zip(("number", "name", "city", "state", "quality"), row, strict=True))
            for row in _rows(_ROUGH, most_rough)
        ],
    )


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    reach, own = in_reach("s")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(reach=reach), [*own, *values])
        return list(cursor.fetchall())


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
    if lone := by_territory.get("", 0):
        regions.append(Region("none", "Without a territory", None, lone))
    return regions


def _depth_of_choice(paths: list[str]) -> int:
    """How deep the first fork lies; one's own territory where there is none."""
    depths = sorted({path.count(".") for path in paths})
    for depth in depths:
        if sum(path.count(".") == depth for path in paths) > 1:
            return depth
    return depths[-1] if depths else 0
