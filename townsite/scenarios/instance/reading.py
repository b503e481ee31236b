"""Reading an instance from the portfolio, within the reader's scope."""

from datetime import datetime
from typing import Any
from uuid import UUID

from townsite.policies.contexts import context_of
from townsite.policies.queries import policies_at
from townsite.policies.resolution import PolicyContext
from townsite.scenarios.brief import Brief
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance, Place
from townsite.scenarios.limits import rules_at
from townsite.sites.models import Site
from townsite.sites.scoring import Standards, capacity_weight, facts_of
from townsite.sites.scoring.facts import COLUMNS
from townsite.territories.choices import AssignmentKind, ExceptionEffect, Membership
from townsite.territories.models import (
    MAIN_HIERARCHY_ID,
    Assignment,
    PlacementException,
    Territory,
)
from townsite.territories.placement.candidates import Candidate, candidates_at
from townsite.territories.policy_effects import WORKED
from townsite.territories.policy_facts import territory_facts

READ = ("number", "name", "location", "state", "complexity", "territory_id", *COLUMNS)
CENTS = 100


def read_instance(focus: Territory, brief: Brief, *, at: datetime, base_at: datetime) -> Instance:
    """The lowest active territories below `focus` and their worked sites as of `base_at`.

    Territories that go by an attribute rule, and locked ones, are left out with their sites: they
    neither gain nor lose. Sites without a point are left out too. Raises CannotBeSolved with what
    is missing or unknown.
    """
    hierarchy = focus.hierarchy_id or MAIN_HIERARCHY_ID
    below = [
        row
        for row in candidates_at(base_at, hierarchy_id=hierarchy).rows
        if f"{row.path}.".startswith(f"{focus.path}.") and row.membership != Membership.RULE
    ]
    _refuse_unknown(brief, {row.code for row in below}, focus)
    rows = [row for row in below if row.code not in brief.locked_territories]
    policies = policies_at(at)
    context = context_of("", str(focus.path), territory_facts())
    is_held = hierarchy == MAIN_HIERARCHY_ID and base_at >= at
    sites, today = _sites(rows, None if is_held else base_at)
    if len(rows) < 1 or not sites:
        raise CannotBeSolved(
            f"{focus.code} has no territory with placed sites to plan with. "
            "Choose a part of the tree that has, or unlock its territories."
        )
    standards = Standards(policies, context)
    units = [capacity_weight(facts_of(s), s.complexity, standards).value for s in sites]
    pins, bars = _exceptions({s.pk: s.number for s in sites}, {r.id: r.code for r in rows}, base_at)
    return Instance(
        numbers=[s.number for s in sites],
        ids=[str(s.pk) for s in sites],
        names=[s.name for s in sites],
        longitude=[s.location.x for s in sites if s.location],
        latitude=[s.location.y for s in sites if s.location],
        units=units,
        revenue=[(s.annual_revenue_cents or 0) / CENTS for s in sites],
        states=[s.state for s in sites],
        today=today,
        places=[_place(row) for row in rows],
        rules=rules_at(policies, context),
        pins=pins,
        bars=bars,
        focus=focus.code,
    )


def focus_context(focus: Territory) -> PolicyContext:
    """Where the policies of a focus are asked."""
    return context_of("", str(focus.path), territory_facts())


def _place(row: Candidate) -> Place:
    return Place(
        row.code,
        row.name,
        row.path.rpartition(".")[0].rpartition(".")[2],
        row.longitude,
        row.latitude,
        tuple(row.allowed_states),
        row.capacity_limit,
        row.manager or "",
        row.color_index,
    )


def _sites(rows: list[Candidate], base_at: datetime | None) -> tuple[list[Site], list[int]]:
    """The worked sites with a point, by number, and the place of each one's territory.

    Without `base_at` as the sites themselves say, which they do for the main hierarchy only.
    """
    place = {row.id: n for n, row in enumerate(rows)}
    worked = Site.objects.filter(status__in=WORKED, location__isnull=False)
    if base_at is None:
        found = worked.filter(territory_id__in=list(place))
        held: dict[Any, Any] = {}
    else:
        held = dict(
            Assignment.objects.filter(
                kind=AssignmentKind.PRIMARY,
                valid_during__contains=base_at,
                territory_id__in=list(place),
            ).values_list("site_id", "territory_id")
        )
        found = worked.filter(pk__in=list(held))
    sites = list(found.only(*READ).order_by("number"))
    own = [held.get(site.pk, site.territory_id) for site in sites]
    return sites, [place[key] for key in own if key]


def _exceptions(
    sites: dict[UUID, str], territories: dict[UUID, str], at: datetime
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Pins and bars that hold at the moment (R-12)."""
    rows = PlacementException.objects.filter(
        valid_during__contains=at,
        effect__in=(ExceptionEffect.PIN, ExceptionEffect.BAR),
        territory_id__in=list(territories),
    ).values_list("site_id", "territory_id", "effect")
    known = [(sites[s], territories[t], effect) for s, t, effect in rows if s in sites]
    pins = {site: code for site, code, effect in known if effect == ExceptionEffect.PIN}
    return pins, sorted((site, code) for site, code, e in known if e == ExceptionEffect.BAR)


def _refuse_unknown(brief: Brief, codes: set[str], focus: Territory) -> None:
    named = {*brief.closes, *brief.fixed_centers, *brief.locked_territories}
    unknown = sorted((named | set(brief.locked_sites.values())) - codes)
    if unknown:
        raise CannotBeSolved(
            f"{', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} no open lowest territory "
            f"below {focus.code}. Maybe closed meanwhile; take it out of the scenario."
        )
