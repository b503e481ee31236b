"""What is done with scenarios."""

from townsite.scenarios.actions.describe import copy_scenario, create_scenario, edit_scenario
from townsite.scenarios.actions.find_plans import find_plans
from townsite.scenarios.actions.propose import propose_plan
from townsite.scenarios.actions.runs import start_run, stop_run

__all__ = [
    "copy_scenario",
    "create_scenario",
    "edit_scenario",
    "find_plans",
    "propose_plan",
    "start_run",
    "stop_run",
]
