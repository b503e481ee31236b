"""One's own notifications: list, and mark as read."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from townsite.accounts.models import User
from townsite.api.answers import as_json, page
from townsite.api.idempotency import idempotent
from townsite.api.parameters import Cursor, Limit
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid
from townsite.common.rendering import dumps
from townsite.notifications.actions import mark_read
from townsite.notifications.choices import NoticeKind
from townsite.notifications.models import Notification
from townsite.notifications.queries import inbox_of, unread_count

router = Router()


class ReadInput(Schema):
    """The ids to mark; none marks all."""

    ids: list[UUID] = Field(default=[], max_length=500)


@router.get("", operation_id="list_notifications", response={200: dict[str, Any]})
def list_notifications(
    request: HttpRequest,
    kind: Annotated[str, Query("", max_length=14, description="One kind")] = "",
    unread: Annotated[bool, Query(False, description="Only unread ones")] = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> HttpResponse:
    """The caller's notifications, the latest first."""
    if kind and kind not in NoticeKind.values:
        raise Invalid(f"“{kind}” is no kind. Offered are {', '.join(NoticeKind.values)}.")
    rows = inbox_of(_person(request), kind=kind, unread=unread)
    if cursor:
        rows = rows.filter(pk__lt=_key(cursor))
    found = list(rows[: limit + 1])
    after = str(found[limit - 1].pk) if len(found) > limit else None
    return page(request, dumps([_document(each) for each in found[:limit]]), after)


@router.post("/read", operation_id="read_notifications", response={200: dict[str, Any]})
@idempotent
def post_read(request: HttpRequest, given: ReadInput) -> HttpResponse:
    """How many became read, and how many remain."""
    person = _person(request)
    read = mark_read(user=person, at=clock.now(), keys=given.ids or None)
    return as_json({"read": read, "unread": unread_count(person)})


def _document(row: Notification) -> dict[str, Any]:
    names = ("id", "kind", "title", "body", "href", "at", "due_at", "read_at")
    return {name: getattr(row, name) for name in names}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Forbidden("Sign in first.")
    return request.user


def _key(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("This cursor is not one of ours. Begin again without it.") from error
