"""Any stroke over the four fields, drawn anywhere in and around them."""

import shapely
from hypothesis import strategies as st

from tests.territories.boundaries.shapes import FIELDS
from townsite.territories.boundaries.geometry import is_thin
from townsite.territories.boundaries.laying import Lay
from townsite.territories.boundaries.site_ground import GiveSites
from townsite.territories.boundaries.strokes import Cut, Give, MoveBorder, Reshape

longitude = st.floats(-85.2, -82.8).map(lambda x: round(x, 9))
latitude = st.floats(31.8, 34.2).map(lambda y: round(y, 9))
point = st.tuples(longitude, latitude)
code = st.sampled_from(sorted(FIELDS))
lines = st.lists(point, min_size=2, max_size=5, unique=True).map(shapely.LineString)
rings = (
    st.lists(point, min_size=3, max_size=6, unique=True)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda shape: shape.geom_type == "Polygon" and not is_thin(shape))
)
# Strokes that leave no ground to nobody.
keeping_ground = st.one_of(
    st.builds(Give, rings, code),
    st.builds(Reshape, code, rings),
    st.builds(MoveBorder, code, code, lines).filter(lambda stroke: stroke.one != stroke.other),
    st.builds(Cut, code, lines, code),
    st.builds(
        GiveSites,
        st.frozensets(point, min_size=1, max_size=3),
        st.frozensets(point, max_size=5),
        code,
    ),
)
strokes = st.one_of(keeping_ground, st.builds(lambda shape, to: Lay({to: shape}), rings, code))
