"""The sites nearest to a point."""

from typing import Annotated, Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from townsite.access.http import scope_in
from townsite.api.answers import as_json, chosen
from townsite.api.parameters import Fields, Search
from townsite.api.site_document import COLUMNS, json_object
from townsite.directory.criteria import Criteria
from townsite.directory.nearby import MOST, nearest_sites

router = Router()


@router.get("", operation_id="list_nearest_sites", response={200: dict[str, Any]})
def list_nearest_sites(
    request: HttpRequest,
    lon: Annotated[float, Query(..., ge=-180, le=180, description="Degrees east")],
    lat: Annotated[float, Query(..., ge=-85, le=85, description="Degrees north")],
    limit: Annotated[int, Query(20, ge=1, le=MOST)] = 20,
    q: Search = "",
    fields: Fields = "",
) -> HttpResponse:
    """Up to `limit` sites that `q` finds, nearest first, each with its `distance_metres`."""
    names = chosen(fields, COLUMNS)
    criteria = Criteria.parse(q)
    criteria.require_understood()
    near = nearest_sites(lon, lat, scope=scope_in(request), criteria=criteria, limit=limit)
    if not near:
        return as_json({"items": []})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT jsonb_agg({json_object(names)} || jsonb_build_object('distance_metres',"
            " round(d.metres::numeric, 1)) ORDER BY d.place)::text"
            " FROM unnest(%s::uuid[], %s::float8[]) WITH ORDINALITY AS d(id, metres, place)"
            " JOIN sites_site s ON s.id = d.id",
            [[each.site_id for each in near], [each.metres for each in near]],
        )
        (items,) = cursor.fetchone()
    return HttpResponse(
        b'{"items":' + (items or "[]").encode() + b"}", content_type="application/json"
    )
