"""The page of one territory: map, figures, sites, posts, load, rules, history, open changes."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.gis.db.models import Extent
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from townsite.audit.queries import recent_events
from townsite.changes.queries import change_sets_seen
from townsite.common import clock
from townsite.common.errors import NotFound
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_extent
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site
from townsite.territories.boundaries.coverage import boundary_history
from townsite.territories.choices import AssignmentKind, Membership, PostRole
from townsite.territories.models import MAIN_HIERARCHY_ID, Assignment, Boundary, Territory
from townsite.territories.queries import (
    Node,
    Summary,
    current_posts,
    flat,
    subtree_summary,
    summary_then,
)
from townsite.territories.site_rules import rule_words
from townsite.web.placement.record import figures_over_time
from townsite.web.placement.territory_card import territory_balance
from townsite.web.territories.coverage import territory_coverage
from townsite.web.territories.filters import AsOf
from townsite.web.territories.forms import AppointForm, CloseForm, MoveForm
from townsite.web.territories.tree_shown import query_without, tree_shown

LARGEST = 8
# How the directory's search names the attributes of rules.
TOKENS = {
    "business_segment": "segment",
    "facility_type": "type",
    "service_class": "service",
    "commercial_class": "class",
}


@require_GET
def territory_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One territory: where it hangs, what it holds, who runs it, what happened."""
    territory = get_object_or_404(Territory.objects.select_related("hierarchy"), code=code)
    moment = AsOf.read(request)
    at = moment.at
    nodes = flat(tree_shown(moment, territory.hierarchy_key))
    here = next((node for node in nodes if node.id == territory.pk), None)
    if here is None:
        raise NotFound(f"{territory.code} did not exist at that moment. Choose a later date.")
    above = [node for node in nodes if here.path.startswith(f"{node.path}.")]
    summary = _summary(territory, here, moment)
    context = {
        "territory": territory,
        "main_hierarchy_id": MAIN_HIERARCHY_ID,
        "rule": rule_words(territory.membership_rule),
        "rule_query": _rule_query(territory),
        "node": here,
        "moment": moment,
        "ancestors": above,
        "boundaries": boundary_history(territory),
        "posts": {post.role: post for post in current_posts(territory, at=at)},
        "roles": PostRole.choices,
        "summary": summary,
        "worked_note": f"{summary.worked:,} worked: pending, active or suspended",
        "open_changes": change_sets_seen(state="open", territory=territory.code)[:5],
        "largest": _largest(territory, here, moment),
        "extent": ",".join(f"{each:.5f}" for each in _extent(territory, at) or ()),
        "query_then": query_without(request, "sites"),
        "events": recent_events().filter(territory_id=territory.pk)[:20],
        **territory_balance(territory, at=at, is_past=moment.is_past),
        **territory_coverage(territory, at=at),
        "record": figures_over_time(here.path, at=at),
        "appoint_form": AppointForm(),
        "move_form": MoveForm(),
        "close_form": CloseForm(),
    }
    return render(request, "territories/detail.html", context)


def _summary(territory: Territory, here: Node, moment: AsOf) -> Summary:
    """The figures of the sites as assigned then, or as assigned now."""
    if moment.is_past and not moment.sites_now:
        return summary_then([node.id for node in flat([here])], at=moment.at)
    return subtree_summary(territory)


def _rule_query(territory: Territory) -> str:
    """The sites that its rule takes and it does not have, where they are assigned in bulk."""
    rule = territory.membership_rule
    if territory.membership != Membership.RULE or not rule:
        return ""
    words = [f"{TOKENS[name]}:{value}" for name, value in rule.items()]
    return "/sites/?" + urlencode({"q": " ".join([*words, f"-territory:{territory.code}"])})


def _largest(territory: Territory, here: Node, moment: AsOf) -> Any:
    """The sites of most revenue below it, at the moment of the page."""
    rows = Site.objects.exclude(status=SiteStatus.MERGED)
    if territory.hierarchy_key == MAIN_HIERARCHY_ID and (moment.sites_now or not moment.is_past):
        rows = rows.filter(territory_path__within=territory.path)
    else:
        held = Assignment.objects.filter(
            territory__in=[node.id for node in flat([here])],
            kind=AssignmentKind.PRIMARY,
            valid_during__contains=clock.now() if moment.sites_now else moment.at,
        )
        rows = rows.filter(pk__in=held.values("site_id"))
    return rows.order_by(F("annual_revenue_cents").desc(nulls_last=True), "number")[:LARGEST]


def _extent(territory: Territory, at: datetime) -> tuple[float, float, float, float] | None:
    """Where its boundary lies, else its sites."""
    box = Boundary.objects.filter(territory=territory, valid_during__contains=at).aggregate(
        box=Extent("geometry")
    )["box"]
    return box or site_extent(Criteria.parse(f"territory:{territory.code}"))
