"""Placing sites with the explanation of each; the one place where placement assigns."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from townsite.common.actors import Actor
from townsite.common.errors import Conflict, NotFound
from townsite.territories.actions.assign_sites import (
    assign_sites,
    reassign_sites,
    refuse_others,
)
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory
from townsite.territories.placement.explanation import explanation, policy_versions
from townsite.territories.placement.proposals import Proposal, Run, SiteProposals, propose

SAID = 5
EXPLAINED_AT_ONCE = 5_000
WITH_RUNNER_UP = 2
_EXPLAIN = """
UPDATE territories_assignment a
SET score = given.score, breakdown = given.breakdown, policy_versions = given.versions
FROM unnest(%(sites)s::uuid[], %(scores)s::float8[], %(breakdowns)s::jsonb[],
            %(versions)s::jsonb[]) AS given(site_id, score, breakdown, versions)
WHERE a.site_id = given.site_id AND a.kind = 'primary' AND a.hierarchy_id = %(hierarchy)s
  AND lower(a.valid_during) = %(at)s
"""


class Told(NamedTuple):
    """The explanation of one assignment, as it is stored."""

    site_id: UUID
    score: float
    breakdown: str
    versions: str


@transaction.atomic
def place_sites(*, choices: Mapping[UUID, UUID], by: Actor, at: datetime, reason: str = "") -> int:
    """How many sites moved to the territory chosen for them (site id to territory id).

    All territories are of one hierarchy; OtherHierarchy names those that are not. Each assignment
    keeps its score, breakdown and policy versions. Raises NotFound for a site or territory out of
    reach, Conflict where a rule rules a choice out; then nothing is written.
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


@transaction.atomic
def reassign_explained(
    *,
    targets: Mapping[UUID, UUID | None],
    by: Actor,
    at: datetime,
    reason: str = "",
    decided_by: str = "",
) -> int:
    """How many sites moved in the main hierarchy, each to its own territory or to none, explained.

    People decided, by approval or by right, so no rule refuses; what the rules say against a choice
    stands in its explanation, with `decided_by` (else `by`) as the person. A territory that
    placement does not consider, such as a region, takes sites without one.
    """
    label = decided_by or by.actor_label
    told = [each for some in _some(targets) for each in _explained(some, at=at, by=label)]
    moved = reassign_sites(targets=targets, by=by, at=at, reason=reason)
    _keep(told, MAIN_HIERARCHY_ID, at=at)
    return moved


def _some(targets: Mapping[UUID, UUID | None]) -> Iterator[dict[UUID, UUID]]:
    """The sites that go somewhere, so many at a time that memory stays flat."""
    going = [(key, target) for key, target in targets.items() if target is not None]
    for start in range(0, len(going), EXPLAINED_AT_ONCE):
        yield dict(going[start : start + EXPLAINED_AT_ONCE])


def _explained(choices: Mapping[UUID, UUID], *, at: datetime, by: str) -> list[Told]:
    run = propose(list(choices), at=at, shown=WITH_RUNNER_UP, keep=choices)
    versions: dict[UUID, str] = {}
    told = []
    for result in run.results:
        proposal = result.of(choices[result.site.id])
        if proposal is None:
            continue
        key = proposal.territory.id
        if key not in versions:
            versions[key] = json.dumps(policy_versions(run.candidates, proposal))
        told.append(_told(result, proposal, versions[key], by=by))
    return told


def _told(result: SiteProposals, proposal: Proposal, versions: str, *, by: str) -> Told:
    breakdown = json.dumps(explanation(result, proposal, by=by))
    return Told(result.site.id, min(1.0, round(proposal.score, 6)), breakdown, versions)


def _keep(told: Collection[Told], hierarchy_id: UUID, *, at: datetime) -> None:
    """Puts the explanations on the assignments that began at `at`."""
    values: dict[str, Any] = {
        "at": at,
        "hierarchy": hierarchy_id,
        "sites": [each.site_id for each in told],
        "scores": [each.score for each in told],
        "breakdowns": [each.breakdown for each in told],
        "versions": [each.versions for each in told],
    }
    with connection.cursor() as cursor:
        cursor.execute(_EXPLAIN, values)


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
    _keep(
        [
            _told(result, p, json.dumps(policy_versions(run.candidates, p)), by=by.actor_label)
            for result, p in chosen
        ],
        run.candidates.hierarchy_id,
        at=at,
    )
    return moved
