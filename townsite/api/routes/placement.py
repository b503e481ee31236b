"""Placement of one site: its explanation, today's proposals, and placing it."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.accounts.models import User
from townsite.api.answers import as_json
from townsite.api.dry_run import rehearsed
from townsite.api.parameters import DryRun, Key, Text
from townsite.changes.actions import place_chosen
from townsite.common import clock
from townsite.common.errors import Forbidden, NotFound
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind
from townsite.territories.models import MAIN_HIERARCHY_ID, Assignment, Territory
from townsite.territories.placement.counterfactual import counterfactuals
from townsite.territories.placement.explanation import proposal_json
from townsite.territories.placement.proposals import propose

router = Router()


class Placing(Schema):
    """The territory for a site, and why."""

    territory: Key
    reason: Annotated[Text, Field(max_length=2_000)] = ""


@router.get("/{number}/placement", operation_id="get_placement", response={200: dict[str, Any]})
def get_placement(request: HttpRequest, number: Key) -> HttpResponse:
    """Why the site is where it is, and the ranked proposals of today with their parts."""
    return as_json(_document(_site(number)))


@router.post("/{number}/placement", operation_id="place_site", response={200: dict[str, Any]})
@needs(Permission.SITE_ASSIGN)
def place_site(
    request: HttpRequest, number: Key, placing: Placing, dry_run: DryRun = False
) -> HttpResponse:
    """The placement and the change set that places the site, in effect or waiting for approval.

    409 with the rules that rule the choice out.
    """
    site = _site(number)
    territory = get_object_or_404(Territory, code=placing.territory)
    if not isinstance(request.user, User):
        raise Forbidden("Sign in first; strangers change nothing here.")
    with rehearsed(dry_run=dry_run):
        row = place_chosen(
            choices={site.pk: territory.pk}, by=request.user, at=clock.now(), reason=placing.reason
        )
        site.refresh_from_db()
        kept = {"number": row.number, "state": row.state}
        return as_json({**_document(site), "change_set": kept})


def _site(number: str) -> Site:
    site = Site.objects.filter(number=number.zfill(4)).first()
    if site is None:
        raise NotFound(f"There is no site {number} within your reach.")
    return site


def _document(site: Site) -> dict[str, Any]:
    at = clock.now()
    keep = {site.pk: site.territory_id} if site.territory_id else {}
    [result] = propose([site.pk], at=at, keep=keep).results
    rows = Assignment.objects.filter(
        site=site, kind=AssignmentKind.PRIMARY, hierarchy=MAIN_HIERARCHY_ID
    )
    present = rows.filter(valid_during__contains=at).select_related("territory").first()
    rival = result.ranked[1] if len(result.ranked) > 1 else None
    what_ifs = counterfactuals(result.best, rival, result.barred) if result.best else []
    return {
        "assignment": _assignment(present) if present else None,
        "proposals": [proposal_json(each) for each in result.ranked],
        "counterfactuals": [each.words for each in what_ifs],
        "notice": result.notice,
    }


def _assignment(row: Assignment) -> dict[str, Any]:
    return {
        "territory": row.territory.code,
        "since": row.valid_during.lower,
        "reason": row.reason,
        "score": row.score,
        "breakdown": row.breakdown,
        "policy_versions": row.policy_versions,
    }
