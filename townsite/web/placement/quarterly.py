"""Pages of the quarterly reviews: the list of a quarter, and one review with its pack."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.territories.actions import close_quarterly_review
from townsite.territories.balance.quarterly import quarterly_reviews, quarters_held
from townsite.territories.balance.queries import open_violations
from townsite.territories.models import QuarterlyReview, Territory
from townsite.web.forms import add_problem
from townsite.web.person import person_in
from townsite.web.placement.record import quarter_from, review_rows

PAGE = 50
MOST_DIGITS = 9  # of an integer of the database


class ReviewForm(forms.Form):
    """What a review found, and which changes came of it."""

    outcome = forms.CharField(
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What was looked at, and what was decided.",
    )
    change_sets = forms.CharField(
        required=False,
        max_length=200,
        label="Change sets",
        help_text="Their numbers, such as 12, 15; empty where nothing changes.",
    )

    def clean_change_sets(self) -> list[int]:
        """The numbers, each of a change set that the writer sees."""
        words = self.cleaned_data["change_sets"].replace(",", " ").replace("#", " ").split()
        wrong = [word for word in words if not word.isdecimal() or len(word) > MOST_DIGITS]
        if wrong:
            raise ValidationError(f"“{wrong[0]}” is no number. Write numbers like 12, 15.")
        numbers = [int(word) for word in words]
        known = set(ChangeSet.objects.filter(number__in=numbers).values_list("number", flat=True))
        if missing := [number for number in numbers if number not in known]:
            raise ValidationError(f"There is no change set {missing[0]}. Leave it out or mend it.")
        return numbers


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """The reviews of one quarter, those that wait first."""
    quarters = quarters_held()
    asked = quarter_from(request.GET.get("quarter", ""))
    quarter = asked if asked in quarters else (quarters[0] if quarters else None)
    state = request.GET.get("state", "")
    part = Territory.objects.filter(code=request.GET.get("territory", "")).first()
    rows = quarterly_reviews(
        quarter=quarter,
        path=str(part.path) if part else "",
        is_open={"open": True, "closed": False}.get(state),
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "quarter": quarter,
        "quarters": [(day, f"Q{(day.month + 2) // 3} {day.year}") for day in quarters],
        "state": state,
        "part": part,
        "parts": Territory.objects.exclude(level="territory").order_by("path"),
        "now": clock.now(),
        "query": _query(request),
    }
    return render(request, "placement/reviews.html", context)


def _query(request: HttpRequest) -> str:
    """The filters without the page, for the links to other pages."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


@require_GET
def review_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """One review: figures then and a quarter before, rules broken then and now, its outcome."""
    return _review_page(request, _review(pk), ReviewForm())


@require_POST
@needs(Permission.TERRITORY_EDIT)
def review_close(request: HttpRequest, pk: str) -> HttpResponse:
    """Closes a review; a refusal keeps what was typed."""
    review, form = _review(pk), ReviewForm(request.POST)
    if not form.is_valid():
        return _review_page(request, review, form)
    try:
        with transaction.atomic():
            close_quarterly_review(
                review=review, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
    except Problem as problem:
        add_problem(form, problem)
        return _review_page(request, review, form)
    messages.success(request, f"The review of {review.territory.code} is closed.")
    return redirect("placement:reviews")


def _review(pk: str) -> QuarterlyReview:
    return get_object_or_404(QuarterlyReview.objects.select_related("territory"), pk=pk)


def _review_page(request: HttpRequest, review: QuarterlyReview, form: ReviewForm) -> HttpResponse:
    context = {
        "review": review,
        "form": form,
        "rows": review_rows(review.figures),
        "earlier": review.figures.get("earlier"),
        "violations": open_violations(path=str(review.territory.path))[:20],
        "now": clock.now(),
    }
    return render(request, "placement/review.html", context, status=422 if form.errors else 200)
