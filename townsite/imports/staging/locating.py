"""Placing checked rows on the map, many at a time, with doubts as problems of the row."""

from collections.abc import Sequence
from typing import Any

from townsite.imports.checking import Checked
from townsite.imports.cleaning.notes import INFO, WARN
from townsite.imports.cleaning.numbers import PLACES
from townsite.imports.issues import Issue, row_issue
from townsite.sites.choices import GeocodeSource
from townsite.sites.geocoding import Address, Located, LocationWarning, locate_many

PLACING = ("street1", "city", "state", "zip", "latitude", "longitude")
FIELD_OF_DOUBT = {
    "zip_unknown": "zip", "zip_in_other_state": "zip", "not_located": "city",
    "outside_state": "state",
}  # fmt: skip


def place_rows(rows: Sequence[Checked]) -> None:
    """Gives each row that says where it is a point, its source and quality, and a time zone."""
    placed = [row for row in rows if any(row.values.get(key) is not None for key in PLACING)]
    for row, located in zip(
        placed, locate_many([_address(row.values) for row in placed]), strict=True
    ):
        row.issues.extend(_issue(doubt, row.values) for doubt in located.warnings)
        if located.position is not None:
            _put(row, located, *located.position)


def _address(values: dict[str, Any]) -> Address:
    return Address(
        values.get("street1") or "",
        values.get("city") or "",
        values.get("state") or "",
        values.get("zip") or "",
        values.get("latitude"),
        values.get("longitude"),
    )


def _put(row: Checked, located: Located, longitude: float, latitude: float) -> None:
    if located.source != GeocodeSource.GIVEN:
        row.values.update(latitude=round(latitude, PLACES), longitude=round(longitude, PLACES))
        how = "ZIP code" if located.source == GeocodeSource.ZIP else "town"
        message = f"No coordinates; placed at the center of its {how}."
        row.issues.append(row_issue("latitude", f"placed_by_{located.source}", INFO, message))
    row.values.update(
        geocode_source=str(located.source),
        geocode_quality=str(located.quality),
        time_zone=located.time_zone,
    )


def _issue(doubt: LocationWarning, values: dict[str, Any]) -> Issue:
    field = FIELD_OF_DOUBT.get(doubt.code, "latitude")
    value = str(values.get(field) or "")
    fix = None
    if doubt.suggestion:
        longitude, latitude = doubt.suggestion
        fix = {"latitude": round(latitude, PLACES), "longitude": round(longitude, PLACES)}
    return row_issue(field, doubt.code, WARN, doubt.message, value=value, fix=fix)
