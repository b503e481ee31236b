"""Reads of scenarios; row-level security shows each person what they reach."""

from townsite.scenarios.queries.finding import (
    is_running,
    latest_run,
    plan_with_number,
    proposal_of,
    scenario_with_number,
    scenarios_seen,
)

__all__ = [
    "is_running",
    "latest_run",
    "plan_with_number",
    "proposal_of",
    "scenario_with_number",
    "scenarios_seen",
]
