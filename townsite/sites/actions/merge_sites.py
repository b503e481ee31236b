"""Merging a duplicate into the site that stays (R-28)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.sites.actions.locking import locked_site
from townsite.sites.actions.update_site import update_site
from townsite.sites.actions.writing import save
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Document, ExternalId, Site, SiteContact, SiteRelationship
from townsite.sites.queries.merging import merge_plan


@transaction.atomic
def merge_sites(
    *,
    duplicate: Site,
    into: Site,
    by: Actor,
    at: datetime,
    reason: str,
    values: dict[str, Any] | None = None,
) -> Site:
    """The site that stays, with the contacts, documents, relationships and keys of both.

    `values` are the fields chosen from the duplicate; `queries.merging` says beforehand what moves.
    The duplicate keeps its number, gets status merged and points to the survivor; numbers are
    never used again. Raises Invalid without a reason or for one site twice, WrongStatus when
    either was merged before, Forbidden when either may not be changed.
    """
    if duplicate.pk == into.pk:
        raise Invalid(f"Site {into.number} cannot be merged into itself. Choose another site.")
    if not reason.strip():
        raise Invalid("Say why these are one site.", fields={"reason": ["Say why."]})
    # Locked in the order of their keys, so that two merges cannot wait for each other.
    locked = {site.pk: locked_site(site) for site in sorted((duplicate, into), key=_key)}
    gone, kept = locked[duplicate.pk], locked[into.pk]
    if values:
        kept = update_site(site=kept, values=values, by=by, at=at, reason=reason)
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


def _key(site: Site) -> UUID:
    return site.pk


def _move_belongings(gone: Site, kept: Site) -> dict[str, list[int]]:
    """How many of each were moved; what the survivor has the like of stays where it was."""
    plan = merge_plan(gone=gone, kept=kept)
    rows: list[SiteContact | Document | ExternalId] = [*plan.contacts.moving]
    rows += [*plan.documents.moving, *plan.external_ids.moving]
    for row in rows:
        row.site = kept
        row.save(update_fields=["site"])
    for relation in plan.relationships.moving:
        relation.site = kept if relation.site_id == gone.pk else relation.site
        relation.other = kept if relation.other_id == gone.pk else relation.other
        relation.save(update_fields=["site", "other"])
    _end_relations_between(gone, kept)
    return {kind.label.replace(" ", "_"): [0, len(kind.moving)] for kind in plan if kind.moving}


def _end_relations_between(gone: Site, kept: Site) -> None:
    """A site has no relationship to itself."""
    pair = [gone, kept]
    SiteRelationship.objects.filter(site__in=pair, other__in=pair).delete()
