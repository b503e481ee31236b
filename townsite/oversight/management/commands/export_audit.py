"""`bin/townsite export-audit FILE`: a signed export of the audit trail, as large as it may be."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from townsite.audit.search import EventSearch
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.common.signing_keys import fingerprint
from townsite.oversight.exporting.writing import export_trail


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Write a signed export of the audit trail; days are those of UTC."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--since", type=_day, help="first day, such as 2026-01-01")
        parser.add_argument("--until", type=_day, help="the day after the last one")
        parser.add_argument(
            "--type", default="", help="such as export.made, or user. for all of user"
        )

    def handle(self, *, file: Path, **given: Any) -> None:
        search = EventSearch(type=given["type"], since=given["since"], until=given["until"])
        with scoped(Scope.system("export_audit")):
            told = export_trail(path=file, search=search, by=System("export_audit"), at=clock.now())
        self.stdout.write(
            f"{told.events:,} events in {file}\nPublic key {told.public_key}"
            f" ({fingerprint(bytes.fromhex(told.public_key))})"
        )
