"""News: what happened, whom it concerns, and its words for each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from townsite.accounts.models import User
from townsite.notifications.choices import NoticeKind


@dataclass(frozen=True)
class Words:
    """A title, what stands below it, and where it leads."""

    title: str
    body: str = ""
    href: str = ""


# Called within the recipient's own scope, so that row-level security decides what can be named.
Wording = Callable[[User], Words]


@dataclass(frozen=True)
class News:
    """`key` names it for good: the same key is told to a person once."""

    kind: NoticeKind
    key: str
    people: set[UUID]
    words: Wording
    due_at: datetime | None = None
    but: set[UUID | None] = field(default_factory=set)
