"""Reads of the dated classification."""

from datetime import datetime

from django.db.models import QuerySet

from townsite.sites.choices import Facet
from townsite.sites.models import Classification, Site


def class_at(site: Site, *, at: datetime) -> dict[str, Classification]:
    """What the site was classed as at a moment, by facet; facets without a value are absent."""
    rows = Classification.objects.filter(site=site, valid_during__contains=at)
    return {row.facet: row for row in rows}


def facet_history(site: Site, facet: Facet | None = None) -> QuerySet[Classification]:
    """Every value the site had, the latest first; of one facet or of all."""
    rows = Classification.objects.filter(site=site).order_by("-valid_during")
    return rows.filter(facet=facet) if facet else rows
