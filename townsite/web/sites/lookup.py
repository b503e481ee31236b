"""Finding the site that an address names, and what the reader may do with it."""

from django.http import Http404, HttpRequest

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.common.errors import Forbidden
from townsite.common.scope import Scope
from townsite.sites.models import Site


def site_or_404(number: str) -> Site:
    """The site in scope; a foreign number answers like an unknown one."""
    sites = Site.objects.select_related("customer", "merged_into")
    site = sites.filter(number=number.zfill(4)).first()
    if site is None:
        raise Http404(f"There is no site {number} within your reach.")
    return site


def may_write(scope: Scope, site: Site) -> bool:
    """Whether row-level security will let this reader change the site."""
    own_and_new = site.territory_id is None and site.created_by_id == scope.user_id
    return (
        scope.write.everything
        or site.territory_id in scope.write.territory_ids
        or bool({*scope.write.further_ids} & {*(site.further_territory_ids or ())})
        or site.pk in scope.write.site_ids
        or (own_and_new and scope.user_id is not None)
    )


def site_to_change(request: HttpRequest, number: str, permission: Permission) -> Site:
    """The site, when the reader's role and reach allow the change.

    Raises 404 for a foreign number before anything else, so that nothing is told about it.
    """
    site = site_or_404(number)
    scope = scope_in(request)
    require(scope, permission)
    if not may_write(scope, site):
        raise Forbidden(
            f"You may read site {site.number}, but not change it: it lies outside the part of the "
            "portfolio that your role edits."
        )
    return site
