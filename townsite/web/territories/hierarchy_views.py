"""The page of hierarchies: what there is, and a new one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs, scope_in
from townsite.common import clock
from townsite.common.errors import Forbidden, Problem
from townsite.territories.actions import create_hierarchy, update_hierarchy
from townsite.territories.hierarchies import hierarchies, hierarchy_named
from townsite.territories.placement.asked_sites import count_unassigned
from townsite.territories.queries import territory_tree
from townsite.territories.site_rules import rule_words
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.territories.rule_field import RuleField, written_rule


class HierarchyForm(forms.Form):
    """A hierarchy; its code only when it is new."""

    code = forms.CharField(max_length=20, help_text="Capital letters and digits, such as SHUTTLE.")
    name = forms.CharField(max_length=100)
    line_of_business = forms.CharField(max_length=100, label="Line of business")
    site_rule = RuleField(required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site_rule"].label = "Sites that need a territory in it"
        if not is_new:
            del self.fields["code"]


@require_GET
def hierarchy_list(request: HttpRequest) -> HttpResponse:
    """Every hierarchy with its territories and sites in reach: three statements each."""
    at = clock.now()
    rows = []
    for each in hierarchies():
        tops = territory_tree(at=at, hierarchy_id=each.pk)
        rows.append(
            {
                "hierarchy": each,
                "tops": len(tops),
                "sites": sum(top.sites for top in tops),
                "waiting": count_unassigned(each),
                "rule": rule_words(each.site_rule) or "Every site",
            }
        )
    context = {"rows": rows, "may_write": scope_in(request).write.everything}
    return render(request, "territories/hierarchies.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def hierarchy_new(request: HttpRequest) -> HttpResponse:
    """A form for a new hierarchy; a refusal keeps what was typed."""
    _require_everything(request)
    form = HierarchyForm(sent_data(request), is_new=True)

    def save(values: dict[str, Any]) -> Any:
        return create_hierarchy(values=values, by=person_in(request), at=clock.now())

    return _edited(request, form, save, heading="New hierarchy")


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def hierarchy_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a hierarchy."""
    _require_everything(request)
    hierarchy = hierarchy_named(code)
    initial = {
        "name": hierarchy.name,
        "line_of_business": hierarchy.line_of_business,
        "site_rule": written_rule(hierarchy.site_rule),
    }
    form = HierarchyForm(sent_data(request), is_new=False, initial=initial)

    def save(values: dict[str, Any]) -> Any:
        return update_hierarchy(
            hierarchy=hierarchy, values=values, by=person_in(request), at=clock.now()
        )

    return _edited(request, form, save, heading=f"Edit {hierarchy.code}")


def _require_everything(request: HttpRequest) -> None:
    if not scope_in(request).write.everything:
        raise Forbidden("A hierarchy concerns the whole portfolio; ask a system administrator.")


def _edited(request: HttpRequest, form: HierarchyForm, save: Any, *, heading: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                hierarchy = save(form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{hierarchy} saved.")
            return redirect("territories:hierarchies")
    context = {"form": form, "heading": heading}
    return render(request, "territories/form.html", context, status=422 if form.is_bound else 200)
