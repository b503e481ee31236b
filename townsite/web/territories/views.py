"""Pages of the tree of territories."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.territories.actions import (
    appoint,
    close_territory,
    create_territory,
    place_territory,
    update_territory,
)
from townsite.territories.choices import PostRole, TerritoryKind
from townsite.territories.models import Territory
from townsite.territories.placement.asked_sites import count_unassigned
from townsite.territories.queries import (
    flat,
)
from townsite.web.forms import add_problem, sent_data
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

    def save(values: dict[str, Any]) -> Territory:
        return create_territory(
            values=form.values(),
            parent=values["parent"],
            hierarchy=None if values["parent"] else values.get("hierarchy"),
            by=_person(request),
            at=clock.now(),
            reason=values["reason"],
        )

    return _edited(
        request, form, save, template="territories/form.html", context={"heading": "New territory"}
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a territory; refused when somebody changed it meanwhile."""
    territory = get_object_or_404(Territory, code=code)
    initial = {
        **{
            name: getattr(territory, name)
            for name in ("name", "kind", "membership", "capacity_limit")
        },
        "allowed_states": ", ".join(territory.allowed_states),
        "rule": written_rule(territory.membership_rule),
    }
    form = TerritoryForm(sent_data(request), is_new=False, initial=initial)
    read = request.POST.get("version", "")

    def save(values: dict[str, Any]) -> Territory:
        return update_territory(
            territory=territory,
            values=form.values(),
            by=_person(request),
            at=clock.now(),
            reason=values["reason"],
            version=int(read) if read.isdecimal() else None,
        )

    context = {
        "heading": f"Edit {territory.code}",
        "territory": territory,
        "version": read or territory.version,
    }
    return _edited(request, form, save, template="territories/form.html", context=context)


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_move(request: HttpRequest, code: str) -> HttpResponse:
    """Moves the territory with everything below it."""
    territory = get_object_or_404(Territory, code=code)
    form = MoveForm(request.POST)
    return _done(
        request,
        territory,
        form,
        lambda values: place_territory(
            territory=territory,
            parent=values["parent"],
            by=_person(request),
            at=clock.now(),
            reason=values["reason"],
        ),
        "Moved. Its sites moved with it.",
    )


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_close(request: HttpRequest, code: str) -> HttpResponse:
    """Closes an empty territory."""
    territory = get_object_or_404(Territory, code=code)
    return _done(
        request,
        territory,
        CloseForm(request.POST),
        lambda values: close_territory(
            territory=territory, by=_person(request), at=clock.now(), reason=values["reason"]
        ),
        "Closed. It takes no more sites.",
    )


@require_http_methods(["POST"])
@needs(Permission.TERRITORY_EDIT)
def territory_appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Fills a post; whoever held it leaves at the same moment."""
    territory = get_object_or_404(Territory, code=code)
    return _done(
        request,
        territory,
        AppointForm(request.POST),
        lambda values: appoint(
            territory=territory,
            role=PostRole(values["role"]),
            holder=values["holder"],
            holder_label=values["holder_label"],
            by=_person(request),
            at=clock.now(),
            reason=values["reason"],
        ),
        "Appointed.",
    )


def _edited(
    request: HttpRequest, form: forms.Form, save: Any, *, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The saved territory's page, or the form with every problem."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                territory = save(form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{territory} saved.")
            return redirect("territories:detail", code=territory.code)
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def _done(
    request: HttpRequest, territory: Territory, form: forms.Form, act: Any, words: str
) -> HttpResponse:
    """Back to the territory, with a word on what happened or why not."""
    if not form.is_valid():
        messages.error(request, " ".join(str(m) for group in form.errors.values() for m in group))
        return redirect("territories:detail", code=territory.code)
    try:
        with transaction.atomic():
            act(form.cleaned_data)
        messages.success(request, words)
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect("territories:detail", code=territory.code)


def _person(request: HttpRequest) -> Any:
    return request.user
