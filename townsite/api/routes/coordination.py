"""Requests between territories: list, read, ask, answer, talk, end."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.accounts.models import User
from townsite.api.answers import as_json, page
from townsite.api.idempotency import idempotent
from townsite.api.parameters import Cursor, Instant, Limit, Text
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid
from townsite.common.rendering import dumps
from townsite.territories.models import Territory
from townsite.workflows import actions
from townsite.workflows.choices import Outcome, RequestState
from townsite.workflows.models import CoordinationRequest, Protocol
from townsite.workflows.queries import measures, request_with_number, requests_seen

router = Router()
ANSWER = {200: dict[str, Any]}
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
FIELDS = (
    "number", "title", "state", "asking_label", "answering_label", "opened_at", "due_at",
    "answered_at", "ends_at", "closed_at", "outcome", "escalated_at",
)  # fmt: skip


class RequestInput(Schema):
    """`protocol`, `asking` and `answering` are codes."""

    protocol: Text = Field(max_length=20)
    asking: Text = Field(max_length=50)
    answering: Text = Field(max_length=50)
    title: Text = Field(max_length=200)
    text: Text = Field(max_length=5_000)
    sites: list[Text] = Field(default=[], max_length=500)


class AnswerInput(Schema):
    accept: bool
    text: Text = Field("", max_length=5_000)
    ends_at: Instant | None = None


class SaidInput(Schema):
    text: Text = Field(max_length=5_000)


class EndInput(SaidInput):
    outcome: Outcome


@router.get("", operation_id="list_coordination_requests", response=ANSWER)
def list_requests(
    request: HttpRequest,
    state: Annotated[str, Query("", max_length=9, description="A state")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Requests in reach, the latest first."""
    if state and state not in RequestState.values:
        raise Invalid(f"“{state}” is no state. Offered are {', '.join(RequestState.values)}.")
    rows = requests_seen(state=state)
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 9):  # noqa: PLR2004 - digits of an integer
            raise Invalid("This cursor is not one of ours. Begin again without it.")
        rows = rows.filter(number__lt=int(cursor))
    found = list(rows[: limit + 1])
    after = str(found[limit - 1].number) if len(found) > limit else None
    return page(request, dumps([_summary(each) for each in found[:limit]]), after)


@router.get("/measures", operation_id="measure_coordination", response=ANSWER)
def get_measures(request: HttpRequest, since: Instant, until: Instant) -> HttpResponse:
    """How requests opened in the period went, by protocol (A-85)."""
    found = measures(since=since, until=until)
    return as_json({"items": [vars(each) for each in found]})


@router.get("/{number}", operation_id="get_coordination_request", response=ANSWER)
def get_request(request: HttpRequest, number: Number) -> HttpResponse:
    """One request with its thread; the sites are those the caller sees."""
    return _document(request_with_number(number))


@router.post("", operation_id="open_coordination_request", response={201: dict[str, Any]})
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_request(request: HttpRequest, given: RequestInput) -> HttpResponse:
    """The new request."""
    row = actions.open_request(
        protocol=get_object_or_404(Protocol, code=given.protocol.upper()),
        asking=get_object_or_404(Territory, code=given.asking.upper()),
        answering_code=given.answering,
        title=given.title,
        text=given.text,
        site_numbers=given.sites,
        by=_person(request),
        at=clock.now(),
    )
    return _document(row, status=201)


@router.post("/{number}/answer", operation_id="answer_coordination_request", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_answer(request: HttpRequest, number: Number, given: AnswerInput) -> HttpResponse:
    """The request, accepted or declined."""
    row = request_with_number(number)
    done: dict[str, Any] = {"text": given.text, "by": _person(request), "at": clock.now()}
    if given.accept:
        return _document(actions.accept(request=row, ends_at=given.ends_at, **done))
    return _document(actions.decline(request=row, **done))


@router.post("/{number}/messages", operation_id="say_in_coordination_request", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_message(request: HttpRequest, number: Number, given: SaidInput) -> HttpResponse:
    """The request with one message more."""
    row = request_with_number(number)
    actions.say(request=row, text=given.text, by=_person(request), at=clock.now())
    return _document(row)


@router.post("/{number}/end", operation_id="end_coordination_request", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_end(request: HttpRequest, number: Number, given: EndInput) -> HttpResponse:
    """The request, ended by the side that leads."""
    row = request_with_number(number)
    by, at = _person(request), clock.now()
    ended = actions.end_request(request=row, outcome=given.outcome, text=given.text, by=by, at=at)
    return _document(ended)


def _document(row: CoordinationRequest, *, status: int = 200) -> HttpResponse:
    entries = row.entries.values("kind", "text", "by_label", "at")
    sites = list(row.sites.order_by("number").values_list("number", flat=True))
    body = {**_summary(row), "sites": sites, "thread": list(entries)}
    return as_json(body, status=status)


def _summary(row: CoordinationRequest) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "protocol": row.protocol.code, "leads": row.leader_label}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Forbidden("Sign in first.")
    return request.user
