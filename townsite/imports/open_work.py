"""Imports under way, for the impact of change sets."""

from datetime import datetime

from django.db.models import Count

from townsite.changes.facts.fact import Places
from townsite.changes.impact.open_work import OpenWork
from townsite.imports.choices import ImportStatus
from townsite.imports.models import ImportRow
from townsite.sites.models import Site

UNDER_WAY = (ImportStatus.REVIEW, ImportStatus.SUBMITTED, ImportStatus.COMMITTING)


def imports_under_way(places: Places, at: datetime) -> list[OpenWork]:
    """Reviewed ones that would change some of the sites."""
    if not places.sites:
        return []
    ids = list(Site.objects.filter(number__in=places.sites).values_list("pk", flat=True))
    rows = (
        ImportRow.objects.filter(of__status__in=UNDER_WAY, action="update", site_id__in=ids)
        .values_list("of_id", "of__status")
        .annotate(sites=Count("id"))
        .order_by("-of_id")
    )
    return [
        OpenWork(f"An import ({ImportStatus(status).label.lower()})", f"/imports/{key}/", sites)
        for key, status, sites in rows
    ]
