"""A plan of the engine as a row: measured, with its certificate."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engines import districting
from engines.districting import Plan as EnginePlan
from engines.districting import Problem
from townsite.scenarios.brief import Brief
from townsite.scenarios.instance.instance import Instance, Seat
from townsite.scenarios.instance.problem import problem_of
from townsite.scenarios.measures.layout import plan_layout
from townsite.scenarios.measures.measure import measures_of
from townsite.scenarios.measures.rows import rows_of
from townsite.scenarios.models import Plan, Run
from townsite.scenarios.search import Found

if TYPE_CHECKING:
    from engines.districting import Binding, Certificate


def kept_plan(
    run: Run, instance: Instance, brief: Brief, found: Found, *, number: int, at: datetime
) -> Plan:
    """The row, not saved yet."""
    row = Plan(
        scenario=run.scenario,
        run=run,
        number=number,
        name=f"Plan {number}",
        territory=found.front.plan.territory.tolist(),
        center=found.front.plan.center.tolist(),
        seats=[asdict(seat) for seat in found.seats],
        objective=asdict(found.front.objective),
        certificate=certificate_json(found.front.certificate),
        created_at=at,
    )
    problem = problem_of(instance, brief, found.seats, found.front.objective)
    refreshed(row, instance, found.seats, problem, found.front.plan)
    return row


def refreshed(
    row: Plan, instance: Instance, seats: list[Seat], problem: Problem, plan: EnginePlan
) -> None:
    """Puts on the row what the pages show of its plan: figures, territories, what binds them."""
    layout = plan_layout(instance, seats, plan)
    bound_by = binding_words(instance, seats, districting.bindings_of(problem, plan))
    row.measures = {**measures_of(layout), "goals": plan.goals}
    row.rows = [{**each, "binds": bound_by.get(each["code"], "")} for each in rows_of(layout)]


def certificate_json(certificate: "Certificate") -> dict[str, Any]:
    """What is proven, as the page and the API show it."""
    return {
        "checks": [asdict(check) for check in certificate.checks],
        "holds": certificate.holds,
        "value": certificate.value,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "seed": certificate.seed,
        "steps": certificate.steps,
        "input_hash": certificate.input_hash,
        "sentence": certificate.sentence(),
    }


def binding_words(
    instance: Instance, seats: list[Seat], bindings: "list[Binding | None]"
) -> dict[str, str]:
    """By territory code: the constraint that forbids its best move of one site."""
    found = {}
    for seat, binding in zip(seats, bindings, strict=True):
        if binding is None:
            found[seat.code] = "Nothing: no single move would help"
            continue
        move = f"{seats[binding.source].code} to {seats[binding.target].code}"
        said = binding.constraint or "a free center"
        found[seat.code] = (
            f"{said.capitalize()} keeps site {instance.numbers[binding.site]} from {move}"
        )
    return found


def seats_in(plan: Plan) -> list[Seat]:
    """The seats of a stored plan."""
    return [Seat(**each) for each in plan.seats]
