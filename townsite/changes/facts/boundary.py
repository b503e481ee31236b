"""The shape of a territory: subject its code, value the multipolygon as hexadecimal EWKB."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.gis.geos import GEOSGeometry

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import territory_names
from townsite.territories.actions import end_boundary, set_boundaries
from townsite.territories.models import Boundary, Territory

EQUAL_AREA = 5070  # NAD83 / Conus Albers: areas of the contiguous states, EPSG
M2_PER_KM2 = 1_000_000


class BoundaryShape(FactKind):
    name = "boundary"
    label = "boundary"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        known = Territory.objects.filter(code__in=subjects).values_list("code", flat=True)
        rows = Boundary.objects.filter(territory__code__in=subjects, valid_during__contains=at)
        shapes = rows.values_list("territory__code", "geometry")
        return dict.fromkeys(known) | {code: shape.hexewkb.decode() for code, shape in shapes}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        territories = Territory.objects.in_bulk(list(values), field_name="code")
        present = self.read(list(values), at=act.at)
        for code in (each for each, shape in values.items() if not shape and present[each]):
            end_boundary(territory=territories[code], **act.signed)
        shapes = {territories[each]: GEOSGeometry(shape) for each, shape in values.items() if shape}
        if shapes:
            set_boundaries(shapes=shapes, **act.signed)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        names = territory_names(diff)
        return [_line(names[code], pair) for code, pair in diff.items()]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        return Places(territories=frozenset({subject}))


def area_km2(shape: str) -> float:
    """The area of a shape."""
    return float(GEOSGeometry(shape).transform(EQUAL_AREA, clone=True).area) / M2_PER_KM2


def _line(name: str, pair: Pair) -> str:
    if pair.after is None:
        return f"{name} loses its boundary."
    after = f"{area_km2(pair.after):,.0f} km²"
    if pair.before is None:
        return f"{name} gets a boundary of {after}."
    return f"The boundary of {name} changes, from {area_km2(pair.before):,.0f} km² to {after}."
