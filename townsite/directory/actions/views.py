"""Saving, sharing and deleting views."""

from datetime import datetime

from django.db import IntegrityError, transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.errors import Invalid
from townsite.directory.choices import Visibility
from townsite.directory.errors import ViewNameTaken
from townsite.directory.models import SavedView


@transaction.atomic
def save_view(
    *,
    name: str,
    query: str,
    columns: str,
    sort: str,
    by: User,
    at: datetime,
    visibility: str = Visibility.PRIVATE,
    shared_role: str = "",
    is_default: bool = False,
    view: SavedView | None = None,
) -> SavedView:
    """The new view, or `view` changed. As the default it takes the place of the one before.

    Raises Invalid without a name or role, and ViewNameTaken.
    """
    _check(name, visibility, shared_role)
    if is_default:
        SavedView.objects.filter(owner=by, is_default=True).update(is_default=False)
    saved = view or SavedView(owner=by, created_at=at)
    saved.name, saved.query, saved.columns, saved.sort = name.strip(), query, columns, sort
    saved.visibility, saved.is_default, saved.updated_at = visibility, is_default, at
    saved.shared_role = shared_role if visibility == Visibility.ROLE else ""
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise ViewNameTaken(
            f"You have a view “{name.strip()}” already. Choose another name, or change that one.",
            fields={"name": ["You have a view of this name."]},
        ) from error
    record_event(EventType.VIEW_SAVED, target=saved, by=by, at=at)
    return saved


@transaction.atomic
def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Deletes a view; who had it open keeps the address."""
    record_event(EventType.VIEW_DELETED, target=view, by=by, at=at)
    view.delete()


def _check(name: str, visibility: str, shared_role: str) -> None:
    fields: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > 60:  # noqa: PLR2004 - the column's length
        fields["name"] = ["Give the view a name of up to 60 letters."]
    if visibility not in Visibility.values:
        fields["visibility"] = ["Choose who sees it."]
    if visibility == Visibility.ROLE and not shared_role:
        fields["shared_role"] = ["Choose the role whose people see it."]
    if fields:
        raise Invalid(" ".join(m for group in fields.values() for m in group), fields=fields)
