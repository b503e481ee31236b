"""What became of something that a form did by a change set: in effect, or waiting, and for whom."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import get_text_list

from townsite.changes.actions.schedule import what_is_missing
from townsite.changes.choices import ChangeState, Decision
from townsite.changes.models import ChangeSet


def tell_outcome(request: HttpRequest, row: ChangeSet, *, done: str, at: datetime) -> None:
    """Says `done` where it is in effect, else what it waits for; both with a link to its page."""
    if row.state == ChangeState.EFFECTIVE:
        _say(request, row, f"{done} Effective")
    else:
        _say(request, row, f"Nothing has changed yet. {waits_for(row, at=at)}")


def waits_for(row: ChangeSet, *, at: datetime) -> str:
    """Whose approval it waits for, or what is missing before it can take effect."""
    approvals = row.approvals.filter(decision=Decision.OPEN).select_related("territory")
    people = [
        f"{each.get_role_display()} of {each.territory or 'everything'}" for each in approvals
    ]
    if people:
        return f"Waits for approval by {get_text_list(people, 'and')}"
    missing = what_is_missing(row, effective_at=at, at=at)
    return " ".join(["Approved, and waits.", *(said for each in missing.values() for said in each)])


def _say(request: HttpRequest, row: ChangeSet, words: str) -> None:
    link = reverse("changes:detail", args=[row.number])
    told = format_html(
        '{} · <a class="text-decoration-underline" href="{}">Change set {}</a>',
        words,
        link,
        row.number,
    )
    messages.success(request, told)
