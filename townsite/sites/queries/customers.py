"""Customers with what they have."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from townsite.sites.choices import SiteStatus
from townsite.sites.models import Customer, Site


def customers_named(words: str = "") -> QuerySet[Customer]:
    """Customers in scope whose name or code holds `words`, by name.

    Each with `site_count`, `active_count` and `revenue_cents` of its sites in scope, counted only
    for the customers of the page that is read.
    """
    living = Site.objects.filter(customer=OuterRef("pk")).exclude(status=SiteStatus.MERGED)
    rows = Customer.objects.annotate(
        site_count=_count(living),
        active_count=_count(living.filter(status=SiteStatus.ACTIVE)),
        revenue_cents=Subquery(
            living.order_by().values("customer").values(sum=Sum("annual_revenue_cents"))
        ),
    ).order_by("name", "id")
    if words.strip():
        rows = rows.filter(Q(name__icontains=words.strip()) | Q(code__istartswith=words.strip()))
    return rows


def _count(sites: QuerySet[Site]) -> Coalesce:
    counted = sites.order_by().values("customer").values(n=Count("pk"))
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def sites_of_customer(customer: Customer) -> QuerySet[Site]:
    """Its sites in scope, by name, without those that were merged away."""
    sites = Site.objects.filter(customer=customer).exclude(status=SiteStatus.MERGED)
    return sites.order_by("name", "id")
