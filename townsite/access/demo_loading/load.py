"""The whole demo in one transaction: there is all of it, or nothing."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.conf import settings

from demo.portfolio import Portfolio
from townsite.access.demo_loading import accounts, belongings, shuttles, sites, tree
from townsite.access.demo_loading.events import load_events
from townsite.access.demo_loading.ledger import Ledger
from townsite.access.demo_loading.shapes import load_boundaries, territory_shapes
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.quality import refresh_quality
from townsite.territories.actions import open_quarterly_reviews, record_day, watch_balance

BY = System("demo portfolio")


def load(portfolio: Portfolio, *, password: str, at: datetime) -> Ledger:
    """Everything written, under the scope of a system job."""
    ledger, shapes = Ledger(), territory_shapes(settings.ROOT)
    with scoped(Scope.system(BY.name)):
        accounts.make_accounts(ledger, password=password, by=BY, at=at)
        accounts.waive_second_factor(by=BY, at=at)
        tree.load_tree(portfolio.organisation, ledger, shapes=shapes)
        told = load_boundaries(shapes, portfolio.organisation, ledger)
        sites.load_customers(portfolio, ledger)
        sites.load_sites(portfolio, ledger, at=at)
        sites.load_spells(portfolio, ledger)
        belongings.load_contacts(portfolio, ledger)
        belongings.load_relationships(portfolio, ledger)
        belongings.load_documents(portfolio, ledger)
        load_events(portfolio, ledger, more=told)
        accounts.grant_accounts(ledger, by=BY, at=at)
        shuttles.load_shuttles(ledger, shapes=shapes, by=BY, at=at)
        keys = [site.pk for site in ledger.sites.values()]
        refresh_quality(keys, at=at)
        refresh_suspicions(site_ids=look_alikes(portfolio, ledger), at=at)
        watch_balance(by=BY, at=at)
        record_day(at=at)
        open_quarterly_reviews(by=BY, at=at)
    return ledger


def look_alikes(portfolio: Portfolio, ledger: Ledger) -> list[UUID]:
    """Sites of one customer with one ZIP code and house number.

    The nightly job compares every pair; here the few that the recipe doubled are enough.
    """
    groups: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
    for site in portfolio.sites:
        house, _, _ = site.street1.partition(" ")
        groups[site.customer.code, site.zip, house].append(ledger.sites[site.number].pk)
    return [key for members in groups.values() if len(members) > 1 for key in members]
