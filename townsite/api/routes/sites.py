"""One site: read, create, change, move through the lifecycle."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import needs, scope_in
from townsite.accounts.models import User
from townsite.api.answers import GEOJSON, chosen, wants_geojson
from townsite.api.conditional import etag, required_version, unchanged, with_etag
from townsite.api.dry_run import rehearsed
from townsite.api.idempotency import idempotent
from townsite.api.parameters import DryRun, Fields, Key
from townsite.api.routes.site_list import list_sites
from townsite.api.site_document import COLUMNS, geojson_feature, json_object, site_document
from townsite.api.site_input import SiteChange, SiteInput, StatusChange
from townsite.common import clock
from townsite.common.errors import Stale
from townsite.sites.actions import change_status, create_site, update_site
from townsite.sites.models import Site

router = Router()
Reason = Annotated[str, Query("", max_length=2_000, description="Why, for the audit trail")]
ANSWER = {200: dict[str, Any]}

router.get("", operation_id="list_sites", response=ANSWER)(list_sites)


@router.get("/{number}", operation_id="get_site", response=ANSWER)
def get_site(request: HttpRequest, number: Key, fields: Fields = "") -> HttpResponse:
    """One site with its version as ETag; 304 for a version the caller has."""
    names = chosen(fields, COLUMNS)
    geo = wants_geojson(request)
    document = geojson_feature(names) if geo else json_object(names)
    _, version, body = site_document(number, document)
    if unchanged(request, version):
        return with_etag(HttpResponse(status=304), version)
    return with_etag(
        HttpResponse(body, content_type=GEOJSON if geo else "application/json"), version
    )


@router.post("", operation_id="create_site", response={200: dict[str, Any], 201: dict[str, Any]})
@needs(Permission.SITE_EDIT)
@idempotent
def post_site(
    request: HttpRequest, site: SiteInput, dry_run: DryRun = False, reason: Reason = ""
) -> HttpResponse:
    """The new site, a draft; 200 with the would-be site for a dry run."""
    with rehearsed(dry_run=dry_run):
        made = create_site(values=site.values(), by=_person(request), at=clock.now(), reason=reason)
        response = _document(made, status=200 if dry_run else 201)
    if not dry_run:
        response["Location"] = f"/api/v1/sites/{made.number}"
    return response


@router.patch("/{number}", operation_id="update_site", response=ANSWER)
@needs(Permission.SITE_EDIT)
@idempotent
def patch_site(
    request: HttpRequest,
    number: Key,
    change: SiteChange,
    dry_run: DryRun = False,
    reason: Reason = "",
) -> HttpResponse:
    """The changed site. Needs If-Match; 412 when somebody saved meanwhile."""
    version = required_version(request)
    site = get_object_or_404(Site, number=number)
    values = change.values()
    if {"tier", "service_class", "commercial_class", "facility_type"} & set(values):
        require(scope_in(request), Permission.SITE_CLASSIFY)
    with rehearsed(dry_run=dry_run):
        changed = update_site(
            site=site,
            values=values,
            by=_person(request),
            at=clock.now(),
            reason=reason,
            version=version,
        )
        return _document(changed)


@router.post("/{number}/status", operation_id="change_site_status", response=ANSWER)
@idempotent
def post_status(
    request: HttpRequest, number: Key, change: StatusChange, dry_run: DryRun = False
) -> HttpResponse:
    """The site after a step of its lifecycle. Needs If-Match."""
    editing = change.verb in {"submit", "activate"}
    require(scope_in(request), Permission.SITE_EDIT if editing else Permission.SITE_DEACTIVATE)
    version = required_version(request)
    site = get_object_or_404(Site, number=number)
    if version is not None and version != site.version:
        raise Stale(
            f"Site {number} is now {etag(site.version)}; read it again.", version=site.version
        )
    with rehearsed(dry_run=dry_run):
        changed = change_status(
            site=site,
            verb=change.verb,
            by=_person(request),
            at=clock.now(),
            reason=change.reason,
            close_date=change.close_date,
        )
        return _document(changed)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the API's authentication let nobody through")
    return request.user


def _document(site: Site, *, status: int = 200) -> HttpResponse:
    _, version, body = site_document(site.number, json_object(list(COLUMNS)))
    return with_etag(HttpResponse(body, status=status, content_type="application/json"), version)
