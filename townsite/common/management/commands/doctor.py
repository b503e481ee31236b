"""`bin/townsite doctor`: is everything as it should be, and what to do where not."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from townsite.common.doctor.content import content_findings
from townsite.common.doctor.finding import Finding, Verdict
from townsite.common.doctor.machine import machine_findings
from townsite.common.doctor.server import server_findings

MARKS = {Verdict.OK: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗"}
LOOKS: tuple[Callable[[], Iterable[Finding]], ...] = (
    server_findings,
    content_findings,
    machine_findings,
)


def findings() -> Iterator[Finding]:
    """Every finding; a database that does not answer is one of them."""
    for look in LOOKS:
        try:
            yield from look()
        except DatabaseError as error:
            sentence = str(error).strip().split("\n")[0]
            way_out = "Maybe PostgreSQL is down: bin/pg start, or look at DATABASE_URL."
            yield Finding("Database", sentence, Verdict.FAIL, way_out)


class Command(BaseCommand):
    help = "Look over this installation; ends with 1 when something does not work."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        verdicts = set()
        for one in findings():
            verdicts.add(one.verdict)
            self.stdout.write(f"{MARKS[one.verdict]} {one.title:<30}{one.detail}")
            if one.way_out:
                self.stdout.write(f"    {one.way_out}")
        if Verdict.FAIL in verdicts:
            sys.exit(1)
