"""Sites within reach, as the directory finds them; `sites` puts it on the router."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from townsite.api.answers import GEOJSON, chosen, page, wants_geojson
from townsite.api.parameters import Cursor, Fields, Limit, Search
from townsite.api.site_document import COLUMNS, geojson_feature, json_object
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_page_json


def list_sites(
    request: HttpRequest,
    q: Search = "",
    sort: Annotated[str, Query("", max_length=40, description="Column, `-` for descending")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
) -> HttpResponse:
    """Sites that the directory's query `q` finds, a page at a time; GeoJSON by Accept."""
    names = chosen(fields, COLUMNS)
    geo = wants_geojson(request)
    found = site_page_json(
        Criteria.from_query(request.GET),
        document=geojson_feature(names) if geo else json_object(names),
        sort=sort,
        cursor=cursor,
        limit=limit,
    )
    if not geo:
        return page(request, found.items, found.next)
    body = b'{"type":"FeatureCollection","features":' + found.items + b"}"
    return HttpResponse(body, content_type=GEOJSON)
