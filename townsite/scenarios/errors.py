"""Refusals about scenarios."""

from townsite.common.errors import Conflict, Invalid, NotFound


class ScenarioUnknown(NotFound):
    code = "scenario-unknown"
    title = "There is no such scenario"


class PlanUnknown(NotFound):
    code = "plan-unknown"
    title = "There is no such plan"


class RunIsOpen(Conflict):
    code = "run-open"
    title = "A run of this scenario has not ended yet"


class CannotBeSolved(Invalid):
    code = "scenario-infeasible"
    title = "No plan can keep all constraints"
