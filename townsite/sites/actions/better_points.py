"""Asking the configured provider about sites that stand on a ZIP code's or a town's point only."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import MD5, Cast, Concat

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Unavailable
from townsite.sites.choices import GeocodeQuality, GeocodeSource, SiteStatus
from townsite.sites.geocoding import Located, locate
from townsite.sites.models import Site
from townsite.sites.providers import Provider
from townsite.sites.quality import refresh_quality

ROUGH = (GeocodeQuality.ZIP, GeocodeQuality.PLACE, GeocodeQuality.NONE)
# A service that fails so often in a row is down: it is left alone until the next run.
FAILURES_IN_A_ROW = 3
UNANSWERED = {"provider_unavailable"}


def rough_sites(*, at: datetime) -> QuerySet[Site]:
    """Sites with a street but only a rough point, in another order every day.

    So that addresses which the provider does not know never keep the others waiting.
    """
    order = MD5(Concat(Cast("id", CharField()), Value(f"{at:%F}"), output_field=CharField()))
    rough = Site.objects.filter(geocode_quality__in=ROUGH).exclude(street1="")
    return rough.exclude(status=SiteStatus.MERGED).order_by(order)


@transaction.atomic
def better_points(
    *,
    provider: Provider,
    limit: int,
    by: Actor,
    at: datetime,
    after_each: Callable[[], None] | None = None,
) -> int:
    """How many of at most `limit` rough points the provider bettered; each is an event.

    Raises Unavailable when the provider fails several times in a row; nothing is written then.
    """
    bettered, failures = 0, 0
    for site in rough_sites(at=at)[:limit]:
        found = _ask(site, provider)
        failures = failures + 1 if _failed(found) else 0
        if failures == FAILURES_IN_A_ROW:
            raise Unavailable(
                f"{provider.name} failed {failures} times in a row; no point was changed. "
                "Check TOWNSITE_GEOCODER and the service, then start the job again."
            )
        if found.source == GeocodeSource.PROVIDER:
            _move(site, found, by=by, at=at)
            bettered += 1
        if after_each:
            after_each()
    return bettered


def _ask(site: Site, provider: Provider) -> Located:
    return locate(
        street=site.street1, city=site.city, state=site.state, zip=site.zip, provider=provider
    )


def _failed(found: Located) -> bool:
    return any(warning.code in UNANSWERED for warning in found.warnings)


def _move(site: Site, found: Located, *, by: Actor, at: datetime) -> None:
    changes: dict[str, list[Any]] = {
        "location": [_pair(site.location), _pair(found.point)],
        "geocode_source": [site.geocode_source, found.source.value],
        "geocode_quality": [site.geocode_quality, found.quality.value],
    }
    Site.objects.filter(pk=site.pk).update(
        location=found.point,
        geocode_source=found.source,
        geocode_quality=found.quality,
        time_zone=found.time_zone or site.time_zone,
        updated_at=at,
        version=F("version") + 1,
    )
    record_event(EventType.SITE_GEOCODED, target=site, by=by, at=at, changes=changes)
    refresh_quality([site.pk], at=at)


def _pair(point: Point | None) -> list[float] | None:
    return [round(point.x, 6), round(point.y, 6)] if point else None
