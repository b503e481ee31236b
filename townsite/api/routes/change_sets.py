"""Change sets: read, propose, submit, decide, publish, revert."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.accounts.models import User
from townsite.api.answers import as_json, page
from townsite.api.conditional import required_version
from townsite.api.idempotency import idempotent
from townsite.api.parameters import Cursor, Limit, Text
from townsite.changes import actions
from townsite.changes.choices import ChangeState, Trigger
from townsite.changes.facts.diff import diff_from_json, sentences
from townsite.changes.models import ChangeSet
from townsite.changes.outline import Outline, lay_out_whole
from townsite.changes.queries import change_set_with_number, change_sets_seen, is_author
from townsite.changes.tasks import carry_out_soon
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.common.rendering import dumps

router = Router()
FIELDS = [
    "number", "title", "reason", "trigger", "state", "classes", "effective_at", "created_at",
    "submitted_at", "decided_at", "published_at", "reverted_at", "refusal", "version",
]  # fmt: skip
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
ANSWER = {200: dict[str, Any]}


class ChangeInput(Schema):
    """A type and its payload; `docs/guides/changes.md` lists them."""

    type: Text = Field(max_length=40)
    payload: dict[str, Any]


class ChangeSetInput(Schema):
    title: Text = Field(max_length=200)
    reason: Text = Field(max_length=2_000)
    trigger: Trigger = Trigger.REVIEW
    changes: list[ChangeInput] = Field(max_length=10_000)
    submit: bool = Field(
        default=False,
        description="Submit it as well; in effect at once where the policies ask nobody to approve",
    )


class Said(Schema):
    """A reason or comment."""

    reason: Text = Field("", max_length=2_000)


class RevertInput(Said):
    with_later: bool = False


@router.get("", operation_id="list_change_sets", response=ANSWER)
def list_change_sets(
    request: HttpRequest,
    state: Annotated[str, Query("", max_length=20, description="A state, or open")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Change sets in reach, the latest first."""
    if state and state != "open" and state not in ChangeState.values:
        raise Invalid(f"“{state}” is no state. Offered are open, {', '.join(ChangeState.values)}.")
    rows = change_sets_seen(state=state)
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 9):  # noqa: PLR2004 - digits of an integer
            raise Invalid("This cursor is not one of ours. Begin again without it.")
        rows = rows.filter(number__lt=int(cursor))
    found = list(rows[: limit + 1])
    after = str(found[limit - 1].number) if len(found) > limit else None
    return page(request, dumps([_summary(each) for each in found[:limit]]), after)


@router.get("/{number}", operation_id="get_change_set", response=ANSWER)
def get_change_set(request: HttpRequest, number: Number) -> HttpResponse:
    """One change set with its changes, what they would do, its impact and approvals."""
    return _document(change_set_with_number(number), _person(request))


@router.post("", operation_id="create_change_set", response={201: dict[str, Any]})
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_change_set(request: HttpRequest, given: ChangeSetInput) -> HttpResponse:
    """The new draft, or with `submit` what became of it; refused with every problem.

    So a bulk assignment or edit is one request: `state` answers whether it is effective, submitted
    for approval, or approved and waiting for its notice.
    """
    done: dict[str, Any] = {"by": _person(request), "at": clock.now()}
    values: dict[str, Any] = {
        "title": given.title,
        "reason": given.reason,
        "trigger": given.trigger.value,
    }
    changes = [(each.type, each.payload) for each in given.changes]
    if given.submit:
        row = actions.submit_at_once(changes=changes, **values, **done)
        carry_out_soon(at=done["at"])
    else:
        row = actions.start_change_set(**values, **done)
        actions.add_changes(change_set=row, changes=changes, **done)
    return _document(change_set_with_number(row.number), _person(request), status=201)


@router.post("/{number}/submit", operation_id="submit_change_set", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_submit(request: HttpRequest, number: Number) -> HttpResponse:
    """The change set, submitted. Needs If-Match; an emergency takes effect at once."""
    version, row, at = required_version(request), change_set_with_number(number), clock.now()
    actions.submit_change_set(change_set=row, by=_person(request), at=at, version=version)
    carry_out_soon(at=at)
    return _document(change_set_with_number(number), _person(request))


@router.post(
    "/{number}/approvals/{approval_id}/approve", operation_id="approve_change_set", response=ANSWER
)
@idempotent
def post_approve(
    request: HttpRequest, number: Number, approval_id: UUID, said: Said
) -> HttpResponse:
    """The change set with this approval given."""
    approval = get_object_or_404(change_set_with_number(number).approvals, pk=approval_id)
    actions.approve(approval=approval, by=_person(request), at=clock.now(), comment=said.reason)
    return _document(change_set_with_number(number), _person(request))


@router.post("/{number}/publish", operation_id="publish_change_set", response=ANSWER)
@idempotent
def post_publish(request: HttpRequest, number: Number) -> HttpResponse:
    """The approved change set, to be published at once by a job; refused while its notice runs."""
    row, at = change_set_with_number(number), clock.now()
    actions.schedule_change_set(change_set=row, effective_at=at, by=_person(request), at=at)
    carry_out_soon(at=at)
    return _document(change_set_with_number(number), _person(request))


@router.post("/{number}/revert", operation_id="revert_change_set", response=ANSWER)
@idempotent
def post_revert(request: HttpRequest, number: Number, asked: RevertInput) -> HttpResponse:
    """The effective change set, to be reverted by a job, if asked along with what builds on it."""
    row, at = change_set_with_number(number), clock.now()
    actions.ask_revert(
        change_set=row,
        by=_person(request),
        at=at,
        reason=asked.reason,
        with_later=asked.with_later,
    )
    carry_out_soon(at=at)
    return _document(change_set_with_number(number), _person(request))


def _summary(row: ChangeSet) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in FIELDS}
    code = row.territory.code if row.territory else None
    return {**shown, "territory": code, "author": str(row.created_by)}


def _document(row: ChangeSet, reader: User, *, status: int = 200) -> HttpResponse:
    shown = _summary(row)
    ended = (ChangeState.EFFECTIVE, ChangeState.REVERTED, ChangeState.CANCELLED)
    outline = None if row.state in ended else lay_out_whole(row, at=clock.now())
    # A payload names sites that not every reader may see; the sentences only count those.
    payloads = is_author(row, reader.pk)
    shown["changes"] = [
        {"type": change.type, "payload": change.payload if payloads else None}
        for change in row.changes.all()
    ]
    shown |= _outlined(row, outline, reader)
    shown["impact"] = row.impact
    shown["approvals"] = [
        {
            "id": str(each.pk),
            "class": each.change_class,
            "role": each.role,
            "territory": each.territory.code if each.territory else None,
            "order": each.order,
            "due_at": each.due_at,
            "decision": each.decision,
            "by": str(each.by) if each.by else None,
            "at": each.at,
            "comment": each.comment,
        }
        for each in row.approvals.select_related("territory", "by")
    ]
    return as_json(shown, status=status, version=row.version)


def _outlined(row: ChangeSet, outline: Outline | None, reader: User) -> dict[str, list[str]]:
    """What it would do, for its reader; what stands against it, for its authors."""
    if outline is None:
        return {
            "sentences": sentences(diff_from_json(row.applied)),
            "problems": [],
            "conflicts": [],
        }
    told = [line for entry in outline.entries for line in entry.sentences]
    if not is_author(row, reader.pk):
        return {"sentences": told, "problems": [], "conflicts": []}
    conflicts = [each.sentence for each in outline.conflicts]
    return {"sentences": told, "problems": outline.problems, "conflicts": conflicts}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the API's authentication let nobody through")
    return request.user
