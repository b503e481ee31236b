"""What is done with scenarios."""

from townsite.scenarios.actions.describe import copy_scenario, create_scenario, edit_scenario
from townsite.scenarios.actions.find_plans import find_plans
from townsite.scenarios.actions.paint import (
    improve_around,
    merge_seats,
    paint,
    split_seat,
    undo_stroke,
)
from townsite.scenarios.actions.propose import propose_plan
from townsite.scenarios.actions.runs import start_run, stop_run

__all__ = [
    "copy_scenario",
    "create_scenario",
    "edit_scenario",
    "find_plans",
    "improve_around",
    "merge_seats",
    "paint",
    "propose_plan",
    "split_seat",
    "start_run",
    "stop_run",
    "undo_stroke",
]
