"""The tree as a page asks for it."""

from uuid import UUID

from django.http import HttpRequest

from townsite.territories.as_of import territory_tree_at
from townsite.territories.queries import Node, territory_tree
from townsite.web.territories.filters import AsOf


def tree_shown(moment: AsOf, hierarchy_id: UUID) -> list[Node]:
    """The hierarchy's tree at the moment of the page."""
    if moment.is_past:
        return territory_tree_at(moment.at, sites_now=moment.sites_now, hierarchy_id=hierarchy_id)
    return territory_tree(at=moment.at, hierarchy_id=hierarchy_id)


def query_without(request: HttpRequest, *names: str) -> str:
    """The page's query without some of its parameters."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
