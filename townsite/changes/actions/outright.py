"""Who may do a thing at once, without waiting for others: only within their own reach."""

from townsite.access.actions import require
from townsite.changes.facts import Diff
from townsite.changes.facts.diff import places_of
from townsite.changes.outline import Outline
from townsite.common.errors import Forbidden
from townsite.common.scope import Reach, current_scope
from townsite.sites.models import Site
from townsite.territories.models import Territory

# A neighbor may be called to cover: the site has to be one's own, the neighbor need not be.
COVERING = frozenset({"coverage"})
NAMED = 5


def refuse_beyond_reach(outline: Outline) -> None:
    """Raises Forbidden for a permission the present scope lacks, or a place it may not change.

    An emergency is published by the system itself, which reaches everything, so what the submitter
    reaches has to be asked here (R-13).
    """
    scope = current_scope()
    for entry in outline.entries:
        require(scope, entry.type.permission)
    if scope.write.everything:
        return
    beyond = [*_territories(outline.diff, scope.write), *_sites(outline.diff, scope.write)]
    if beyond:
        more = f" and {len(beyond) - NAMED:,} more" if len(beyond) > NAMED else ""
        raise Forbidden(
            f"An emergency takes effect at once, so it may only touch what you may change: "
            f"not {', '.join(beyond[:NAMED])}{more}. Choose another trigger and have it approved."
        )


def _territories(diff: Diff, reach: Reach) -> list[str]:
    own = {fact: pair for fact, pair in diff.items() if fact.kind not in COVERING}
    rows = Territory.objects.filter(code__in=places_of(own).territories).exclude(
        pk__in=reach.territory_ids
    )
    return list(rows.order_by("code").values_list("code", flat=True))


def _sites(diff: Diff, reach: Reach) -> list[str]:
    rows = Site.objects.filter(number__in=places_of(diff).sites, territory_id__isnull=False)
    rows = rows.exclude(territory_id__in=reach.territory_ids).exclude(pk__in=reach.site_ids)
    return list(rows.order_by("number").values_list("number", flat=True))
