"""The whole demo in one transaction: there is all of it, or nothing."""

from datetime import datetime

from demo.portfolio import Portfolio
from townsite.access.demo_loading import accounts, belongings, sites, tree
from townsite.access.demo_loading.events import load_events
from townsite.access.demo_loading.ledger import Ledger
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.sites.quality import refresh_quality

BY = System("demo portfolio")


def load(portfolio: Portfolio, *, password: str, at: datetime) -> Ledger:
    """Everything written, under the scope of a system job."""
    ledger = Ledger()
    with scoped(Scope.system(BY.name)):
        accounts.make_accounts(ledger, password=password, by=BY, at=at)
        tree.load_tree(portfolio.organisation, ledger)
        sites.load_customers(portfolio, ledger)
        sites.load_sites(portfolio, ledger, at=at)
        sites.load_spells(portfolio, ledger)
        belongings.load_contacts(portfolio, ledger)
        belongings.load_relationships(portfolio, ledger)
        belongings.load_documents(portfolio, ledger)
        load_events(portfolio, ledger)
        accounts.grant_accounts(ledger, by=BY, at=at)
        refresh_quality([site.pk for site in ledger.sites.values()], at=at)
    return ledger
