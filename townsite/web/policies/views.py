"""Pages of the policies: read, try out, set, end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.policies.actions import end_policy, set_policy
from townsite.policies.choices import Severity
from townsite.policies.dry_runs import Finding, Proposal, dry_run, evaluators_for
from townsite.policies.key import Key
from townsite.policies.labels import value_label
from townsite.policies.models import PolicyValue
from townsite.policies.queries import policies_at
from townsite.policies.registry import key_named
from townsite.web.forms import add_problem
from townsite.web.person import person_in, wants_fragment
from townsite.web.policies import presenting
from townsite.web.policies.forms import EndPolicyForm, SetPolicyForm, initial_of
from townsite.web.policies.places import context_of_site, site_numbered

REFUSED = 422


@require_GET
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every policy by theme, with what holds everywhere."""
    words = request.GET.get("q", "")[:100]
    themes = presenting.lines_by_theme(at=clock.now(), words=words)
    template = "policies/policy_list.html" + ("#themes" if wants_fragment(request) else "")
    return render(request, template, {"themes": themes, "q": words})


@require_GET
def policy_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One policy: what it means, what holds where, what held before."""
    key = key_named(name)
    value = policies_at(clock.now(), keys=[name]).value(name)
    form = SetPolicyForm(key=key, initial={**initial_of(key, value), "severity": key.severity})
    return _detail(request, key, form)


@require_POST
@needs(Permission.POLICY_EDIT)
def policy_set(request: HttpRequest, name: str) -> HttpResponse:
    """Tries a value out, or sets it; what was typed stays in the form when it is refused."""
    key = key_named(name)
    form = SetPolicyForm(request.POST, key=key)
    if not form.is_valid():
        return _detail(request, key, form, status=REFUSED)
    try:
        if request.POST.get("step") == "save":
            return _save(request, key, form)
        return _detail(request, key, form, findings=_try_out(key, form))
    except Problem as problem:
        add_problem(form, problem)
        return _detail(request, key, form, status=REFUSED)


@require_POST
@needs(Permission.POLICY_EDIT)
def policy_end(request: HttpRequest, name: str, value_id: UUID) -> HttpResponse:
    """Ends a value, or withdraws one that has not begun."""
    row = get_object_or_404(PolicyValue, pk=value_id, key=name)
    form = EndPolicyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the value should end; nothing was changed.")
        return redirect("policies:detail", name)
    at = clock.now()
    ends_at = form.cleaned_data["ends_at"] or at
    end_policy(
        policy=row,
        ends_at=ends_at,
        reason=form.cleaned_data["reason"],
        by=person_in(request),
        at=at,
    )
    messages.success(request, "The value ends; what is more general holds from then on.")
    return redirect("policies:detail", name)


@require_GET
def policy_explain(request: HttpRequest, name: str) -> HttpResponse:
    """Which value holds for one site, and why."""
    key = key_named(name)
    number = request.GET.get("site", "")[:10]
    context: dict[str, Any] = {"key": key, "number": number}
    try:
        site = site_numbered(number)
        value, steps = presenting.explain(key, context_of_site(site), at=clock.now())
        context.update(site=site, value=value, steps=steps)
    except Problem as problem:
        context["problem"] = problem.detail
    template = "policies/policy_explain.html" + ("#answer" if wants_fragment(request) else "")
    return render(request, template, context)


def _save(request: HttpRequest, key: Key, form: SetPolicyForm) -> HttpResponse:
    place, data = form.place(), form.cleaned_data
    row = set_policy(
        key=key.name,
        scope=place.scope,
        scope_label=place.label,
        value=data["value"],
        severity=Severity(data["severity"]),
        starts_at=data["starts_at"],
        reason=data["reason"],
        by=person_in(request),
        at=clock.now(),
    )
    messages.success(request, f"{key.title}: {value_label(key, row.value)}.")
    address = reverse("policies:detail", args=[key.name])
    # HTMX would put the page it is led to into the form's place.
    if wants_fragment(request):
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _try_out(key: Key, form: SetPolicyForm) -> list[Finding]:
    data = form.cleaned_data
    proposal = Proposal(key.name, form.place().scope, data["value"], Severity(data["severity"]))
    return dry_run(proposal, at=clock.now())


def _detail(
    request: HttpRequest,
    key: Key,
    form: SetPolicyForm,
    *,
    findings: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    resolved = policies_at(at, keys=[key.name]).resolve(key.name)
    context = {
        "key": key,
        "form": form,
        "value": value_label(key, resolved.value),
        "resolved": resolved,
        "default": value_label(key, key.default),
        "by_kind": [(kind, value_label(key, each)) for kind, each in key.by_kind.items()],
        "bounds": presenting.bounds_of(key),
        "history": presenting.history(key, at=at),
        "findings": findings,
        "is_tried": findings is not None,
        "can_try": bool(evaluators_for(key.name)),
    }
    partial = wants_fragment(request) and request.method == "POST"
    template = "policies/policy_detail.html" + ("#set_form" if partial else "")
    return render(request, template, context, status=status)
