"""Saving the view on the screen, sharing and deleting it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.directory.actions import delete_view, save_view
from townsite.directory.choices import Visibility
from townsite.directory.models import SavedView
from townsite.directory.queries import own_view
from townsite.web.directory.listing import Listing, read_listing
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in


class ViewForm(forms.Form):
    """A view's name and who sees it."""

    name = forms.CharField(max_length=60, help_text="For example: Hotels without contacts.")
    visibility = forms.ChoiceField(
        label="Who sees it", choices=Visibility.choices, widget=forms.RadioSelect
    )
    shared_role = forms.ChoiceField(
        label="Role", choices=[("", "—"), *Role.choices], required=False
    )
    is_default = forms.BooleanField(label="Open the directory with this view", required=False)


@require_http_methods(["GET", "POST"])
def new_view(request: HttpRequest) -> HttpResponse:
    """A form for the view in the address."""
    form = ViewForm(sent_data(request), initial={"visibility": Visibility.PRIVATE})
    return _edited(request, form, None)


@require_http_methods(["GET", "POST"])
def edit_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form of one's own view; what it shows becomes what the address asks for."""
    view = own_view(person_in(request), str(key))
    fields = ("name", "visibility", "shared_role", "is_default")
    form = ViewForm(sent_data(request), initial={name: getattr(view, name) for name in fields})
    return _edited(request, form, view)


@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Deletes one's own view."""
    view = own_view(person_in(request), str(key))
    delete_view(view=view, by=person_in(request), at=clock.now())
    messages.success(request, f"The view “{view.name}” is deleted.")
    return redirect("/sites/?sort=name")


def _edited(request: HttpRequest, form: ViewForm, view: SavedView | None) -> HttpResponse:
    """The saved view, or the form with every problem."""
    listing = read_listing(request.GET)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                saved = _save(request, form.cleaned_data, listing, view)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"The view “{saved.name}” is saved.")
            return redirect(f"/sites/?{saved.address}")
    context = {"form": form, "view": view, "listing": listing}
    return render(
        request, "directory/view_form.html", context, status=422 if form.is_bound else 200
    )


def _save(
    request: HttpRequest, values: dict[str, Any], listing: Listing, view: SavedView | None
) -> SavedView:
    asked = bool(request.GET) or view is None
    return save_view(
        query=listing.criteria.query() if asked or view is None else view.query,
        columns=",".join(listing.columns) if asked or view is None else view.columns,
        sort=listing.sort if asked or view is None else view.sort,
        by=person_in(request),
        at=clock.now(),
        view=view,
        **values,
    )
