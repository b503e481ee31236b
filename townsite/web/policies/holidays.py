"""The page of holidays: a calendar's year, and the days that are otherwise than packaged."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.policies.calendar_days import (
    FIRST_YEAR,
    LAST_YEAR,
    calendars,
    correct_day,
    holidays_in,
    restore_day,
)
from townsite.policies.models import CalendarDay
from townsite.web.forms import add_problem
from townsite.web.person import person_in


class YearForm(forms.Form):
    """Which calendar and year is shown."""

    calendar = forms.ChoiceField(choices=[])
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"] = forms.ChoiceField(choices=[(each, each) for each in calendars()])


class DayForm(forms.Form):
    """A day that differs."""

    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    is_holiday = forms.TypedChoiceField(
        label="It is",
        choices=[("yes", "A holiday"), ("no", "Worked")],
        coerce=lambda value: value == "yes",
    )
    name = forms.CharField(
        max_length=100, help_text="For example Founders' Day, or Open for the fair."
    )


@require_GET
def holiday_page(request: HttpRequest) -> HttpResponse:
    """The holidays of one calendar and year, the first calendar and the present year at first."""
    calendar, year = _asked(request)
    return _page(request, calendar, year, DayForm())


@require_POST
@needs(Permission.POLICY_EDIT)
def holiday_correct(request: HttpRequest, calendar: str) -> HttpResponse:
    """Corrects one day; a refusal keeps what was typed."""
    form, year = DayForm(request.POST), clock.now().year
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            row = correct_day(
                calendar=calendar, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(
                request, f"{row} is {'a holiday' if row.is_holiday else 'worked'} now."
            )
            return _back(calendar, day.year)
    return _page(request, calendar, year, form, status=422)


@require_POST
@needs(Permission.POLICY_EDIT)
def holiday_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Makes a corrected day what the packaged calendar says."""
    row = get_object_or_404(CalendarDay, pk=pk)
    restore_day(correction=row, by=person_in(request), at=clock.now())
    messages.success(request, f"{row} is as packaged again.")
    return _back(row.calendar, row.day.year)


def _asked(request: HttpRequest) -> tuple[str, int]:
    form = YearForm(request.GET)
    if form.is_valid():
        return form.cleaned_data["calendar"], form.cleaned_data["year"]
    return calendars()[0], clock.now().year


def _back(calendar: str, year: int) -> HttpResponse:
    return redirect(f"{reverse('policies:holidays')}?calendar={calendar}&year={year}")


def _page(
    request: HttpRequest, calendar: str, year: int, form: DayForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "calendar": calendar,
        "year": year,
        "days": holidays_in(calendar, year),
        "year_form": YearForm(initial={"calendar": calendar, "year": year}),
        "form": form,
    }
    return render(request, "policies/holidays.html", context, status=status)
