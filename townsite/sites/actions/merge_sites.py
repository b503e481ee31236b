"""Merging a duplicate into the site that stays (R-28)."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.sites.actions.writing import save
from townsite.sites.choices import SiteStatus
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Document, ExternalId, Site, SiteContact, SiteRelationship


@transaction.atomic
def merge_sites(*, duplicate: Site, into: Site, by: Actor, at: datetime, reason: str) -> Site:
    """The site that stays, with the contacts, documents, relationships and keys of both.

    The duplicate keeps its number, gets status merged and points to the survivor; numbers are
    never used again. Raises Invalid without a reason or for one site twice, WrongStatus when
    either was merged before.
    """
    if duplicate.pk == into.pk:
        raise Invalid(f"Site {into.number} cannot be merged into itself. Choose another site.")
    if not reason.strip():
        raise Invalid("Say why these are one site.", fields={"reason": ["Say why."]})
    # Locked in the order of their keys, so that two merges cannot wait for each other.
    pair = Site.objects.select_for_update(of=("self",)).filter(pk__in=[duplicate.pk, into.pk])
    locked = {site.pk: site for site in pair.order_by("pk")}
    gone, kept = locked[duplicate.pk], locked[into.pk]
    for site in (gone, kept):
        if site.status == SiteStatus.MERGED:
            raise WrongStatus(f"Site {site.number} was already merged. Choose its survivor.")
    moved = _move_belongings(gone, kept)
    Site.objects.filter(merged_into=gone).update(merged_into=kept)
    before = gone.status
    gone.status, gone.merged_into = SiteStatus.MERGED, kept
    save(gone, at=at, adding=False)
    save(kept, at=at, adding=False)
    record_event(
        EventType.SITE_MERGED,
        target=gone,
        by=by,
        at=at,
        reason=reason,
        changes={"status": [before, SiteStatus.MERGED], "merged_into": [None, kept.number]},
    )
    record_event(
        EventType.SITE_MERGED,
        target=kept,
        by=by,
        at=at,
        reason=reason,
        changes={**moved, "merged": [None, gone.number]},
    )
    return kept


def _move_belongings(gone: Site, kept: Site) -> dict[str, list[int]]:
    """How many of each were moved; what the survivor already has stays where it was."""
    held = SiteContact.objects.filter(site=kept).values_list("contact_id", "role")
    taken = set(held)
    has_primary = any(role == "primary" for _, role in taken)
    links = [
        link.pk
        for link in SiteContact.objects.filter(site=gone)
        if (link.contact_id, link.role) not in taken
        and not (link.role == "primary" and has_primary)
    ]
    systems = ExternalId.objects.filter(site=kept).values("system")
    titles = Document.objects.filter(site=kept).values_list("type", "title")
    documents = [
        each.pk
        for each in Document.objects.filter(site=gone)
        if (each.type, each.title) not in set(titles)
    ]
    moved = {
        "contacts": SiteContact.objects.filter(pk__in=links).update(site=kept),
        "external_ids": ExternalId.objects.filter(site=gone)
        .exclude(system__in=systems)
        .update(site=kept),
        "documents": Document.objects.filter(pk__in=documents).update(site=kept),
        "relationships": _move_relationships(gone, kept),
    }
    return {name: [0, count] for name, count in moved.items() if count}


def _move_relationships(gone: Site, kept: Site) -> int:
    between = SiteRelationship.objects.filter(site__in=[gone, kept], other__in=[gone, kept])
    between.delete()
    count = 0
    for column, opposite in (("site", "other"), ("other", "site")):
        mine = SiteRelationship.objects.filter(**{column: kept})
        known = set(mine.values_list(f"{opposite}_id", "kind"))
        moving = [
            each.pk
            for each in SiteRelationship.objects.filter(**{column: gone})
            if (getattr(each, f"{opposite}_id"), each.kind) not in known
        ]
        count += SiteRelationship.objects.filter(pk__in=moving).update(**{column: kept})
    return count
