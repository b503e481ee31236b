"""One writer a site at a time."""

from townsite.common.errors import Forbidden, NotFound
from townsite.sites.choices import SiteStatus
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Site


def locked_site(site: Site) -> Site:
    """The site as it is now, locked until the end of the transaction.

    Raises Forbidden when the scope reads but does not write it, and WrongStatus when it was merged
    into another: nothing may be added to it any more.
    """
    locked = Site.objects.select_for_update(of=("self",)).filter(pk=site.pk).first()
    if locked is None:
        # Row-level security lets FOR UPDATE see only what may be written.
        if Site.objects.filter(pk=site.pk).exists():
            raise Forbidden(f"You may read site {site.number}, but not change it.")
        raise NotFound(f"There is no site {site.number} within your reach.")
    if locked.status == SiteStatus.MERGED:
        raise WrongStatus(f"Site {locked.number} was already merged; change its survivor instead.")
    return locked
