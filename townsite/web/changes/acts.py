"""What people do with a change set: one verb, one domain call, back to its page."""

from collections.abc import Callable
from datetime import datetime
from datetime import time as midnight
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.accounts.models import User
from townsite.changes import actions
from townsite.changes.facts import Fact
from townsite.changes.models import ChangeSet
from townsite.changes.queries import change_set_with_number
from townsite.changes.tasks import carry_out_soon
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound, Problem
from townsite.web.person import person_in

Given = dict[str, Any]
Verb = Callable[[ChangeSet, QueryDict, Given], object]


def _submit(row: ChangeSet, _sent: QueryDict, done: Given) -> None:
    if actions.submit_change_set(change_set=row, **done).is_emergency:
        carry_out_soon(at=done["at"])


def _decide(action: Callable[..., object]) -> Verb:
    def decide(row: ChangeSet, sent: QueryDict, done: Given) -> None:
        approval = get_object_or_404(row.approvals, pk=_key(sent.get("approval", "")))
        action(approval=approval, comment=sent.get("text", ""), **done)
        carry_out_soon(at=done["at"])

    return decide


def _delegate(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    approval = get_object_or_404(row.approvals, pk=_key(sent.get("approval", "")))
    actions.delegate(approval=approval, to=_person(sent.get("email", "")), **done)


def _schedule(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    day = parse_date(sent.get("effective_on", ""))
    if day is None:
        raise Invalid("Choose the day on which it takes effect.")
    moment = timezone.make_aware(datetime.combine(day, midnight.min))
    actions.schedule_change_set(change_set=row, effective_at=moment, **done)
    carry_out_soon(at=done["at"])


def _publish(row: ChangeSet, _sent: QueryDict, done: Given) -> None:
    actions.schedule_change_set(change_set=row, effective_at=done["at"], **done)
    carry_out_soon(at=done["at"])


def _revert(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    with_later = bool(sent.get("with_later"))
    actions.ask_revert(change_set=row, reason=sent.get("text", ""), with_later=with_later, **done)
    carry_out_soon(at=done["at"])


def _handover(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    values = {"handover_plan": sent.get("handover_plan", "")}
    actions.describe_change_set(change_set=row, values=values, version=None, **done)


def _reorder(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    """Moves one change a step up."""
    order = list(row.changes.values_list("pk", flat=True))
    at = order.index(_key(sent.get("change", "")))
    order[max(at - 1, 0) : at + 1] = reversed(order[max(at - 1, 0) : at + 1])
    actions.reorder_changes(change_set=row, order=order, **done)


def _rebase(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    mine = [Fact(*text.split(":", 1)) for text in sent.getlist("mine") if ":" in text]
    actions.rebase(change_set=row, mine=mine, **done)


def _deadline(row: ChangeSet, sent: QueryDict, done: Given) -> None:
    deadline = get_object_or_404(row.deadlines, pk=_key(sent.get("deadline", "")))
    actions.meet_deadline(deadline=deadline, note=sent.get("text", ""), **done)


VERBS: dict[str, tuple[str, Verb]] = {
    "submit": ("Submitted.", _submit),
    "take-back": ("A draft again.", lambda r, _, d: actions.take_back(change_set=r, **d)),
    "cancel": ("Given up.", lambda r, _, d: actions.cancel_change_set(change_set=r, **d)),
    "approve": ("Approved.", _decide(actions.approve)),
    "reject": ("Rejected.", _decide(actions.reject)),
    "delegate": ("Delegated.", _delegate),
    "handover": ("The handover plan is kept.", _handover),
    "schedule": ("Scheduled.", _schedule),
    "publish": ("It is being published.", _publish),
    "revert": ("It is being reverted.", _revert),
    "remove": (
        "Taken out.",
        lambda r, s, d: actions.remove_change(
            change_set=r, change_id=_key(s.get("change", "")), **d
        ),
    ),
    "move-up": ("Moved up.", _reorder),
    "rebase": ("Rebased.", _rebase),
    "comment": (
        "Comment added.",
        lambda r, s, d: actions.add_comment(change_set=r, text=s.get("text", ""), **d),
    ),
    "add-author": (
        "Author added.",
        lambda r, s, d: actions.add_author(change_set=r, user=_person(s.get("email", "")), **d),
    ),
    "done": ("Noted as done.", _deadline),
}


# Work on a draft is for who may propose; who may decide, publish and revert is up to each change set.
DRAFTING = {
    "submit", "take-back", "cancel", "handover", "remove", "move-up", "rebase", "add-author"
}  # fmt: skip


@require_POST
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Carries out a verb; a refusal is told on the page, with nothing changed."""
    if verb not in VERBS:
        raise NotFound(f"“{verb}” is nothing that can be done with a change set.")
    if verb in DRAFTING:
        require(scope_in(request), Permission.CHANGE_PROPOSE)
    row = change_set_with_number(number)
    said, carry_out = VERBS[verb]
    try:
        carry_out(row, request.POST, {"by": person_in(request), "at": clock.now()})
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, said)
    return redirect("changes:detail", number)


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Invalid(f"Nobody signs in as “{email}”. Type the whole e-mail address.")
    return user


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("This entry is gone. Load the page again.") from error
