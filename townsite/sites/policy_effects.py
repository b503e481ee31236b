"""What a proposed policy would change or break among the sites (domain 3.5, rule set)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q

from townsite.policies.contexts import contexts_for
from townsite.policies.dry_runs import Change, Finding, Proposal, register_dry_run
from townsite.policies.resolution import PolicyContext, PolicySnapshot
from townsite.sites.choices import ContactRole, RevenueClass, Tier
from townsite.sites.models import Site
from townsite.sites.scoring.stored import Scores, in_batches, scored_sites, with_scores

EXAMINED = 20_000  # more would keep the page waiting; the finding says so
SHOWN = 25
_LABELS = {"tier": dict(Tier.choices), "revenue": dict(RevenueClass.choices)}


def register() -> None:
    """Tells the policies who to ask; called once, when the program starts."""
    register_dry_run("score.", classes_changed)
    register_dry_run("revenue.", classes_changed)
    register_dry_run("identifier.gl_pattern", patterns_broken)
    register_dry_run("identifier.vendor_pattern", patterns_broken)
    register_dry_run("contact.minimum", contacts_lacking)
    register_dry_run("quality.health", health_changed)


def classes_changed(proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot) -> Finding:
    """Sites whose complexity, revenue class or proposed tier would differ."""
    changes, examined, counts = [], 0, Counter[str]()
    for batch in in_batches(scored_sites(), limit=EXAMINED):
        old, new = with_scores(batch, before), with_scores(batch, after)
        for (site, was, context), (_, becomes, _) in zip(old, new, strict=True):
            if proposal.scope not in set(context.scopes()):
                continue
            examined += 1
            if was != becomes:
                counts.update(_different(was, becomes))
                before_words, after_words = _told(was, becomes)
                changes.append(Change(str(site), before_words, after_words, site.number))
    told = ", ".join(f"{name} of {count:,}" for name, count in counts.items())
    summary = f"Changes the {told}." if told else "No site changes its class."
    return _finding(summary, changes, examined)


def _different(was: Scores, becomes: Scores) -> Iterator[str]:
    """The names of what differs."""
    if was.complexity != becomes.complexity:
        yield "complexity"
    if was.revenue_class != becomes.revenue_class:
        yield "revenue class"
    if was.proposed_tier != becomes.proposed_tier:
        yield "proposed tier"


def _told(was: Scores, becomes: Scores) -> tuple[str, str]:
    """What differs, before and after, in words."""
    words = [_words(scores) for scores in (was, becomes)]
    names = list(_different(was, becomes))
    before, after = (", ".join(f"{name} {each[name]}" for name in names) for each in words)
    return before, after


def _words(scores: Scores) -> dict[str, str]:
    return {
        "complexity": "unknown" if scores.complexity is None else str(scores.complexity),
        "revenue class": _LABELS["revenue"].get(scores.revenue_class, "unknown"),
        "proposed tier": _LABELS["tier"].get(scores.proposed_tier, "none"),
    }


def patterns_broken(proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot) -> Finding:
    """Sites whose GL string or vendor code matches now but would not match then."""
    column = "gl_string" if proposal.key == "identifier.gl_pattern" else "vendor_code"
    sites = Site.objects.exclude(**{column: ""}).order_by("id")[:EXAMINED]
    changes, examined = [], 0
    for site, context in _reached(proposal, sites):
        examined += 1
        value = getattr(site, column)
        was = re.fullmatch(before.text(proposal.key, context), value)
        if was and not re.fullmatch(after.text(proposal.key, context), value):
            changes.append(Change(str(site), f"{value} fits", f"{value} does not fit", site.number))
    summary = f"{len(changes):,} sites would no longer fit the pattern."
    return _finding(summary, changes, examined, breaks=True)


def health_changed(proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot) -> Finding:
    """Sites whose completeness would be judged differently."""
    old, new = before.numbers(proposal.key), after.numbers(proposal.key)
    sites = scored_sites().only("id", "number", "name", "completeness")[:EXAMINED]
    changes, examined = [], 0
    for site in sites:
        examined += 1
        was, becomes = (_completeness_band(site.completeness, limits) for limits in (old, new))
        if was != becomes:
            told = [f"{band} at {site.completeness}%" for band in (was, becomes)]
            changes.append(Change(str(site), told[0], told[1], site.number))
    return _finding(f"{len(changes):,} sites would be judged differently.", changes, examined)


def _completeness_band(percent: int, limits: dict[str, float]) -> str:
    if percent >= limits["good"]:
        return "good"
    return "needs attention" if percent >= limits["attention"] else "poor"


def contacts_lacking(proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot) -> Finding:
    """Sites that have enough contacts now but would have too few."""
    counted = {
        role: Count(
            "site_contacts",
            filter=Q(site_contacts__role=role, site_contacts__valid_during__contains=before.at),
        )
        for role in ContactRole.values
    }
    sites = Site.objects.alias().annotate(**{f"n_{r}": c for r, c in counted.items()})
    changes, examined = [], 0
    for site, context in _reached(proposal, sites.order_by("id")[:EXAMINED]):
        examined += 1
        was = _lacking(site, before.numbers(proposal.key, context))
        becomes = _lacking(site, after.numbers(proposal.key, context))
        if becomes - was:
            told = [", ".join(sorted(roles)) or "nothing" for roles in (was, becomes)]
            changes.append(Change(str(site), f"lacks {told[0]}", f"lacks {told[1]}", site.number))
    summary = f"{len(changes):,} more sites would lack contacts."
    return _finding(summary, changes, examined, breaks=True)


def _lacking(site: Any, minimum: dict[str, float]) -> set[str]:
    return {role for role, least in minimum.items() if getattr(site, f"n_{role}") < least}


def _reached(proposal: Proposal, sites: Iterable[Site]) -> Iterator[tuple[Site, PolicyContext]]:
    """The sites that the proposal's scope reaches, each with its context."""
    listed = list(sites)
    places = contexts_for((str(site.pk), site.territory_path or "") for site in listed)
    for site, context in zip(listed, places, strict=True):
        if proposal.scope in set(context.scopes()):
            yield site, context


def _finding(
    summary: str, changes: list[Change], examined: int, *, breaks: bool = False
) -> Finding:
    note = f"Only the first {EXAMINED:,} sites were looked at." if examined >= EXAMINED else ""
    return Finding(summary, len(changes), examined, tuple(changes[:SHOWN]), breaks, note)
