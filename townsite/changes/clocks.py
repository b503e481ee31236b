"""Deadlines of change sets, by the calendar of the place they are about."""

from datetime import datetime

from django.db.models import Count

from townsite.policies.clocks import due_after
from townsite.policies.contexts import contexts_for
from townsite.sites.models import Site
from townsite.territories.models import Territory


def due_at(hours: float, *, clock: str, territory: Territory | None, at: datetime) -> datetime:
    """When `hours` of this clock have passed at the territory; None is the whole network."""
    if territory is None:
        return due_after(hours, clock=clock, at=at)
    (context,) = contexts_for([("", territory.path)])
    return due_after(hours, clock=clock, at=at, zone=zone_of(territory), context=context)


def zone_of(territory: Territory) -> str:
    """The zone in which most of its sites lie; empty when none is known."""
    rows = (
        Site.objects.filter(territory_path__within=territory.path)
        .exclude(time_zone="")
        .values("time_zone")
        .annotate(sites=Count("pk"))
        .order_by("-sites", "time_zone")
    )
    found = rows.first()
    return found["time_zone"] if found else ""
