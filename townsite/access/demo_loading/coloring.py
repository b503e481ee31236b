"""Colors by which neighbors on the map can be told apart."""

import shapely
from shapely.geometry.base import BaseGeometry

TOUCHING_DEGREES = 0.05  # also across a narrow bay


def colors(shapes: dict[str, BaseGeometry], count: int) -> dict[str, int]:
    """A color from 0 to `count` - 1 for each shape, another one than its neighbors'.

    Greedy, most neighbors first (Welsh and Powell 1967); maps need few colors, so that ten leave
    room to spread them evenly.
    """
    neighbors = _neighbors(shapes)
    chosen: dict[str, int] = {}
    used = [0] * count
    for code in sorted(shapes, key=lambda code: (-len(neighbors[code]), code)):
        taken = {chosen[other] for other in neighbors[code] if other in chosen}
        free = [color for color in range(count) if color not in taken] or list(range(count))
        color = min(free, key=lambda color: (used[color], color))
        chosen[code] = color
        used[color] += 1
    return chosen


def _neighbors(shapes: dict[str, BaseGeometry]) -> dict[str, set[str]]:
    if not shapes:  # an empty tree cannot be asked
        return {}
    codes = list(shapes)
    # A tenth of a kilometer off is near enough for neighbors, and a hundred times faster.
    outlines = [shapely.simplify(shapes[code], 0.01) for code in codes]
    tree = shapely.STRtree(outlines)
    found: dict[str, set[str]] = {code: set() for code in codes}
    left, right = tree.query(outlines, predicate="dwithin", distance=TOUCHING_DEGREES)
    for one, other in zip(left, right, strict=True):
        if one != other:
            found[codes[one]].add(codes[other])
    return found
