"""Customers with what they have."""

from django.db.models import Count, Q, QuerySet, Sum

from townsite.sites.choices import SiteStatus
from townsite.sites.models import Customer, Site


def customers_named(words: str = "") -> QuerySet[Customer]:
    """Customers in scope whose name or code holds `words`, by name.

    Each with `site_count`, `active_count` and `revenue_cents` of its sites in scope.
    """
    living = ~Q(sites__status=SiteStatus.MERGED)
    rows = Customer.objects.annotate(
        site_count=Count("sites", filter=living),
        active_count=Count("sites", filter=Q(sites__status=SiteStatus.ACTIVE)),
        revenue_cents=Sum("sites__annual_revenue_cents", filter=living),
    ).order_by("name", "id")
    if words.strip():
        rows = rows.filter(Q(name__icontains=words.strip()) | Q(code__istartswith=words.strip()))
    return rows


def sites_of_customer(customer: Customer) -> QuerySet[Site]:
    """Its sites in scope, by name, without those that were merged away."""
    sites = Site.objects.filter(customer=customer).exclude(status=SiteStatus.MERGED)
    return sites.order_by("name", "id")
