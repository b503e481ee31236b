"""The page of a person's own preferences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from townsite.accounts.actions import change_preferences
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.preferences.forms import PreferencesForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def preferences_view(request: HttpRequest) -> HttpResponse:
    """How the person likes to read: zone, units, theme, keys."""
    person = person_in(request)
    initial = {name: getattr(person, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_preferences(user=person, by=person, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "Your preferences are saved.")
            return redirect("preferences")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "preferences/preferences.html", {"form": form}, status=status)
