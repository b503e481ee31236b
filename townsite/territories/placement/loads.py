"""What each territory carries: sites, weighted load, revenue; one statement for all of them."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from townsite.policies.choices import ScopeKind
from townsite.policies.resolution import PolicySnapshot
from townsite.sites.models import Site
from townsite.sites.scoring import Standards, capacity_weight, facts_of
from townsite.sites.scoring.stored import contexts_of
from townsite.territories.placement.rules import Rules
from townsite.territories.placement.travel import Floats
from townsite.territories.policy_effects import WORKED

WEIGHING = ("capacity.site_weights", "score.high_complexity")
_LOADS = """
SELECT w.territory_id, sum(w.sites),
       sum(w.sites * CASE WHEN w.complexity >= p.high THEN p.heavy ELSE p.plain END),
       sum(w.revenue_cents)
FROM territories_workedsites w
JOIN unnest(%s::uuid[], %s::float8[], %s::float8[], %s::float8[]) AS p(id, high, heavy, plain)
    ON p.id = w.territory_id
GROUP BY w.territory_id
"""


@dataclass(frozen=True)
class Loads:
    """Sites, weighted sites and yearly revenue in cents of each territory's own sites."""

    sites: Floats
    units: Floats
    revenue_cents: Floats


def loads_of(territory_ids: list[UUID], rules: Rules) -> Loads:
    """The loads in the order of the territories; pending, active and suspended sites count (R-07).

    Sites with a weight policy of their own are weighed one by one.
    """
    place = {each: n for n, each in enumerate(territory_ids)}
    found = np.zeros((3, len(territory_ids)))
    given = [rules[name].tolist() for name in ("high_complexity", "weight_heavy", "weight_plain")]
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, [territory_ids, *given])
        for territory_id, *sums in cursor.fetchall():
            found[:, place[territory_id]] = [float(each) for each in sums]
    for territory_id, more in _own_weights(rules.policies):
        if territory_id in place:
            found[1, place[territory_id]] += more
    return Loads(*found)


def _own_weights(policies: PolicySnapshot) -> list[tuple[UUID, float]]:
    """By how much sites with a policy of their own weigh more or less than the others here."""
    refs = {
        scope.ref
        for key, scope in policies.held
        if key in WEIGHING and scope.kind == ScopeKind.SITE
    }
    if not refs:
        return []
    sites = list(Site.objects.filter(pk__in=refs, territory_id__isnull=False, status__in=WORKED))
    found = []
    for site, context in zip(sites, contexts_of(sites), strict=True):
        without = type(context)("", context.territories, context.territory_kind, context.region)
        own, usual = (
            capacity_weight(facts_of(site), site.complexity, Standards(policies, each)).value
            for each in (context, without)
        )
        if site.territory_id:
            found.append((site.territory_id, own - usual))
    return found
