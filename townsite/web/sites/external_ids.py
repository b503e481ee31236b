"""Keys of partner systems, set from the profile."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import set_external_id
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_to_change
from townsite.web.sites.page import FormPage, site_form_page


class KeyForm(forms.Form):
    """A partner system and its key; an empty key removes it."""

    system = forms.CharField(max_length=40, help_text="For example billing, or warehouse.")
    key = forms.CharField(
        required=False, max_length=100, help_text="Leave it empty to remove the key."
    )


@require_http_methods(["GET", "POST"])
def set_key(request: HttpRequest, number: str) -> HttpResponse:
    """The form of one key."""
    site = site_to_change(request, number, Permission.SITE_EDIT)
    initial = {"system": request.GET.get("system", ""), "key": request.GET.get("key", "")}
    form = KeyForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                set_external_id(
                    site=site, by=person_in(request), at=clock.now(), **form.cleaned_data
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "Key saved.")
            return redirect("sites:profile", number=site.number)
    page = FormPage(
        heading="Key in a partner system",
        action="Save key",
        cancel=f"/sites/{site.number}/",
        lead="By this key the partner system knows the site.",
    )
    return site_form_page(request, site, form, page, tab="profile")
