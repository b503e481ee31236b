"""Adding a site to the portfolio."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.common.scope import Scope, scoped
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.writing import EDITABLE, differences, next_site_number, place, save
from townsite.sites.errors import SiteNumberTaken
from townsite.sites.models import Site
from townsite.sites.types import CATALOGUE


@transaction.atomic
def create_site(*, values: dict[str, Any], by: Actor, at: datetime, reason: str = "") -> Site:
    """The new site, a draft with the defaults of its type and, if none was given, the next number.

    `values` are fields of `Site` by name. Raises Invalid with every problem by field, and
    SiteNumberTaken when the number belongs to another site, now or formerly.
    """
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise Invalid(f"These fields cannot be set here: {', '.join(unknown)}.")
    kind = CATALOGUE.get(values.get("facility_type", ""))
    site = Site(**{**(kind.defaults if kind else {}), **values})
    site.number = _reserved(site.number)
    site.created_by_id, site.created_at = by.pk, at
    place(site, given=site.location is not None)
    blank = dict.fromkeys(EDITABLE)
    _insert(site, at)
    follow_facets(site_ids=[site.pk], by=by, at=at, reason=reason)
    changes = {name: pair for name, pair in differences(blank, site).items() if pair[1] != ""}
    record_event(EventType.SITE_CREATED, target=site, by=by, at=at, reason=reason, changes=changes)
    return site


def _insert(site: Site, at: datetime) -> None:
    try:
        with transaction.atomic():
            save(site, at=at, adding=True)
    except IntegrityError as error:
        # Somebody took the same number between our look and our write.
        words = f"Number {site.number} was taken this moment. Leave the field empty."
        if "number" not in str(error):
            raise
        raise SiteNumberTaken(words, fields={"number": [words]}) from None


def _reserved(wanted: str) -> str:
    """The number wanted, or the next one free; a site out of scope holds its number as well."""
    number = wanted.strip()
    with scoped(Scope.system("reserving a site number")):
        if not number:
            return next_site_number()
        number = number.zfill(4)
        if Site.objects.filter(number=number).exists():
            words = (
                f"Number {number} belongs to another site. Numbers are never used again; "
                "leave the field empty to take the next free one."
            )
            raise SiteNumberTaken(words, fields={"number": [words]})
    return number
