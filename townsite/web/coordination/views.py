"""Pages of cross-territory requests: list, thread with decision log, measures, protocols."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs, scope_in
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound, Problem
from townsite.web.coordination.forms import (
    AnswerForm,
    EndForm,
    ListForm,
    PeriodForm,
    ProtocolForm,
    RequestForm,
    TextForm,
)
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.workflows import actions
from townsite.workflows.choices import DECISIONS, Outcome, Side
from townsite.workflows.models import CoordinationRequest, Protocol
from townsite.workflows.queries import measures, request_with_number, requests_seen

MOST = 100
UNPROCESSABLE = 422


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests in reach, the latest first; the address holds the whole search."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = requests_seen(
        state=asked.get("state", ""),
        territory=asked.get("territory", "").strip(),
        text=asked.get("q", "").strip(),
    )
    context = {"form": form, "requests": rows[:MOST], "is_narrowed": any(asked.values())}
    return render(request, "coordination/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def request_new(request: HttpRequest) -> HttpResponse:
    """A new request; a refusal keeps what was typed."""
    form = RequestForm(sent_data(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.open_request(by=person_in(request), at=clock.now(), **form.values())
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"Asked {row.answering_label}.")
            return redirect("coordination:detail", row.number)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "coordination/form.html", {"form": form}, status=status)


@require_GET
def request_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One request: who leads, what was said, what was decided, what the reader may do."""
    row = request_with_number(number)
    entries = list(row.entries.select_related("by"))
    reach = scope_in(request).write
    leads = row.asking_id if row.protocol.leads == Side.ASKING else row.answering_id

    def speaks_for(territory: Any) -> bool:
        return reach.everything or territory in reach.territory_ids

    context = {
        "request_row": row,
        "entries": entries,
        "decisions": [each for each in entries if each.kind in DECISIONS],
        "sites": list(row.sites.order_by("number")),
        "may_answer": speaks_for(row.answering_id) and row.opened_by_id != person_in(request).pk,
        "may_withdraw": speaks_for(row.asking_id),
        "may_end": speaks_for(leads),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "end_form": EndForm(auto_id="end_%s"),
        "text_form": TextForm(auto_id="say_%s"),
    }
    return render(request, "coordination/detail.html", context)


Verb = Callable[[CoordinationRequest, HttpRequest, dict[str, Any]], object]


def _accept(row: CoordinationRequest, request: HttpRequest, done: dict[str, Any]) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Invalid("Give the last day as a date, or leave it empty.")
    actions.accept(request=row, ends_at=form.ends_at(), text=form.cleaned_data["text"], **done)


def _end(row: CoordinationRequest, request: HttpRequest, done: dict[str, Any]) -> None:
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Invalid("Say whether it is resolved, and what came of it.")
    given = form.cleaned_data
    actions.end_request(request=row, outcome=Outcome(given["outcome"]), text=given["text"], **done)


def _said(action: Callable[..., object]) -> Verb:
    return lambda row, request, done: action(request=row, text=request.POST.get("text", ""), **done)


VERBS: dict[str, tuple[str, Verb]] = {
    "accept": ("Accepted.", _accept),
    "decline": ("Declined.", _said(actions.decline)),
    "withdraw": ("Withdrawn.", _said(actions.withdraw)),
    "say": ("Message added.", _said(actions.say)),
    "end": ("Ended.", _end),
}


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Carries out a verb; a refusal is told on the page, with nothing changed."""
    if verb not in VERBS:
        raise NotFound(f"“{verb}” is nothing that can be done with a request.")
    row = request_with_number(number)
    said, carry_out = VERBS[verb]
    try:
        carry_out(row, request, {"by": person_in(request), "at": clock.now()})
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, said)
    return redirect("coordination:detail", number)


@require_GET
def measures_page(request: HttpRequest) -> HttpResponse:
    """How coordination went in a period, by protocol (A-85)."""
    form = PeriodForm({**PeriodForm.usual(), **request.GET.dict()})
    found = []
    if form.is_valid():
        since, until = form.period()
        found = measures(since=since, until=until)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "coordination/measures.html", {"form": form, "rows": found}, status=status
    )


@require_GET
def protocols_page(request: HttpRequest) -> HttpResponse:
    """Who leads, who is told and when it ends, on each occasion (A-76)."""
    return render(request, "coordination/protocols.html", {"protocols": Protocol.objects.all()})


@require_http_methods(["GET", "POST"])
@needs(Permission.POLICY_EDIT)
def protocol_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a protocol; `new` makes one."""
    row = None if code == "new" else get_object_or_404(Protocol, code=code)
    names = ProtocolForm.base_fields
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = ProtocolForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_protocol(
                protocol=row, values=form.cleaned_data, by=person_in(request), at=clock.now()
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "The protocol is kept.")
            return redirect("coordination:protocols")
    context = {"form": form, "protocol": row}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "coordination/protocol_form.html", context, status=status)
