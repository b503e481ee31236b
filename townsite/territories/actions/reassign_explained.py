"""Assigning sites with the explanation of each: what the rules of placement say to it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from townsite.common.actors import Actor
from townsite.territories.actions.assign_sites import reassign_sites
from townsite.territories.actions.explained import Explained
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy
from townsite.territories.placement.explanation import explanation, policy_versions
from townsite.territories.placement.proposals import Proposal, SiteProposals, propose

EXPLAINED_AT_ONCE = 5_000
WITH_RUNNER_UP = 2


@transaction.atomic
def reassign_explained(
    *,
    targets: Mapping[UUID, UUID | None],
    by: Actor,
    at: datetime,
    reason: str = "",
    decided_by: str = "",
    hierarchy: Hierarchy | None = None,
) -> int:
    """How many sites moved in the hierarchy (the main one), each to its own territory or to none.

    People decided, by approval or by right, so no rule refuses; what the rules say against a choice
    stands in its explanation, with `decided_by` (else `by`) as the person. A territory that
    placement does not consider, such as a region, takes sites without one.
    """
    label, tree = decided_by or by.actor_label, hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID
    told = [each for some in _some(targets) for each in _explained(some, tree, at=at, by=label)]
    return reassign_sites(
        targets=targets, by=by, at=at, reason=reason, hierarchy=hierarchy, explained=told
    )


def _some(targets: Mapping[UUID, UUID | None]) -> Iterator[dict[UUID, UUID]]:
    """The sites that go somewhere, so many at a time that memory stays flat."""
    going = [(key, target) for key, target in targets.items() if target is not None]
    for start in range(0, len(going), EXPLAINED_AT_ONCE):
        yield dict(going[start : start + EXPLAINED_AT_ONCE])


def _explained(
    choices: Mapping[UUID, UUID], hierarchy_id: UUID, *, at: datetime, by: str
) -> list[Explained]:
    run = propose(
        list(choices), at=at, shown=WITH_RUNNER_UP, keep=choices, hierarchy_id=hierarchy_id
    )
    versions: dict[UUID, bytes] = {}
    told = []
    for result in run.results:
        proposal = result.of(choices[result.site.id])
        if proposal is None:
            continue
        key = proposal.territory.id
        if key not in versions:
            versions[key] = orjson.dumps(policy_versions(run.candidates, proposal))
        told.append(_told(result, proposal, versions[key], by=by))
    return told


def _told(result: SiteProposals, proposal: Proposal, versions: bytes, *, by: str) -> Explained:
    breakdown = orjson.dumps(explanation(result, proposal, by=by))
    return Explained(result.site.id, min(1.0, round(proposal.score, 6)), breakdown, versions)
