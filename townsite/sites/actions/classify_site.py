"""Deciding a site's class by hand: one facet at a time, with a reason (R-24)."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.writing import save
from townsite.sites.choices import Facet
from townsite.sites.models import Site


@transaction.atomic
def classify_site(
    *,
    site: Site,
    facet: Facet,
    value: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Site:
    """The site with a new value of one facet from `at` on; the value before stays as history.

    Raises Invalid for a value the facet does not have, no reason, or a type whose required fields
    are missing (R-25); Conflict when the site has the value already.
    """
    _check(facet, value, reason)
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    before = getattr(locked, facet)
    if before == value:
        raise Conflict(f"{facet.label} of site {locked.number} is already “{value}”.")
    setattr(locked, facet, value)
    save(locked, at=at, adding=False)
    follow_facets(site_ids=[locked.pk], by=by, at=at, reason=reason)
    record_event(
        EventType.SITE_CLASSIFIED,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={str(facet): [before, value]},
    )
    return locked


def _check(facet: Facet, value: str, reason: str) -> None:
    options = dict(Site._meta.get_field(facet).flatchoices)  # noqa: SLF001 - public by convention
    fields: dict[str, list[str]] = {}
    if value not in options:
        offered = ", ".join(str(label) for label in options.values())
        fields["value"] = [f"“{value}” is no {facet.label.lower()}. Choose one of {offered}."]
    if not reason.strip():
        fields["reason"] = ["Say why: the reason stays in the site's history."]
    if fields:
        raise Invalid(" ".join(m for group in fields.values() for m in group), fields=fields)
