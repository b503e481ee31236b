"""Small made-up coverages."""

import shapely
from shapely.geometry import box

# Four fields around one corner at -84, 33, a degree wide each.
FIELDS = {
    "NW": box(-85, 33, -84, 34),
    "NE": box(-84, 33, -83, 34),
    "SW": box(-85, 32, -84, 33),
    "SE": box(-84, 32, -83, 33),
}
WHOLE = box(-85, 32, -83, 34)


def line(*points):
    return shapely.LineString(points)


def covered(coverage):
    return shapely.union_all(list(coverage.values()))
