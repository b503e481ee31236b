"""Coordinate reference systems of the OGC API (OGC 18-058r1), with their order of axes."""

from typing import Final

from townsite.common.errors import Invalid

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG_4326: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"
EPSG_3857: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
SYSTEMS: Final = (CRS84, EPSG_4326, EPSG_3857)
BBOX_NUMBERS: Final = (4, 6)


def known(crs: str, *, parameter: str) -> str:
    """The system, CRS84 for an empty text. Raises Invalid naming what is offered."""
    if crs and crs not in SYSTEMS:
        raise Invalid(f"{parameter}={crs} is not offered. Use one of {', '.join(SYSTEMS)}.")
    return crs or CRS84


def shown(geometry: str, crs: str) -> str:
    """SQL of GeoJSON of a geometry in a system; EPSG:4326 counts latitude first."""
    if crs == EPSG_3857:
        return f"ST_AsGeoJSON(ST_Transform({geometry}, 3857), 3, 0)::jsonb"
    if crs == EPSG_4326:
        return f"ST_AsGeoJSON(ST_FlipCoordinates({geometry}), 7, 0)::jsonb"
    return f"ST_AsGeoJSON({geometry}, 7, 0)::jsonb"


def read(geometry: str, crs: str) -> str:
    """SQL of a geometry that was told in a system, in WGS 84 with longitude first."""
    if crs == EPSG_3857:
        return f"ST_Transform(ST_SetSRID({geometry}, 3857), 4326)"
    if crs == EPSG_4326:
        return f"ST_SetSRID(ST_FlipCoordinates({geometry}), 4326)"
    return f"ST_SetSRID({geometry}, 4326)"


def box(text: str, crs: str) -> tuple[str, list[float]]:
    """SQL of an envelope in WGS 84 with its values. Raises Invalid for what is no box."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in BBOX_NUMBERS or not all(abs(each) < float("inf") for each in numbers):
        raise Invalid(
            "bbox is four numbers: the lowest corner, then the highest: bbox=-85,33,-84,34."
        )
    half = len(numbers) // 2
    low, high = numbers[:2], numbers[half : half + 2]
    if crs == EPSG_4326:
        low, high = low[::-1], high[::-1]
    if low[1] > high[1]:
        raise Invalid("The second corner of bbox lies south of the first.")
    if crs == EPSG_3857:
        return "ST_Transform(ST_MakeEnvelope(%s, %s, %s, %s, 3857), 4326)", [*low, *high]
    if low[0] > high[0]:  # across the antimeridian (OGC 17-069r4, 7.15.3)
        across = "ST_Union(ST_MakeEnvelope(%s, %s, 180, %s, 4326), ST_MakeEnvelope(-180, %s, %s, %s, 4326))"
        return across, [low[0], low[1], high[1], low[1], high[0], high[1]]
    return "ST_MakeEnvelope(%s, %s, %s, %s, 4326)", [*low, *high]
