"""Placing sites with the explanation of each; the one place where placement assigns."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from townsite.common.actors import Actor
from townsite.common.errors import Conflict, NotFound
from townsite.territories.actions.assign_sites import assign_sites, refuse_others
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory
from townsite.territories.placement.explanation import explanation, policy_versions
from townsite.territories.placement.proposals import Proposal, Run, SiteProposals, propose

SAID = 5
_EXPLAIN = """
UPDATE territories_assignment a
SET score = given.score, breakdown = given.breakdown, policy_versions = given.versions
FROM unnest(%(sites)s::uuid[], %(scores)s::float8[], %(breakdowns)s::jsonb[],
            %(versions)s::jsonb[]) AS given(site_id, score, breakdown, versions)
WHERE a.site_id = given.site_id AND a.kind = 'primary' AND a.hierarchy_id = %(hierarchy)s
  AND lower(a.valid_during) = %(at)s
"""


@transaction.atomic
def place_sites(*, choices: Mapping[UUID, UUID], by: Actor, at: datetime, reason: str = "") -> int:
    """How many sites moved to the territory chosen for them (site id to territory id).

    All territories are of one hierarchy; OtherHierarchy names those that are not. Each assignment keeps its score, breakdown and policy versions. Raises NotFound for a site or
    territory out of reach, Conflict where a rule rules a choice out; then nothing is written.
    """
    territories = list(Territory.objects.filter(pk__in=set(choices.values())))
    hierarchy = territories[0].hierarchy if territories else None
    refuse_others(territories, hierarchy)
    hierarchy_id = hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID
    run = propose(list(choices), at=at, keep=choices, is_filling=True, hierarchy_id=hierarchy_id)
    chosen = _chosen(run, choices)
    return _assign(run, chosen, by=by, at=at, reason=reason)


@transaction.atomic
def place_by_proposal(
    *,
    site_ids: Collection[UUID],
    by: Actor,
    at: datetime,
    with_warnings: bool = False,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> tuple[int, int]:
    """How many sites went to their best territory in the hierarchy, and how many stayed because none is fit.

    A site whose best territory has a warning stays too, unless `with_warnings`.
    """
    run = propose(site_ids, at=at, is_filling=True, hierarchy_id=hierarchy_id)
    chosen = [
        (result, result.best)
        for result in run.results
        if result.best and (with_warnings or not result.best.warnings)
    ]
    moved = _assign(run, chosen, by=by, at=at, reason="Placed by the rules of placement")
    return moved, len(run.results) - len(chosen)


def _chosen(run: Run, choices: Mapping[UUID, UUID]) -> list[tuple[SiteProposals, Proposal]]:
    found, refused = [], []
    for result in run.results:
        proposal = result.of(choices[result.site.id])
        if proposal is None:
            raise NotFound(f"The territory chosen for {result.site.number} takes no sites (R-09).")
        blocks = [each.rule for each in proposal.objections if each.severity == "block"]
        if blocks:
            why = f"{result.site.number} in {proposal.territory.code} ({', '.join(blocks)})"
            refused.append(why)
        found.append((result, proposal))
    if missing := len(choices) - len(run.results):
        raise NotFound(f"{missing} of these sites are not within your reach.")
    if refused:
        raise Conflict(
            f"Ruled out: {'; '.join(refused[:SAID])}"
            f"{f' and {len(refused) - SAID} more' if len(refused) > SAID else ''}. "
            "Choose other territories, or make a named exception first (R-12)."
        )
    return found


def _assign(
    run: Run,
    chosen: list[tuple[SiteProposals, Proposal]],
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> int:
    groups: dict[UUID, list[UUID]] = defaultdict(list)
    for result, proposal in chosen:
        groups[proposal.territory.id].append(result.site.id)
    territories = Territory.objects.in_bulk(list(groups))
    moved = sum(
        assign_sites(site_ids=ids, territory=territories[key], by=by, at=at, reason=reason)
        for key, ids in groups.items()
    )
    values: dict[str, Any] = {
        "at": at,
        "hierarchy": run.candidates.hierarchy_id,
        "sites": [result.site.id for result, _ in chosen],
        "scores": [min(1.0, round(proposal.score, 6)) for _, proposal in chosen],
        "breakdowns": [
            json.dumps(explanation(result, proposal, by=by.actor_label))
            for result, proposal in chosen
        ],
        "versions": [json.dumps(policy_versions(run.candidates, p)) for _, p in chosen],
    }
    with connection.cursor() as cursor:
        cursor.execute(_EXPLAIN, values)
    return moved
