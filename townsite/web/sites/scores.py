"""Score cards over the whole portfolio: what would change, and computing it anew."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.jobs.actions import start_job
from townsite.policies.queries import policies_at
from townsite.sites.actions.rescore_sites import differs
from townsite.sites.models import Site
from townsite.sites.scoring.stored import (
    POLICIES,
    Scores,
    in_batches,
    scored_sites,
    with_scores,
)
from townsite.sites.tasks import rescore
from townsite.web.person import person_in

EXAMINED = 20_000  # more would keep the page waiting; the page says so
SHOWN = 100


@dataclass
class Outlook:
    """What computing everything anew would change, and which tiers the cards would propose."""

    examined: int
    is_cut: bool
    changed: list[tuple[Site, Scores]]
    proposals: list[tuple[Site, Scores]]


@require_GET
@needs(Permission.SITE_CLASSIFY)
def score_outlook(request: HttpRequest) -> HttpResponse:
    """The dry run: nothing is written."""
    outlook = outlook_at(clock.now())
    context = {
        "outlook": outlook,
        "changed": outlook.changed[:SHOWN],
        "proposals": outlook.proposals[:SHOWN],
        "shown": SHOWN,
    }
    return render(request, "sites/scores.html", context)


@require_POST
@needs(Permission.SITE_CLASSIFY)
def score_run(request: HttpRequest) -> HttpResponse:
    """Starts the job that computes complexity and revenue class of every site in reach."""
    job = start_job(rescore, title="Compute site scores", by=person_in(request), at=clock.now())
    return redirect("jobs:detail", job.pk)


def outlook_at(at: datetime) -> Outlook:
    """Which sites would change, under the policies of this moment."""
    policies = policies_at(at, keys=POLICIES)
    found = Outlook(0, False, [], [])
    for batch in in_batches(scored_sites(), limit=EXAMINED):
        found.examined += len(batch)
        for site, scores, _ in with_scores(batch, policies):
            if differs(site, scores):
                found.changed.append((site, scores))
            # “Custom” is a decision of people that no card contradicts.
            if scores.proposed_tier not in ("", site.tier) and site.tier != "custom":
                found.proposals.append((site, scores))
    found.is_cut = found.examined >= EXAMINED
    return found
