"""Remembering which sites may be one, and what people decided about it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid, NotFound
from townsite.common.scope import Scope, scoped
from townsite.sites.choices import SiteStatus
from townsite.sites.duplicates import Match, facts_of, likely_duplicates_of, thresholds
from townsite.sites.models import Site, SuspectedDuplicate


@transaction.atomic
def refresh_suspicions(*, site_ids: Sequence[UUID], at: datetime) -> int:
    """How many likely duplicates these sites have now; pairs that no longer look alike go.

    Compares with the whole portfolio whatever the caller's scope, so that a site entered twice by
    two territories is noticed by whoever sees both. Dismissed pairs stay dismissed.
    """
    with scoped(Scope.system("looking for duplicates")):
        sites = list(Site.objects.filter(pk__in=site_ids).exclude(status=SiteStatus.MERGED))
        matches = likely_duplicates_of([facts_of(site) for site in sites], limits=thresholds(at=at))
        pairs: dict[tuple[UUID, UUID], Match] = {}
        for site, found in zip(sites, matches, strict=True):
            pairs.update({_ordered(site.pk, match): match for match in found})
        _forget(site_ids, keeping=set(pairs))
        SuspectedDuplicate.objects.bulk_create(
            [_row(pair, match, at) for pair, match in pairs.items()],
            update_conflicts=True,
            unique_fields=["site", "other"],
            update_fields=["score", "parts", "found_at"],
            batch_size=1_000,
        )
    return len(pairs)


@transaction.atomic
def dismiss_suspicion(
    *, suspicion: SuspectedDuplicate, by: Actor, at: datetime, reason: str
) -> SuspectedDuplicate:
    """The pair, no longer listed: two sites that only look alike. Raises Invalid without reason."""
    if not reason.strip():
        raise Invalid("Say why these are two sites.", fields={"reason": ["Say why."]})
    row = SuspectedDuplicate.objects.select_for_update(of=("self",)).filter(pk=suspicion.pk)
    locked = row.select_related("site", "other").first()
    if locked is None:
        raise NotFound("This pair is no longer among those that you may change.")
    if locked.dismissed_at is not None:
        raise Conflict(f"{locked} were already found to be two sites.")
    locked.dismissed_at = at
    locked.dismissed_by_label = by.actor_label[:200]
    locked.dismissed_reason = reason.strip()
    locked.save(update_fields=["dismissed_at", "dismissed_by_label", "dismissed_reason"])
    for site, other in ((locked.site, locked.other), (locked.other, locked.site)):
        changes = {"duplicate_of": [other.number, None]}
        record_event(
            EventType.DUPLICATE_DISMISSED, target=site, by=by, at=at, reason=reason, changes=changes
        )
    return locked


def _ordered(key: UUID, match: Match) -> tuple[UUID, UUID]:
    other = match.facts.key
    assert other is not None  # noqa: S101 - candidates come from the table
    return (key, other) if key < other else (other, key)


def _row(pair: tuple[UUID, UUID], match: Match, at: datetime) -> SuspectedDuplicate:
    return SuspectedDuplicate(
        site_id=pair[0],
        other_id=pair[1],
        score=match.similarity.score,
        parts=[
            {"what": part.what, "percent": round(100 * part.likeness), "words": part.words}
            for part in match.similarity.parts
        ],
        found_at=at,
    )


def _forget(site_ids: Sequence[UUID], *, keeping: set[tuple[UUID, UUID]]) -> None:
    ours = Q(site__in=site_ids) | Q(other__in=site_ids)
    rows = SuspectedDuplicate.objects.filter(ours, dismissed_at=None)
    gone = [key for key, *pair in rows.values_list("pk", "site_id", "other_id")
            if tuple(pair) not in keeping]  # fmt: skip
    SuspectedDuplicate.objects.filter(pk__in=gone).delete()
