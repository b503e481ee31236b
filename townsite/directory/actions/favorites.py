"""Marking sites with a star, and taking the star away."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.directory.models import Favorite
from townsite.sites.models import Site


@transaction.atomic
def mark_favorite(*, site: Site, by: User, at: datetime) -> bool:
    """Whether the star is new; marking twice is marking once."""
    favorite, is_new = Favorite.objects.get_or_create(
        user=by, site=site, defaults={"created_at": at}
    )
    if is_new:
        record_event(EventType.FAVORITE_MARKED, target=favorite, by=by, at=at)
    return is_new


@transaction.atomic
def unmark_favorite(*, site: Site, by: User, at: datetime) -> bool:
    """Whether there was a star to take away."""
    favorite = Favorite.objects.filter(user=by, site=site).select_related("site").first()
    if favorite is None:
        return False
    record_event(EventType.FAVORITE_UNMARKED, target=favorite, by=by, at=at)
    favorite.delete()
    return True
