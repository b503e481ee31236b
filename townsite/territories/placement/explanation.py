"""Why a site is where it is, as stored with its assignment and shown on its page."""

from math import isfinite
from typing import Any

from townsite.policies.resolution import PolicySnapshot, Resolved
from townsite.territories.placement.candidates import Candidates
from townsite.territories.placement.counterfactual import counterfactuals
from townsite.territories.placement.proposals import Proposal, SiteProposals

EXPLAINED = (
    "placement.weights",
    "placement.drive_limit_minutes",
    "placement.precedence",
    "placement.travel_bands_km",
    "placement.circuity",
    "placement.assumed_speed_km_per_hour",
    "capacity.manager_units",
    "capacity.site_weights",
    "balance.site_count",
)
PERSON = "person"


def explanation(result: SiteProposals, chosen: Proposal, *, by: str) -> dict[str, Any]:
    """The breakdown of the choice as JSON: inputs, parts, rule or person, runner-up, what-ifs."""
    rival = next((each for each in result.ranked if each is not chosen), None)
    is_own_choice = chosen is not result.best
    return {
        **proposal_json(chosen),
        "decided_by": PERSON if is_own_choice else chosen.decided_by,
        "by": by,
        "runner_up": proposal_json(rival) if rival else None,
        "counterfactuals": [
            {"code": each.code, "changes": each.changes, "limit": each.limit, "words": each.words}
            for each in ([] if is_own_choice else counterfactuals(chosen, rival, result.barred))
        ],
        "notice": result.notice,
    }


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """One proposal as JSON; numbers that are not known or endless are null."""
    named = proposal.exception
    return {
        "territory": {"code": proposal.territory.code, "name": proposal.territory.name},
        "score": round(proposal.score, 6),
        "parts": {name: round(value, 6) for name, value in proposal.parts.items()},
        "weights": proposal.weights,
        "inputs": {name: _finite(value) for name, value in proposal.inputs.items()},
        "metres": _finite(proposal.metres),
        "travel_source": proposal.travel_source,
        "decided_by": proposal.decided_by,
        "is_eligible": proposal.is_eligible,
        "objections": [vars(each) for each in proposal.objections],
        "exception": named
        and {"effect": named.effect, "reason": named.reason, "by": named.decided_by},
    }


def policy_versions(candidates: Candidates, proposal: Proposal) -> list[dict[str, Any]]:
    """The policies that the choice rests on, each with its value, source and since when it holds."""
    place = candidates.rows.index(proposal.territory)
    context = candidates.rules.contexts[place]
    policies: PolicySnapshot = candidates.rules.policies
    return [_version(policies.resolve(key, context)) for key in EXPLAINED]


def _version(resolved: Resolved) -> dict[str, Any]:
    return {
        "key": resolved.key,
        "value": resolved.value,
        "source": resolved.source,
        "since": resolved.since.isoformat() if resolved.since else None,
        "set_by": resolved.set_by,
    }


def _finite(value: float) -> float | None:
    return round(value, 6) if isfinite(value) else None
