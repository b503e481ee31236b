"""How a site is related to others."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Q, Sum

from townsite.common.scope import Scope, scoped
from townsite.sites.choices import RelationshipKind
from townsite.sites.models import Site, SiteRelationship

# From the wanted parent upwards; the path stops where it would repeat itself.
_CHAIN = """
WITH RECURSIVE chain AS (
    SELECT r.site_id, r.other_id, ARRAY[r.site_id, r.other_id] AS path
      FROM sites_siterelationship r WHERE r.kind = %(kind)s AND r.site_id = %(above)s
    UNION ALL
    SELECT r.site_id, r.other_id, c.path || r.other_id
      FROM chain c JOIN sites_siterelationship r ON r.kind = %(kind)s AND r.site_id = c.other_id
     WHERE r.other_id <> ALL (c.path))
SELECT path FROM chain WHERE other_id = %(below)s ORDER BY cardinality(path) LIMIT 1
"""
INVERSE_WORDS = {
    RelationshipKind.PARENT: "Child of",
    RelationshipKind.PREDECESSOR: "Successor of",
    RelationshipKind.SHARED_PARKING: "Is given parking by",
}


@dataclass(frozen=True)
class Relation:
    """A relationship seen from one site: `words` says what that site is to `neighbor`."""

    row: SiteRelationship
    neighbor: Site
    words: str
    is_outgoing: bool


def relations_of(site: Site) -> list[Relation]:
    """The relationships of a site to sites in scope, in one statement."""
    rows = (
        SiteRelationship.objects.filter(Q(site=site) | Q(other=site))
        .select_related("site", "other")
        .order_by("kind", "other__name", "site__name")
    )
    return [_seen_from(site, row) for row in rows]


def _seen_from(site: Site, row: SiteRelationship) -> Relation:
    if row.site_id == site.pk:
        return Relation(row, row.other, row.get_kind_display(), is_outgoing=True)
    kind = RelationshipKind(row.kind)
    return Relation(row, row.site, INVERSE_WORDS.get(kind, str(kind.label)), is_outgoing=False)


def shared_percent(site: Site) -> Decimal:
    """How much of its parking a site shares with others, in percent."""
    with scoped(Scope.system("adding up shared parking")):
        rows = SiteRelationship.objects.filter(site=site, kind=RelationshipKind.SHARED_PARKING)
        total = rows.aggregate(total=Sum("share_percent"))["total"]
    return total or Decimal(0)


def parent_chain(*, above: Site, below: Site, kind: str) -> list[str]:
    """Numbers of the shortest chain by which `above` already stands above `below`; else empty.

    Walks through sites out of scope too, so that nobody can close a cycle unseen, but does not
    tell their numbers.
    """
    with scoped(Scope.system("looking for cycles")), connection.cursor() as cursor:
        cursor.execute(_CHAIN, {"kind": kind, "above": above.pk, "below": below.pk})
        row = cursor.fetchone()
    if row is None:
        return []
    numbers = dict(Site.objects.filter(pk__in=row[0]).values_list("pk", "number"))
    return [numbers.get(key, "a site beyond your reach") for key in row[0]]
