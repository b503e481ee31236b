"""Which hierarchies there are, and what the sites of a territory or hierarchy are as SQL."""

from uuid import UUID

from django.db.models import Case, QuerySet, When

from townsite.common.errors import NotFound
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy

# Sites and revenue by territory: of the main hierarchy from the sites' own row, of others from
# the assignments, as long as their periods are asked anyway.
_OWN_OF_MAIN = """
    SELECT territory_id, count(*) AS sites, sum(annual_revenue_cents) AS revenue
    FROM sites_site WHERE territory_id IS NOT NULL AND status <> 'merged' GROUP BY territory_id
"""
OWN_OF_FURTHER = """
    SELECT a.territory_id, count(*) AS sites, sum(s.annual_revenue_cents) AS revenue
    FROM territories_assignment a JOIN sites_site s ON s.id = a.site_id AND s.status <> 'merged'
    WHERE a.kind = 'primary' AND a.hierarchy_id = %(hierarchy)s
      AND a.valid_during @> %(sites_at)s::timestamptz GROUP BY a.territory_id
"""


def hierarchies() -> QuerySet[Hierarchy]:
    """Every hierarchy, the main one first."""
    is_main = Case(When(pk=MAIN_HIERARCHY_ID, then=0), default=1)
    return Hierarchy.objects.order_by(is_main, "name")


def hierarchy_named(code: str) -> Hierarchy:
    """The hierarchy of a code; the main one for no code. Raises NotFound naming those there are."""
    wanted = {"code": code.upper()} if code else {"pk": MAIN_HIERARCHY_ID}
    found = Hierarchy.objects.filter(**wanted).first()
    if found is None:
        known = ", ".join(Hierarchy.objects.order_by("code").values_list("code", flat=True))
        raise NotFound(f"There is no hierarchy “{code}”. Use one of {known}.")
    return found


def own_sites(hierarchy_id: UUID) -> str:
    """SQL of territory_id, sites and revenue, as assigned at `sites_at` or, in the main one, now."""
    return _OWN_OF_MAIN if hierarchy_id == MAIN_HIERARCHY_ID else OWN_OF_FURTHER
