"""`bin/townsite verify-export FILE`: checks that a signed export is as it was made."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from townsite.common.errors import Invalid
from townsite.common.scope import Scope, scoped
from townsite.oversight.exporting.checking import check_export


class Command(BaseCommand):
    help = "Check a signed export of the audit trail; ends with 1 when it does not hold."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--public-key",
            type=bytes.fromhex,
            help="of the installation that made it, in hexadecimal; default: this one",
        )

    def handle(self, *, file: Path, public_key: bytes | None, **_: Any) -> None:
        try:
            with scoped(Scope.system("verify_export")):
                told = check_export(file, public_key=public_key)
        except Invalid as error:
            raise CommandError(error.detail) from error
        for each in told.problems:
            self.stdout.write(f"✗ {each}")
        made = told.manifest
        self.stdout.write(
            f"{made.events:,} events, {made.question}, taken by {made.made_by} at {made.made_at}."
            f" {told.confirmed:,} are as this installation sealed them, {told.unsealed:,} not sealed yet."
        )
        if told.problems:
            sys.exit(1)
