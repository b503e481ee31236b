"""The fitness of a territory's manager: experience, certificate, skills."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.territories.actions import set_manager_profile
from townsite.territories.choices import PostRole
from townsite.territories.models import ManagerProfile, Post
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in


class ProfileForm(forms.Form):
    """What placement asks of a manager (R-08)."""

    experienced_since = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="When the years of experience began.",
    )
    certified_until = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The last day of the certificate.",
    )
    skills = forms.CharField(
        required=False, max_length=300, help_text="Separated by commas, for example valet, airport."
    )

    def clean_skills(self) -> list[str]:
        words = (word.strip() for word in str(self.cleaned_data["skills"]).split(","))
        return sorted({word[:40] for word in words if word})


@require_http_methods(["GET", "POST"])
@needs(Permission.TERRITORY_EDIT)
def manager_profile(request: HttpRequest, code: str) -> HttpResponse:
    """The form of the profile of who manages the territory now."""
    at = clock.now()
    post = get_object_or_404(
        Post.objects.select_related("territory"),
        territory__code=code,
        role=PostRole.MANAGER,
        valid_during__contains=at,
    )
    known = ManagerProfile.objects.filter(holder_label=post.holder_label).first()
    initial = {
        "experienced_since": known.experienced_since if known else None,
        "certified_until": known.certified_until if known else None,
        "skills": ", ".join(known.skills) if known else "",
    }
    form = ProfileForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                set_manager_profile(
                    post=post, values=form.cleaned_data, by=person_in(request), at=at
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"Saved for {post.holder_label}.")
            return redirect("territories:detail", code=code)
    context = {
        "form": form,
        "heading": f"Fitness of {post.holder_label}",
        "territory": post.territory,
    }
    status = 422 if form.is_bound else 200
    return render(request, "territories/form.html", context, status=status)
