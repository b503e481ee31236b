"""What a proposed policy would do to placement: whose proposal changes, who becomes unfit."""

from uuid import UUID

from django.db import connection

from townsite.policies.dry_runs import Change, Finding, Proposal, register_dry_run
from townsite.policies.resolution import PolicySnapshot
from townsite.territories.placement.asked_sites import unassigned_ids
from townsite.territories.placement.proposals import SiteProposals, propose

EXAMINED = 1_000  # of the waiting and of the assigned sites each: more would keep the page waiting
SHOWN = 25
_ASSIGNED = """
SELECT id, territory_id FROM sites_site
WHERE territory_id IS NOT NULL AND status IN ('pending', 'active', 'suspended')
ORDER BY id LIMIT %s
"""


def register() -> None:
    """Tells the policies who to ask; called once, when the program starts."""
    register_dry_run("placement.", placed_differently)
    register_dry_run("reach.", placed_differently)


def placed_differently(
    proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot
) -> Finding:
    """Waiting sites with another first proposal, and assigned ones newly ruled out (C-22)."""
    waiting = unassigned_ids(limit=EXAMINED)
    assigned = _assigned()
    ids = [*waiting, *assigned]
    old, new = (
        propose(ids, at=after.at, policies=each, keep=assigned, shown=1).results
        for each in (before, after)
    )
    changes = [
        Change(one.site.name, words[0], words[1], one.site.number)
        for one, other in zip(old, new, strict=True)
        if (words := (_words(one, assigned), _words(other, assigned)))[0] != words[1]
    ]
    unfit = sum(change.after == "ruled out" for change in changes)
    summary = (
        f"{len(changes) - unfit} sites would be proposed or judged differently, "
        f"{unfit} present assignments would be ruled out."
    )
    is_cut = EXAMINED in (len(waiting), len(assigned))
    note = f"Only the first {EXAMINED:,} waiting and assigned sites were looked at."
    return Finding(
        summary, len(changes), len(ids), tuple(changes[:SHOWN]), unfit > 0, note if is_cut else ""
    )


def _assigned() -> dict[UUID, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGNED, [EXAMINED])
        return dict(cursor.fetchall())


def _words(result: SiteProposals, assigned: dict[UUID, UUID]) -> str:
    """The proposal of a waiting site; whether an assigned one may stay."""
    if result.site.id not in assigned:
        return result.best.territory.code if result.best else "no fit territory"
    present = result.of(assigned[result.site.id])
    if present is None:
        return "not a lowest territory"
    return "allowed" if present.is_eligible else "ruled out"
