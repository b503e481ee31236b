"""Former versions of a site, from its row history."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from townsite.sites.models import Site


def values_at_version(site: Site, version: int, names: Iterable[str]) -> dict[str, Any] | None:
    """The named fields as they were at `version`; None when history does not reach so far."""
    rows = apps.get_model("sites", "SiteEvent").objects.filter(pgh_obj_id=site.pk, version=version)
    row = rows.order_by("-pgh_id").first()
    return {name: getattr(row, name) for name in names} if row else None
