"""Territories within reach; they are changed by change sets."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from townsite.api import paging
from townsite.api.answers import as_json, chosen, page
from townsite.api.parameters import Cursor, Fields, Key, Limit, Moment, Search, Text
from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.common.rendering import dumps
from townsite.territories.as_of import territory_tree_at
from townsite.territories.hierarchies import hierarchies, hierarchy_named
from townsite.territories.models import Territory
from townsite.territories.queries import current_posts, flat, territory_tree

router = Router()
HierarchyCode = Annotated[
    Text,
    Query("", max_length=20, description="Code of a hierarchy; empty is the main one"),
]
FIELDS = [
    "id", "code", "name", "hierarchy", "level", "kind", "membership", "membership_rule", "status", "path", "color_index",
    "allowed_states", "capacity_limit", "created_at", "updated_at", "version",
]  # fmt: skip


def territory_json(territory: Territory, fields: list[str]) -> dict[str, Any]:
    """The territory as the API shows it; `path` is the dotted path of codes from the top."""
    shown = {name: getattr(territory, name) for name in fields if name != "hierarchy"}
    if "hierarchy" in fields:
        shown["hierarchy"] = territory.hierarchy.code
    if shown.get("capacity_limit") is not None:
        shown["capacity_limit"] = float(shown["capacity_limit"])
    return shown


@router.get("", operation_id="list_territories", response={200: dict[str, Any]})
def list_territories(
    request: HttpRequest,
    q: Search = "",
    hierarchy: HierarchyCode = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
) -> HttpResponse:
    """Territories by code, a page at a time; of every hierarchy unless one is named."""
    names = chosen(fields, FIELDS)
    rows = Territory.objects.select_related("hierarchy")
    rows = rows.filter(name__icontains=q) if q else rows
    rows = rows.filter(hierarchy=hierarchy_named(hierarchy)) if hierarchy else rows
    found, after = paging.by_name(rows, field="code", cursor=cursor, limit=limit)
    return page(request, dumps([territory_json(each, names) for each in found]), after)


@router.get("/hierarchies", operation_id="list_hierarchies", response={200: dict[str, Any]})
def list_hierarchies(request: HttpRequest) -> HttpResponse:
    """The trees of territories, the main one first; a site has one primary territory in each."""
    shown = [
        {
            "code": each.code,
            "name": each.name,
            "line_of_business": each.line_of_business,
            "is_main": each.is_main,
            "site_rule": each.site_rule,
        }
        for each in hierarchies()
    ]
    return as_json({"items": shown})


@router.get("/tree", operation_id="get_territory_tree", response={200: dict[str, Any]})
def get_territory_tree(
    request: HttpRequest,
    as_of: Moment = "",
    sites: Annotated[Literal["", "now"], Query("", description="`now`: as assigned now")] = "",
    hierarchy: HierarchyCode = "",
) -> HttpResponse:
    """Every visible territory of a hierarchy in reading order, with sites and revenue of its whole subtree.

    `as_of` asks for the tree of that moment, with the sites as assigned then.
    """
    then, tree = as_of_moment(as_of), hierarchy_named(hierarchy).pk
    nodes = flat(
        territory_tree_at(then, sites_now=sites == "now", hierarchy_id=tree)
        if then
        else territory_tree(at=clock.now(), hierarchy_id=tree)
    )
    shown = [
        {
            "code": node.code,
            "name": node.name,
            "level": node.level,
            "kind": node.kind,
            "status": node.status,
            "path": node.path,
            "manager": node.manager,
            "sites": node.sites,
            "annual_revenue_cents": node.revenue_cents,
        }
        for node in nodes
    ]
    return as_json({"items": shown})


@router.get("/{code}", operation_id="get_territory", response={200: dict[str, Any]})
def get_territory(request: HttpRequest, code: Key, fields: Fields = "") -> HttpResponse:
    """One territory with its posts and its version as ETag."""
    territory = get_object_or_404(Territory, code=code)
    shown = territory_json(territory, chosen(fields, FIELDS))
    posts = current_posts(territory, at=clock.now())
    shown["posts"] = {post.role: post.holder_label for post in posts}
    return as_json(shown, version=territory.version)
