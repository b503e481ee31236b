"""Which sites a person marked with a star."""

from collections.abc import Iterable
from uuid import UUID

from townsite.accounts.models import User
from townsite.directory.models import Favorite
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site


def favorites_among(person: User, site_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the sites that the person marked; one statement."""
    found = Favorite.objects.filter(user=person, site_id__in=list(site_ids))
    return set(found.values_list("site_id", flat=True))


def favorite_sites(person: User, *, limit: int) -> list[Site]:
    """The person's favorites still in reach, the latest marked first."""
    found = Site.objects.filter(favorites__user=person).exclude(status=SiteStatus.MERGED)
    return list(found.order_by("-favorites__created_at")[:limit])
