"""The list of likely duplicates."""

from django.db.models import Q, QuerySet

from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site, SuspectedDuplicate


def open_suspicions() -> QuerySet[SuspectedDuplicate]:
    """Pairs in scope that nobody has merged or dismissed, the likeliest first."""
    rows = SuspectedDuplicate.objects.filter(dismissed_at=None)
    rows = rows.exclude(site__status=SiteStatus.MERGED).exclude(other__status=SiteStatus.MERGED)
    return rows.select_related("site", "other").order_by("-score", "id")


def suspicions_about(site: Site) -> QuerySet[SuspectedDuplicate]:
    """The open pairs of one site."""
    return open_suspicions().filter(Q(site=site) | Q(other=site))
