"""Computing complexity and revenue class anew, for all sites or some."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from townsite.audit.actions import Draft, record_events
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.policies.queries import policies_at
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.models import Site
from townsite.sites.quality import refresh_quality
from townsite.sites.scoring.stored import POLICIES, Scores, in_batches, scored_sites, with_scores

# Derived values leave the version alone, as quality does: nobody's edit conflicts with them, and
# an import can still be undone after a night.
_UPDATE = """
UPDATE sites_site s SET complexity = new.complexity, revenue_class = new.revenue_class
FROM unnest(%s::uuid[], %s::smallint[], %s::text[]) AS new (id, complexity, revenue_class)
WHERE s.id = new.id
"""


def count_to_rescore(site_ids: Sequence[UUID] | None = None) -> int:
    """How many sites a run will look at."""
    return scored_sites(site_ids).count()


@transaction.atomic
def rescore_sites(
    *,
    by: Actor,
    at: datetime,
    site_ids: Sequence[UUID] | None = None,
    after_batch: Callable[[int], None] | None = None,
) -> int:
    """How many sites got another complexity or revenue class; each change is an event.

    Facets that were written in bulk by SQL, past the actions, begin their dated rows now.

    `after_batch(count)` is called between batches, for progress. Tiers are not touched: they are
    decided by people (R-24).
    """
    policies = policies_at(at, keys=POLICIES)
    changed = 0
    for batch in in_batches(scored_sites(site_ids)):
        found = [(site, scores) for site, scores, _ in with_scores(batch, policies)]
        keys = [site.pk for site in batch]
        follow_facets(site_ids=keys, by=by, at=at)
        # Health ages by itself: documents expire, and policies change.
        refresh_quality(keys, at=at)
        changed += _write([pair for pair in found if differs(*pair)], by, at)
        if after_batch:
            after_batch(len(batch))
    return changed


def differs(site: Site, scores: Scores) -> bool:
    """Whether what is stored is not what the cards say."""
    return (site.complexity, site.revenue_class) != (scores.complexity, scores.revenue_class)


def _write(changes: list[tuple[Site, Scores]], by: Actor, at: datetime) -> int:
    if not changes:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE,
            [
                [site.pk for site, _ in changes],
                [scores.complexity for _, scores in changes],
                [scores.revenue_class for _, scores in changes],
            ],
        )
    record_events(_event(site, scores, by, at) for site, scores in changes if was_scored(site))
    return len(changes)


def was_scored(site: Site) -> bool:
    """Whether it had scores before: the first ones of an imported site are no news."""
    return site.complexity is not None or site.revenue_class != ""


def _event(site: Site, scores: Scores, by: Actor, at: datetime) -> Draft:
    pairs: dict[str, list[Any]] = {
        "complexity": [site.complexity, scores.complexity],
        "revenue_class": [site.revenue_class, scores.revenue_class],
    }
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return Draft(EventType.SITE_SCORED, target=site, by=by, at=at, changes=changes)
