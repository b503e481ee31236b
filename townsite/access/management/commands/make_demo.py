"""Makes the demo portfolio and its accounts in an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.portfolio import SEED, portfolio
from townsite.access.demo_loading.accounts import ACCOUNTS, demo_password, note_accounts
from townsite.access.demo_loading.load import load
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site

SITES = 2_000


class Command(BaseCommand):
    requires_system_checks = []  # no page or setting is needed to load rows
    help = "Make the demo portfolio with its accounts; does nothing when there are sites already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sites", type=int, default=SITES, help="How many (default: 2000).")
        parser.add_argument("--seed", type=int, default=SEED, help="Another seed, other sites.")

    def handle(self, *, sites: int, seed: int, **_: Any) -> None:
        with scoped(Scope.system("looking for sites")):
            if Site.objects.exists():
                self.stdout.write("There are sites already, so no demo portfolio is made.")
                return
        at, password = clock.now(), demo_password()
        ledger = load(portfolio(sites, seed=seed, today=at.date()), password=password, at=at)
        note_accounts(settings.LOCAL, password=password)
        self.stdout.write(f"Made {len(ledger.sites):,} sites. Sign in with {password} as")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email}  ({account.what})")
