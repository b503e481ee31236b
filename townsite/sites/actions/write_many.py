"""Writing many sites at once, each its own values: a few statements for one or a hundred thousand."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import JSONField

from townsite.audit.actions import Draft, record_events
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from townsite.policies.queries import policies_at
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.writing import ADDRESS, check, differences, place
from townsite.sites.choices import Facet, SiteStatus
from townsite.sites.errors import WrongStatus, as_invalid
from townsite.sites.models import Site
from townsite.sites.quality import refresh_quality
from townsite.sites.scoring.stored import POLICIES, with_scores

MOST_PROBLEMS = 20
DERIVED = ("complexity", "revenue_class")
PLACED = ("location", "geocode_source", "geocode_quality", "time_zone")
_UPDATE = """
UPDATE sites_site s SET {sets}, version = s.version + 1, updated_at = %(at)s
FROM unnest(%(ids)s::uuid[], %(docs)s::jsonb[]) AS new (id, doc) WHERE s.id = new.id
"""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """A site as it is now, with each changed field before and after."""

    site: Site
    changes: dict[str, list[Any]]
    derived: frozenset[str]

    @property
    def columns(self) -> frozenset[str]:
        """What its row has to be given."""
        return frozenset(self.changes) | self.derived


def locked_sites(site_ids: Iterable[UUID]) -> dict[UUID, Site]:
    """The sites, locked in the order of their keys until the end of the transaction.

    Raises NotFound or Forbidden when some are out of reach, WrongStatus when some were merged.
    """
    wanted = set(site_ids)
    rows = Site.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    found = {row.pk: row for row in rows.defer("search_vector", "geom3857").order_by("pk")}
    if missing := wanted - set(found):
        if Site.objects.filter(pk__in=missing).exists():
            raise Forbidden(f"{len(missing):,} of these sites you may read, but not change.")
        raise NotFound(f"{len(missing):,} of these sites are not within your reach.")
    merged = [row.number for row in found.values() if row.status == SiteStatus.MERGED]
    if merged:
        raise WrongStatus(f"Already merged into others: {', '.join(merged[:MOST_PROBLEMS])}.")
    return found


@transaction.atomic
def write_many(
    *,
    values: Mapping[UUID, Values],
    event: EventType,
    by: Actor,
    at: datetime,
    reason: str,
    is_placing: bool = True,
) -> int:
    """How many sites changed when each got its values; an event a site.

    Scores, quality and the dated classification follow. A changed address moves the point unless
    one is given, or `is_placing` is off. Raises Invalid with the problems of the first sites that
    have any; nothing is written then.
    """
    sites = locked_sites(values)
    written = [
        each
        for key, given in values.items()
        if (each := _set(sites[key], given, is_placing=is_placing)).changes
    ]
    if not written:
        return 0
    _refuse_wrong(written)
    written = _scored(written, at)
    _store(written, at)
    keys = [each.site.pk for each in written]
    if any(set(Facet.values) & set(each.changes) for each in written):
        follow_facets(site_ids=keys, by=by, at=at, reason=reason)
    refresh_quality(keys, at=at)
    return record_events(Draft(event, each.site, by, at, reason, each.changes) for each in written)


def _set(site: Site, given: Values, *, is_placing: bool) -> Written:
    before = site.snapshot(list(given))
    for name, value in given.items():
        setattr(site, name, value)
    changes = differences(before, site)
    moves = "location" in changes or bool(set(ADDRESS) & set(changes))
    if not (is_placing and moves):
        return Written(site, changes, frozenset())
    place(site, given="location" in changes and site.location is not None)
    return Written(site, changes, frozenset(PLACED))


def _refuse_wrong(written: list[Written]) -> None:
    """What a field cannot hold; what the row as a whole cannot be, the database refuses."""
    every = {field.name for field in Site._meta.fields}  # noqa: SLF001 - public by convention
    refusals: list[str] = []
    for each in written:
        try:
            each.site.clean_fields(exclude=every - set(each.changes))
        except ValidationError as error:
            refusals.append(_named(each.site, as_invalid(error)))
            if len(refusals) >= MOST_PROBLEMS:
                break
    _refuse(refusals)


def _scored(written: list[Written], at: datetime) -> list[Written]:
    """With the scores that the new facts give; one reading of policies and tree."""
    scored = []
    given = with_scores([each.site for each in written], policies_at(at, keys=POLICIES))
    for each, (site, scores, _) in zip(written, given, strict=True):
        new = (scores.complexity, scores.revenue_class)
        if (site.complexity, site.revenue_class) == new:
            scored.append(each)
            continue
        site.complexity, site.revenue_class = new
        scored.append(Written(site, each.changes, each.derived | frozenset(DERIVED)))
    return scored


def _store(written: list[Written], at: datetime) -> None:
    """One statement for each set of columns, however many values they get."""
    groups = defaultdict[frozenset[str], list[Site]](list)
    for each in written:
        groups[each.columns].append(each.site)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for columns, sites in groups.items():
                cursor.execute(*_statement(sorted(columns), sites, at))
    except IntegrityError as error:
        _explain([each.site for each in written], error)
    for each in written:
        each.site.version += 1


def _statement(columns: list[str], sites: list[Site], at: datetime) -> tuple[str, dict[str, Any]]:
    sets = ", ".join(_column(name) for name in columns)
    docs = [json.dumps({name: _stored(site, name) for name in columns}) for site in sites]
    return _UPDATE.format(sets=sets), {"at": at, "ids": [site.pk for site in sites], "docs": docs}


def _column(name: str) -> str:
    field = Site._meta.get_field(name)  # noqa: SLF001 - public by convention
    kind = field.db_type(connection)
    arrow = "->" if isinstance(field, JSONField) else "->>"
    cast = kind if isinstance(field, JSONField) else (kind or "text").split("(")[0]
    return f"\"{field.column}\" = (doc {arrow} '{name}')::{cast}"


def _stored(site: Site, name: str) -> Any:
    value = getattr(site, name)
    if isinstance(value, Point):
        return value.hexewkb.decode()
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if hasattr(value, "_meta") else value


def _explain(sites: list[Site], error: IntegrityError) -> None:
    """Finds the sites that the database refused, and says why in words. Always raises."""
    refusals: list[str] = []
    for site in sites:
        try:
            check(site)
        except Problem as problem:
            refusals.append(_named(site, problem))
        if len(refusals) >= MOST_PROBLEMS:
            break
    _refuse(refusals)
    raise Conflict(f"The portfolio refused the values: {error}") from error


def _named(site: Site, problem: Problem) -> str:
    return f"{site.number} {site.name}: {problem.detail}"


def _refuse(refusals: list[str]) -> None:
    if refusals:
        raise Invalid("Nothing was changed. " + " ".join(refusals), fields={"sites": refusals})
