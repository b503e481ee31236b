"""Score cards against the sites as they are stored: what is computed, what differs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from townsite.policies.contexts import contexts_for
from townsite.policies.queries import policies_at
from townsite.policies.registry import KEYS
from townsite.policies.resolution import PolicyContext, PolicySnapshot
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site
from townsite.sites.scoring.complexity import complexity_card
from townsite.sites.scoring.facts import COLUMNS, facts_of
from townsite.sites.scoring.revenue import revenue_verdict
from townsite.sites.scoring.standards import Standards
from townsite.sites.scoring.tier import tier_proposal

BATCH = 2_000
# The policies that the cards read.
POLICIES = [key for key in KEYS if key.startswith(("score.", "revenue."))]
STORED = ("complexity", "complexity_override_reason", "revenue_class", "tier")
READ = ("id", "number", "name", "territory_id", "territory_path", *COLUMNS, *STORED)


@dataclass(frozen=True)
class Scores:
    """What the cards say about one site; the tier is a proposal."""

    complexity: int | None
    revenue_class: str
    proposed_tier: str


def contexts_of(sites: Iterable[Site]) -> list[PolicyContext]:
    """Where policies are asked for each site; the tree is read once."""
    return contexts_for((str(site.pk), site.territory_path or "") for site in sites)


def standards_of(site: Site, *, at: datetime) -> Standards:
    """The policies as this site sees them."""
    [context] = contexts_of([site])
    return Standards(policies_at(at, keys=POLICIES), context)


def scores_of(site: Site, standards: Standards) -> Scores:
    """What the cards say. An overridden complexity stays, and tiers rest on it."""
    facts = facts_of(site)
    complexity = site.complexity
    if not site.complexity_override_reason:
        complexity = complexity_card(facts, standards).score
    return Scores(
        complexity,
        revenue_verdict(facts, standards).value,
        tier_proposal(facts, complexity, standards).tier,
    )


def score(site: Site, *, at: datetime) -> None:
    """Puts complexity and revenue class on the site; the caller saves it."""
    scores = scores_of(site, standards_of(site, at=at))
    site.complexity, site.revenue_class = scores.complexity, scores.revenue_class


def scored_sites(ids: Sequence[UUID] | None = None) -> QuerySet[Site]:
    """The sites that have scores: all in scope that were not merged away."""
    sites = Site.objects.exclude(status=SiteStatus.MERGED).order_by("id").only(*READ)
    return sites if ids is None else sites.filter(pk__in=ids)


def in_batches(sites: QuerySet[Site], *, limit: int | None = None) -> Iterator[list[Site]]:
    """The sites, some at a time, by key: memory stays flat however many there are."""
    last: Any = None
    left = limit
    while left is None or left > 0:
        rest = sites if last is None else sites.filter(pk__gt=last)
        batch = list(rest[: BATCH if left is None else min(BATCH, left)])
        if not batch:
            return
        yield batch
        last = batch[-1].pk
        left = None if left is None else left - len(batch)


def with_scores(
    sites: Sequence[Site], policies: PolicySnapshot
) -> Iterator[tuple[Site, Scores, PolicyContext]]:
    """Each site with what the cards say under these policies."""
    for site, context in zip(sites, contexts_of(sites), strict=True):
        yield site, scores_of(site, Standards(policies, context)), context
