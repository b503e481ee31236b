"""Pages of the tree of territories."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.actions import edit_territory, submit_at_once
from townsite.changes.actions.edit import Given
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.territories.actions import create_territory
from townsite.territories.choices import TerritoryKind
from townsite.territories.models import Territory
from townsite.territories.placement.asked_sites import count_unassigned
from townsite.territories.queries import (
    flat,
)
from townsite.web.changes.outcome import tell_outcome
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.territories.filters import AsOf, TerritoryFilter, Trees
from townsite.web.territories.forms import AppointForm, CloseForm, MoveForm, TerritoryForm
from townsite.web.territories.rule_field import written_rule
from townsite.web.territories.tree_shown import query_without, tree_shown


@require_GET
def territory_tree_page(request: HttpRequest) -> HttpResponse:
    """The whole visible tree with the sites and revenue of each subtree, at the moment `as_of`."""
    moment, keep = AsOf.read(request), TerritoryFilter.read(request.GET.dict())
    trees = Trees.read(request)
    tops = tree_shown(moment, trees.shown.pk)
    nodes = keep.kept_nodes(flat(tops))
    return render(
        request,
        "territories/tree.html",
        {
            "nodes": nodes,
            "tops": tops,
            "trees": trees,
            "unassigned": count_unassigned(trees.shown),
            "sites": sum(top.sites for top in tops),
            "most": max((n.sites for n in nodes), default=0),
            "moment": moment,
            "keep": keep,
            "kinds": TerritoryKind.choices,
            "query": request.GET.urlencode(),
            "query_then": query_without(request, "sites"),
            "query_now": query_without(request, "as_of", "sites"),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_new(request: HttpRequest) -> HttpResponse:
    """A form for a new territory; a refusal keeps what was typed."""
    parent = Territory.objects.filter(code=request.GET.get("parent", "")).first()
    hierarchy = parent.hierarchy if parent else Trees.read(request).shown
    initial = {"parent": parent, "hierarchy": hierarchy}
    form = TerritoryForm(sent_data(request), is_new=True, initial=initial)

    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            territory = create_territory(
                values=form.values(),
                parent=values["parent"],
                hierarchy=None if values["parent"] else values.get("hierarchy"),
                by=person_in(request),
                at=clock.now(),
                reason=values["reason"],
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{territory} saved.")
            return redirect("territories:detail", code=territory.code)
    return _form(request, form, {"heading": "New territory"})


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a territory; refused when somebody changed it meanwhile."""
    territory = get_object_or_404(Territory, code=code)
    form = TerritoryForm(sent_data(request), is_new=False, initial=_record(territory))
    read, at = request.POST.get("version", ""), clock.now()
    if request.method == "POST" and form.is_valid():
        try:
            row = edit_territory(
                territory=territory,
                values=form.values(),
                by=person_in(request),
                at=at,
                reason=form.cleaned_data["reason"],
                version=int(read) if read.isdecimal() else None,
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            tell_outcome(request, row, done=f"{territory} saved.", at=at)
            return redirect("territories:detail", code=territory.code)
    context = {
        "heading": f"Edit {territory.code}",
        "territory": territory,
        "version": read or territory.version,
    }
    return _form(request, form, context)


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_move(request: HttpRequest, code: str) -> HttpResponse:
    """Moves the territory with everything below it."""
    territory = get_object_or_404(Territory, code=code)
    form = MoveForm(request.POST)

    def change(values: dict[str, Any]) -> Given:
        parent = values["parent"]
        return "move_territory", {"territory": code, "parent": parent.code if parent else None}

    return _proposed(
        request, territory, form, change, title="Move", done="Moved. Its sites moved with it."
    )


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_close(request: HttpRequest, code: str) -> HttpResponse:
    """Closes an empty territory."""
    territory = get_object_or_404(Territory, code=code)
    form = CloseForm(request.POST)
    return _proposed(
        request,
        territory,
        form,
        lambda _: ("close_territory", {"territory": code}),
        title="Close",
        done="Closed. It takes no more sites.",
    )


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Fills a post; whoever held it leaves at the same moment."""
    territory = get_object_or_404(Territory, code=code)
    form = AppointForm(request.POST)

    def change(values: dict[str, Any]) -> Given:
        holder = values["holder"]
        who = {"email": holder.email} if holder else {"name": values["holder_label"]}
        return "appoint", {"territory": code, "role": values["role"], **who}

    return _proposed(request, territory, form, change, title="Appoint for", done="Appointed.")


def _record(territory: Territory) -> dict[str, Any]:
    """What its form begins with."""
    names = ("name", "kind", "membership", "capacity_limit")
    return {
        **{name: getattr(territory, name) for name in names},
        "allowed_states": ", ".join(territory.allowed_states),
        "rule": written_rule(territory.membership_rule),
    }


def _form(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "territories/form.html", {"form": form, **context}, status=status)


def _proposed(
    request: HttpRequest,
    territory: Territory,
    form: forms.Form,
    change: Callable[[dict[str, Any]], Given],
    *,
    title: str,
    done: str,
) -> HttpResponse:
    """Back to the territory, with a word on what happened, what it waits for, or why not."""
    at = clock.now()
    if not form.is_valid():
        messages.error(request, " ".join(str(m) for group in form.errors.values() for m in group))
        return redirect("territories:detail", code=territory.code)
    try:
        row = submit_at_once(
            title=f"{title} {territory.code} {territory.name}"[:200],
            reason=form.cleaned_data["reason"],
            changes=[change(form.cleaned_data)],
            by=person_in(request),
            at=at,
        )
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        tell_outcome(request, row, done=done, at=at)
    return redirect("territories:detail", code=territory.code)
