"""What every write to a site shares: check, save, remember the change."""

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import connection

from townsite.sites.choices import GeocodeQuality, GeocodeSource
from townsite.sites.errors import as_invalid
from townsite.sites.geocoding import locate
from townsite.sites.models import Site
from townsite.sites.quality import refresh_quality
from townsite.sites.scoring.stored import score

# Set by their own actions, never by a form: status by the lifecycle, the rest derived.
KEPT = {
    "id", "status", "territory_id", "territory_path", "merged_into", "search_extra", "missing",
    "completeness", "health", "created_by_id", "created_at", "updated_at", "version", "geom3857",
    "search_vector", "geocode_source", "geocode_quality", "complexity",
    "complexity_override_reason", "revenue_class",
}  # fmt: skip
EDITABLE = [field.name for field in Site._meta.fields if field.name not in KEPT]  # noqa: SLF001 - Django's public-by-convention registry
ADDRESS = ("street1", "city", "state", "zip")

# Checked by the database on writing; asking it once more beforehand would cost a statement each.
_UNASKED = {"geom3857", "search_vector"}


def next_site_number() -> str:
    """A number no site has had; numbers entered by hand are stepped over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lpad(n::text, 4, '0') FROM (SELECT nextval('sites_site_number_seq') AS n"
            " FROM generate_series(1, 1000)) t"
            " WHERE NOT EXISTS (SELECT 1 FROM sites_site s WHERE s.number = lpad(t.n::text, 4, '0'))"
            " LIMIT 1"
        )
        return str(cursor.fetchone()[0])


def check(site: Site) -> None:
    """Raises Invalid with every problem of the site at once, by field."""
    problems: dict[str, list[ValidationError]] = {}
    try:
        site.clean_fields(exclude=_UNASKED)
    except ValidationError as error:
        problems = error.update_error_dict(problems)
    try:
        site.validate_constraints(exclude=_UNASKED | set(problems))
    except ValidationError as error:
        problems = error.update_error_dict(problems)
    if problems:
        raise as_invalid(ValidationError(problems))


def differences(before: dict[str, Any], site: Site) -> dict[str, list[Any]]:
    """Each changed field with its value before and after, as an event stores them."""
    pairs = {name: (old, getattr(site, name)) for name, old in before.items()}
    return {name: [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}


def plain(value: Any) -> Any:
    """The value as JSON can hold it: a point as [longitude, latitude], a record as its label."""
    if isinstance(value, Point):
        return [round(value.x, 6), round(value.y, 6)]
    return str(value) if hasattr(value, "_meta") else value


def place(site: Site, *, given: bool) -> None:
    """Puts the site on the map: the given point, or the packaged point of its ZIP code or town.

    A provider, where one is configured, betters the point afterwards in a job: no request waits
    for another company's server.
    """
    located = locate(
        street=site.street1,
        city=site.city,
        state=site.state,
        zip=site.zip,
        latitude=site.location.y if given and site.location else None,
        longitude=site.location.x if given and site.location else None,
        provider=None,
    )
    site.location = located.point
    site.geocode_source = located.source or GeocodeSource.NONE
    site.geocode_quality = located.quality or GeocodeQuality.NONE
    site.time_zone = located.time_zone or site.time_zone


def save(site: Site, *, at: datetime, adding: bool) -> Site:
    """The saved site, with its scores and quality refreshed."""
    site.updated_at = at
    if not adding:
        site.version += 1
    score(site, at=at)
    check(site)
    site.save(force_insert=adding)
    refresh_quality([site.pk], at=at)
    site.refresh_from_db()
    return site
