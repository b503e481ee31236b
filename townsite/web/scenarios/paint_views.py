"""Painting a plan by hand: the price of a move, strokes, and what else changes a plan."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.scenarios import actions
from townsite.scenarios.brush import priced
from townsite.scenarios.locks import codes_in
from townsite.scenarios.models import Plan
from townsite.scenarios.queries import plan_with_number, scenario_with_number
from townsite.web.person import person_in

Verb = Callable[..., Plan]


def _paint(plan: Plan, sent: QueryDict, **done: object) -> Plan:
    version = sent.get("version", "")
    return actions.paint(
        plan=plan,
        numbers=numbers_in(sent),
        code=sent.get("territory", ""),
        version=int(version) if version.isdecimal() and len(version) < 10 else None,  # noqa: PLR2004 - digits
        **done,  # type: ignore[arg-type] # by and at
    )


VERBS: dict[str, tuple[str, Verb]] = {
    "paint": ("Moved.", _paint),
    "undo": ("The last stroke is undone.", lambda p, _, **d: actions.undo_stroke(plan=p, **d)),
    "improve": (
        "A further plan, improved among these territories.",
        lambda p, s, **d: actions.improve_around(plan=p, codes=codes_in(s.get("codes", "")), **d),
    ),
    "merge": (
        "A further plan with one territory less.",
        lambda p, s, **d: actions.merge_seats(
            plan=p, code=s.get("territory", ""), into=s.get("into", ""), **d
        ),
    ),
    "split": (
        "A further plan with one territory more.",
        lambda p, s, **d: actions.split_seat(plan=p, numbers=numbers_in(s), **d),
    ),
}


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def price(request: HttpRequest, number: int, plan_number: int) -> HttpResponse:
    """What moving these sites to the territory would change; nothing is stored."""
    plan = plan_with_number(scenario_with_number(number), plan_number)
    numbers, code = numbers_in(request.POST), request.POST.get("territory", "")
    context: dict[str, object] = {"stroke": None, "problem": ""}
    if numbers and code:
        try:
            context["stroke"] = priced(plan, numbers, code)
        except Problem as problem:
            context["problem"] = problem.detail
    return render(request, "scenarios/price.html", context)


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def change_plan(request: HttpRequest, number: int, plan_number: int, verb: str) -> HttpResponse:
    """Carries out a stroke or another change by hand; back to the plan that it gave."""
    plan = plan_with_number(scenario_with_number(number), plan_number)
    said, carry_out = VERBS[verb]
    try:
        plan = carry_out(plan, request.POST, by=person_in(request), at=clock.now())
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, said)
    return redirect("scenarios:plan", number, plan.number)


def numbers_in(sent: QueryDict) -> list[str]:
    """Site numbers with commas, spaces or lines between, each once."""
    return list(dict.fromkeys(each for each in re.split(r"[\s,;]+", sent.get("sites", "")) if each))
