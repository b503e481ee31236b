"""Territories within reach; they are changed by change sets."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from townsite.api import paging
from townsite.api.answers import as_json, chosen, page
from townsite.api.parameters import Cursor, Fields, Key, Limit, Moment, Search
from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.common.rendering import dumps
from townsite.territories.as_of import territory_tree_at
from townsite.territories.models import Territory
from townsite.territories.queries import current_posts, flat, territory_tree

router = Router()
FIELDS = [
    "id", "code", "name", "level", "kind", "membership", "status", "path", "color_index",
    "allowed_states", "capacity_limit", "created_at", "updated_at", "version",
]  # fmt: skip


def territory_json(territory: Territory, fields: list[str]) -> dict[str, Any]:
    """The territory as the API shows it; `path` is the dotted path of codes from the top."""
    shown = {name: getattr(territory, name) for name in fields}
    if shown.get("capacity_limit") is not None:
        shown["capacity_limit"] = float(shown["capacity_limit"])
    return shown


@router.get("", operation_id="list_territories", response={200: dict[str, Any]})
def list_territories(
    request: HttpRequest,
    q: Search = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
) -> HttpResponse:
    """Territories by code, a page at a time."""
    names = chosen(fields, FIELDS)
    rows = Territory.objects.filter(name__icontains=q) if q else Territory.objects.all()
    found, after = paging.by_name(rows, field="code", cursor=cursor, limit=limit)
    return page(request, dumps([territory_json(each, names) for each in found]), after)


@router.get("/tree", operation_id="get_territory_tree", response={200: dict[str, Any]})
def get_territory_tree(
    request: HttpRequest,
    as_of: Moment = "",
    sites: Annotated[Literal["", "now"], Query("", description="`now`: as assigned now")] = "",
) -> HttpResponse:
    """Every visible territory in reading order, with sites and revenue of its whole subtree.

    `as_of` asks for the tree of that moment, with the sites as assigned then.
    """
    then = as_of_moment(as_of)
    nodes = flat(
        territory_tree_at(then, sites_now=sites == "now")
        if then
        else territory_tree(at=clock.now())
    )
    shown = [
        {
            "code": node.code,
            "name": node.name,
            "level": node.level,
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
