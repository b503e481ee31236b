"""Asking another territory, talking about it, and taking it back."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.audit.event_types import EventType
from townsite.changes.clocks import due_at
from townsite.common.errors import Invalid
from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site
from townsite.territories.models import Territory
from townsite.workflows.actions.steps import locked, named, require_side, step
from townsite.workflows.choices import EntryKind, RequestState
from townsite.workflows.models import CoordinationRequest, Protocol, RequestSite, ThreadEntry


@transaction.atomic
def open_request(
    *,
    protocol: Protocol,
    asking: Territory,
    answering_code: str,
    title: str,
    text: str,
    by: User,
    at: datetime,
    site_numbers: Collection[str] = (),
) -> CoordinationRequest:
    """The open request, due by the protocol's hours in the answering territory's calendar.

    The other territory is named by its code: peers do not see each other in the tree. Raises
    Invalid with every problem, Forbidden for who may not speak for `asking`.
    """
    require_side(asking.pk, named(asking))
    answering, due = _addressee(answering_code, protocol, at)
    sites = list(Site.objects.filter(number__in=site_numbers))
    problems = _problems(protocol, title, text)
    if answering is None:
        problems["answering"] = [f"There is no territory {answering_code}."]
    elif answering == asking:
        problems["answering"] = ["A territory needs no request to itself."]
    missing = sorted(set(site_numbers) - {site.number for site in sites})
    if missing:
        problems["sites"] = [f"There is no site {', '.join(missing[:5])} within your reach."]
    if problems or answering is None:
        told = " ".join(said for group in problems.values() for said in group)
        raise Invalid(told, fields=problems)
    row = CoordinationRequest.objects.create(
        number=_next_number(),
        protocol=protocol,
        title=title.strip(),
        asking=asking,
        answering_id=answering.pk,
        asking_label=named(asking),
        answering_label=named(answering),
        opened_by=by,
        opened_at=at,
        due_at=due,
    )
    RequestSite.objects.bulk_create(RequestSite(request=row, site=site) for site in sites)
    step(row, EntryKind.ASKED, EventType.COORDINATION_OPENED, by=by, at=at, text=text)
    return row


def _addressee(code: str, protocol: Protocol, at: datetime) -> tuple[Territory | None, datetime]:
    """The territory of this code anywhere, and when its answer is due by its own calendar."""
    with scoped(Scope.system("whom a request goes to")):
        found = Territory.objects.filter(code=code.strip().upper()).first()
        due = due_at(protocol.answer_hours, clock="request", territory=found, at=at)
        return found, due


@transaction.atomic
def say(*, request: CoordinationRequest, text: str, by: User, at: datetime) -> ThreadEntry:
    """The message of somebody on either side. Raises Invalid without words."""
    if not text.strip():
        raise Invalid("Write a message first.", fields={"text": ["Write a message first."]})
    row = locked(request, RequestState.OPEN, RequestState.ACCEPTED, RequestState.DECLINED)
    return step(row, EntryKind.MESSAGE, EventType.COORDINATION_SAID, by=by, at=at, text=text)


@transaction.atomic
def withdraw(
    *, request: CoordinationRequest, text: str, by: User, at: datetime
) -> CoordinationRequest:
    """The request, taken back by the asking side before it was answered."""
    row = locked(request, RequestState.OPEN)
    require_side(row.asking_id, row.asking_label)
    row.state, row.closed_at = RequestState.WITHDRAWN, at
    row.save()
    step(row, EntryKind.WITHDRAWN, EventType.COORDINATION_ENDED, by=by, at=at, text=text)
    return row


def _problems(protocol: Protocol, title: str, text: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not protocol.is_active:
        problems["protocol"] = [f"{protocol} is no longer in use."]
    if not title.strip():
        problems["title"] = ["Give the request a title."]
    if not text.strip():
        problems["text"] = ["Say what is asked."]
    return problems


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('workflows_request_number_seq')")
        return int(cursor.fetchone()[0])
