"""Sites and territories as vector tiles, for whoever is signed in and within their reach."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from townsite.access.http import scope_in
from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.directory.criteria import Criteria
from townsite.directory.site_tiles import site_tile
from townsite.directory.territory_tiles import territory_tile
from townsite.directory.tile_grid import Tile
from townsite.directory.tilejson import LAYERS, tilejson
from townsite.territories.hierarchies import hierarchy_named
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.web.tiles.answers import CACHING, answer

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """A decorator: 401 without a session. A map's script can follow no redirect to a form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponse("Sign in to see this map.", status=401, content_type="text/plain")
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@require_safe
@for_members
def site_tile_view(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Sites that the directory's query finds, clustered while far out."""
    criteria = Criteria.from_query(request.GET)
    then = as_of_moment(request.GET.get("as_of", ""))
    tile = site_tile(Tile(z, x, y), scope=scope_in(request), criteria=criteria, then=then)
    return answer(request, tile)


@require_safe
@for_members
def territory_tile_view(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Shapes and label points of the territories of a hierarchy, at the moment of `as_of`."""
    then = as_of_moment(request.GET.get("as_of", ""))
    code = request.GET.get("hierarchy", "")
    hierarchy_id = hierarchy_named(code).pk if code else MAIN_HIERARCHY_ID
    tile = territory_tile(
        Tile(z, x, y), at=then or clock.now(), past=then is not None, hierarchy_id=hierarchy_id
    )
    return answer(request, tile)


@require_safe
@for_members
def tilejson_view(request: HttpRequest, name: str) -> HttpResponse:
    """The TileJSON document of a tile set, its query carried along into the tiles' address."""
    if name not in LAYERS:
        raise Http404(name)
    query = request.META["QUERY_STRING"]
    path = request.build_absolute_uri(f"/tiles/{name}/")
    document = tilejson(name, path + "{z}/{x}/{y}.mvt" + (f"?{query}" if query else ""))
    return JsonResponse(document, headers={"Cache-Control": CACHING})
