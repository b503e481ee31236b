"""From a run of the placement to choices: the best of each site, and whether one may stand."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from townsite.common.errors import Conflict, NotFound
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.proposals import propose

SAID = 5


class Choice(NamedTuple):
    """A site and the territory chosen for it, by number and code."""

    site: str
    territory: str
    is_best: bool


def best_choices(
    site_ids: Collection[UUID],
    *,
    at: datetime,
    with_warnings: bool = False,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> list[Choice]:
    """The best territory of each site in the hierarchy, each counted before the next is judged.

    A site that no territory is fit for is left out, and one whose best territory has a warning,
    unless `with_warnings`.
    """
    run = propose(site_ids, at=at, shown=1, is_filling=True, hierarchy_id=hierarchy_id)
    return [
        Choice(result.site.number, result.best.territory.code, is_best=True)
        for result in run.results
        if result.best and (with_warnings or not result.best.warnings)
    ]


def checked_choices(
    choices: Mapping[UUID, UUID], *, at: datetime, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> list[Choice]:
    """The choices (site id to territory id) of one hierarchy by number and code.

    Raises NotFound for a site or territory out of reach, Conflict with the rules that rule one out.
    """
    run = propose(list(choices), at=at, keep=choices, is_filling=True, hierarchy_id=hierarchy_id)
    found, refused = [], []
    for result in run.results:
        proposal = result.of(choices[result.site.id])
        if proposal is None:
            raise NotFound(f"The territory chosen for {result.site.number} takes no sites (R-09).")
        code = proposal.territory.code
        blocks = [each.rule for each in proposal.objections if each.severity == "block"]
        if blocks:
            refused.append(f"{result.site.number} in {code} ({', '.join(blocks)})")
        found.append(Choice(result.site.number, code, proposal is result.best))
    if missing := len(choices) - len(run.results):
        raise NotFound(f"{missing} of these sites are not within your reach.")
    if refused:
        raise Conflict(
            f"Ruled out: {'; '.join(refused[:SAID])}"
            f"{f' and {len(refused) - SAID} more' if len(refused) > SAID else ''}. "
            "Choose other territories, or make a named exception first (R-12)."
        )
    return found
