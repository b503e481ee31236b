"""Sites within reach, as the directory finds them; `sites` puts it on the router."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from townsite.api.answers import GEOJSON, chosen, page, wants_geojson
from townsite.api.parameters import Cursor, Fields, Limit, Moment, Search
from townsite.api.site_document import COLUMNS, geojson_feature, json_object
from townsite.common.as_of import as_of_moment
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_page_json
from townsite.directory.timing.tally import timed_search


def list_sites(
    request: HttpRequest,
    q: Search = "",
    sort: Annotated[str, Query("", max_length=40, description="Column, `-` for descending")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
    as_of: Moment = "",
) -> HttpResponse:
    """Sites that the directory's query `q` finds, a page at a time; GeoJSON by Accept.

    `as_of` tells the territory that each had at that moment.
    """
    names = chosen(fields, COLUMNS)
    geo, then = wants_geojson(request), as_of_moment(as_of)
    with timed_search():
        found = site_page_json(
            Criteria.from_query(request.GET),
            document=geojson_feature(names, then=then) if geo else json_object(names, then=then),
            sort=sort,
            cursor=cursor,
            limit=limit,
        )
    if not geo:
        return page(request, found.items, found.next)
    body = b'{"type":"FeatureCollection","features":' + found.items + b"}"
    return HttpResponse(body, content_type=GEOJSON)
