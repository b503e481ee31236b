"""A tree of hundreds of territories for benchmark portfolios, by state and weight."""

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from demo.geography import Zip
from demo.territories import DISTRICTS, REGIONS, territory_for

TERRITORIES_PER_DISTRICT = 10
_REGION_OF = {district.code: district.region for district in DISTRICTS}


@dataclass(frozen=True)
class Node:
    """A region, district or territory with its place in the tree."""

    code: str
    name: str
    level: str
    path: str
    parent: str | None
    center: Zip | None = None


@dataclass(frozen=True)
class LargeTree:
    """Every node, parents first, and the territory of each ZIP code."""

    nodes: list[Node] = field(repr=False)
    territory_of: dict[str, Node] = field(repr=False)


def large_tree(zips: list[Zip], count: int, *, seed: int) -> LargeTree:
    """About `count` territories, at least one a state, each around a town of some size."""
    rng = Random(seed)
    nodes = [Node(each.code, each.name, "region", each.code, None) for each in REGIONS]
    territory_of: dict[str, Node] = {}
    by_state: dict[str, list[Zip]] = defaultdict(list)
    for each in zips:
        by_state[each.state].append(each)
    total = sum(each.weight for each in zips)
    for state, members in sorted(by_state.items()):
        share = sum(each.weight for each in members) / total
        centers = _centers(members, max(1, round(count * share)), rng)
        territories = _state_nodes(state, centers, nodes)
        for each in members:
            territory_of[each.code] = _nearest(territories, each)
    return LargeTree(nodes, territory_of)


def _centers(members: list[Zip], count: int, rng: Random) -> list[Zip]:
    """Distinct towns, the weightier the likelier."""
    weights = [each.weight**0.8 + 1 for each in members]
    chosen: dict[str, Zip] = {}
    for each in rng.choices(members, weights, k=count * 4):
        if len(chosen) < count:
            chosen.setdefault(each.city, each)
    return list(chosen.values())


def _state_nodes(state: str, centers: list[Zip], nodes: list[Node]) -> list[Node]:
    """Appends the state's districts and territories; gives back the territories."""
    region = _REGION_OF[territory_for(centers[0], "commercial").district]
    territories = []
    for index, center in enumerate(centers):
        number, first = divmod(index, TERRITORIES_PER_DISTRICT)
        district = f"{state}D{number + 1}"
        if first == 0:
            path = f"{region}.{district}"
            nodes.append(Node(district, f"{state} District {number + 1}", "district", path, region))
        code = f"{state}{index + 1:03d}"
        path = f"{region}.{district}.{code}"
        node = Node(code, f"{center.city}, {state}", "territory", path, district, center)
        nodes.append(node)
        territories.append(node)
    return territories


def _nearest(territories: list[Node], area: Zip) -> Node:
    def km(node: Node) -> float:
        center = node.center or area
        return area.km_to(center.longitude, center.latitude)

    return min(territories, key=km)
