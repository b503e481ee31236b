"""Names of the plans of one run, and which one is recommended."""

from townsite.scenarios.choices import Goal
from townsite.scenarios.models import Plan

BEST = {
    Goal.TRAVEL: ("Least travel", "mean_minutes"),
    Goal.BALANCE: ("Best balance", "load_spread"),
    Goal.COMPACTNESS: ("Most compact", "compactness_km"),
    Goal.DISRUPTION: ("Fewest moves", "moved_sites"),
}


def named(plans: list[Plan]) -> None:
    """Names the plans by what they are best in, and recommends the one nearest to all bests.

    Nearest: the least sum of the figures, each between 0 (best of the run) and 1 (worst).
    """
    if not plans:
        return
    for number, plan in enumerate(plans, start=1):
        plan.name = f"Trade-off {number}"
    for label, figure in reversed(BEST.values()):
        best = min(plans, key=lambda plan: (plan.measures[figure], plan.number))
        best.name = label
    if len({plan.measures["territories"] for plan in plans}) > 1:
        for plan in plans:
            plan.name = f"{plan.name}, {plan.measures['territories']} territories"
    # A plan that changes nothing is no advice as long as another one was found.
    changing = [plan for plan in plans if plan.measures["moved_sites"]] or plans
    best = min(changing, key=lambda plan: (_distance(plan, plans), plan.number))
    best.is_recommended = True


def _distance(plan: Plan, plans: list[Plan]) -> float:
    total = 0.0
    for _, figure in BEST.values():
        values = [each.measures[figure] for each in plans]
        low, high = min(values), max(values)
        total += (plan.measures[figure] - low) / (high - low) if high > low else 0.0
    return total
