"""Relating sites to each other."""

from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid, NotFound
from townsite.sites.actions.locking import locked_site
from townsite.sites.choices import RelationshipKind
from townsite.sites.errors import RelationshipRefused
from townsite.sites.models import Site, SiteRelationship
from townsite.sites.queries.relationships import parent_chain, shared_percent

# These read the same from either side, so one row stands for both.
SYMMETRIC = (RelationshipKind.SIBLING, RelationshipKind.SAME_OWNER)
# Chains that must not close: a site above itself, or older than itself.
DIRECTED = (RelationshipKind.PARENT, RelationshipKind.PREDECESSOR)
WHOLE = Decimal(100)


@transaction.atomic
def relate_sites(
    *,
    site: Site,
    other: Site,
    kind: str,
    by: Actor,
    at: datetime,
    share_percent: Decimal | None = None,
    note: str = "",
    reason: str = "",
) -> SiteRelationship:
    """`site` is now parent of, shares parking with, … `other`.

    Raises RelationshipRefused when a chain of parents or predecessors would close, naming it, and
    when more than all of the site's parking would be shared.
    """
    _check(site, other, kind, share_percent)
    _one_at_a_time(kind)
    locked = locked_site(site)
    _refuse_known(locked, other, kind)
    if kind in DIRECTED:
        _refuse_cycle(locked, other, kind)
    if share_percent is not None:
        _refuse_oversharing(locked, share_percent)
    relationship = SiteRelationship(
        site=locked, other=other, kind=kind, share_percent=share_percent, note=note.strip()
    )
    relationship.save(force_insert=True)
    _record(EventType.SITE_RELATED, relationship, by=by, at=at, reason=reason)
    return relationship


@transaction.atomic
def end_relationship(
    *, relationship: SiteRelationship, by: Actor, at: datetime, reason: str
) -> None:
    """Ends a relationship; both sites' timelines tell of it, and the row history keeps it."""
    if not reason.strip():
        raise Invalid("Say why this relationship ends.", fields={"reason": ["Say why."]})
    locked_site(relationship.site)
    row = SiteRelationship.objects.select_for_update(of=("self",)).filter(pk=relationship.pk)
    found = row.select_related("site", "other").first()
    if found is None:
        raise NotFound("This relationship has ended already.")
    _record(EventType.SITE_UNRELATED, found, by=by, at=at, reason=reason)
    found.delete()


def _check(site: Site, other: Site, kind: str, share_percent: Decimal | None) -> None:
    if kind not in RelationshipKind.values:
        raise Invalid(f"“{kind}” is no relationship. Use one of {', '.join(RelationshipKind)}.")
    if site.pk == other.pk:
        raise Invalid(
            "A site has no relationship to itself.", fields={"other": ["Choose another."]}
        )
    if share_percent is None:
        return
    if kind != RelationshipKind.SHARED_PARKING:
        words = "Only shared parking has a percentage."
        raise Invalid(words, fields={"share_percent": [words]})
    if not 0 < share_percent <= WHOLE:
        words = f"{share_percent}% is no share. Give more than 0 and at most 100."
        raise Invalid(words, fields={"share_percent": [words]})


def _one_at_a_time(kind: str) -> None:
    """Two people who each add half of a cycle would not see each other's half."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('townsite relationship'), hashtext(%s))", [kind]
        )


def _refuse_known(site: Site, other: Site, kind: str) -> None:
    known = SiteRelationship.objects.filter(kind=kind)
    if known.filter(site=site, other=other).exists() or (
        kind in SYMMETRIC and known.filter(site=other, other=site).exists()
    ):
        label = RelationshipKind(kind).label.lower()
        raise Conflict(f"{site} is already recorded as {label} {other}.")


def _refuse_cycle(site: Site, other: Site, kind: str) -> None:
    chain = parent_chain(below=site, above=other, kind=kind)
    if not chain:
        return
    link = RelationshipKind(kind).label.lower()
    told = f" is {link} ".join(chain)
    raise RelationshipRefused(
        f"{site.number} cannot be {link} {other.number}: {told} already. End one of these first."
    )


def _refuse_oversharing(site: Site, share_percent: Decimal) -> None:
    given = shared_percent(site)
    if given + share_percent > WHOLE:
        raise RelationshipRefused(
            f"{site} already shares {given.normalize():f}% of its parking; {share_percent}% more "
            f"would be {(given + share_percent).normalize():f}%. At most "
            f"{(WHOLE - given).normalize():f}% is left."
        )


def _record(
    event_type: EventType, row: SiteRelationship, *, by: Actor, at: datetime, reason: str
) -> None:
    """One event for each of the two sites, so that both timelines show it."""
    share = f" ({row.share_percent}%)" if row.share_percent else ""
    words = f"{row.get_kind_display().lower()} {row.other}{share}"
    pair = [None, words] if event_type == EventType.SITE_RELATED else [words, None]
    inverse = [
        each and f"{row.site} is {row.get_kind_display().lower()} this site" for each in pair
    ]
    for target, change in ((row.site, pair), (row.other, inverse)):
        record_event(
            event_type, target=target, by=by, at=at, reason=reason, changes={"relationship": change}
        )
