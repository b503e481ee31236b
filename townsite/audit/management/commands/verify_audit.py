"""`bin/townsite verify-audit`: checks that every event stands as it was recorded."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from townsite.audit.sealing.verification import Verification, verify_chain
from townsite.common.scope import Scope, scoped


class Command(BaseCommand):
    help = "Check the chain of the audit trail; names every broken link and ends with 1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="a link noted earlier, in hexadecimal: it must still be part of the chain",
        )

    def handle(self, *, head: str, **_: Any) -> None:
        start = time.monotonic()
        with scoped(Scope.system("verify_audit")):
            told = verify_chain()
        for each in told.breaks:
            self.stdout.write(f"✗ {each}")
        is_lost = bool(head) and head.lower() not in told.links
        if is_lost:
            self.stdout.write(f"✗ The link {head} is not part of the chain any more.")
        self.stdout.write(_summary(told, time.monotonic() - start))
        if told.breaks or is_lost:
            sys.exit(1)


def _summary(told: Verification, seconds: float) -> str:
    return (
        f"{told.events:,} events in {told.seals:,} seals of {told.days:,} closed days checked in"
        f" {seconds:.1f} s; {told.unsealed:,} not sealed yet; {len(told.breaks):,} broken links.\n"
        f"The chain ends with {told.head.hex()}"
    )
