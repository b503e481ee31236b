"""Makes a large made-up portfolio for benchmarks: `bin/townsite make-portfolio 1000000`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.portfolio import SEED
from demo.stream import MOST
from townsite.access.demo_loading.bulk import load_many
from townsite.common import clock
from townsite.sites.models import Site
from townsite.territories.models import Territory

TERRITORIES = 500


class Command(BaseCommand):
    requires_system_checks = []  # no page or setting is needed to load rows
    help = (
        "Make a large made-up portfolio for benchmarks: sites, customers, territories and "
        "assignments, without history, contacts and documents."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, help=f"How many sites, 1 to {MOST:,}.")
        parser.add_argument("--seed", type=int, default=SEED, help="Another seed, other sites.")
        parser.add_argument("--territories", type=int, default=TERRITORIES)
        parser.add_argument(
            "--database", default="owner", help="Connection of the tables' owner (default: owner)."
        )

    def handle(self, *, count: int, seed: int, territories: int, database: str, **_: Any) -> None:
        if not 1 <= count <= MOST:
            raise CommandError(f"{count:,} sites cannot be made. Choose 1 to {MOST:,}.")
        if territories < 1:
            raise CommandError(f"{territories} territories cannot be made. Choose at least 1.")
        sites = Site.objects.using(database)
        if sites.exists() or Territory.objects.using(database).exists():
            raise CommandError(
                "There are sites or territories already. A benchmark portfolio needs an empty "
                "database: bin/run --fresh --empty, or another TOWNSITE_DB."
            )
        seconds = load_many(
            count, seed=seed, territories=territories, at=clock.now(), database=database
        )
        for what, took in seconds.items():
            self.stdout.write(f"  {took:7.1f} s  {what}")
        self.stdout.write(f"Made {count:,} sites in {sum(seconds.values()):.1f} s.")
