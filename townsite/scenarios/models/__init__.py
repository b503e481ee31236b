"""Scenarios: what is asked, the runs that answered, the plans they found, what became of them."""

from townsite.scenarios.models.plan import Plan
from townsite.scenarios.models.proposal import Proposal
from townsite.scenarios.models.run import Run
from townsite.scenarios.models.scenario import Scenario

__all__ = ["Plan", "Proposal", "Run", "Scenario"]
