"""`manage.py work`: runs queued and periodic jobs until it is told to stop."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from townsite.common import clock
from townsite.jobs.logs import configure_logs
from townsite.jobs.recovery import recover_jobs

STOP_SECONDS = 10  # then running jobs go back to the queue at their next step


class Command(BaseCommand):
    help = "Run queued and periodic jobs until stopped (Ctrl-C or SIGTERM)."
    # A worker serves no pages, so it need not wait for checks of their addresses.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--concurrency",
            type=int,
            default=min(4, os.cpu_count() or 1),
            help="jobs that run at the same time (default: one a core, at most 4)",
        )
        parser.add_argument("--queues", nargs="*", help="only these queues (default: all)")
        parser.add_argument(
            "--until-idle", action="store_true", help="stop when the queue is empty"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        configure_logs()
        recover_jobs(at=clock.now())
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined] # Django's
        with app.replace_connector(connector):
            app.run_worker(
                concurrency=options["concurrency"],
                queues=options["queues"] or None,
                wait=not options["until_idle"],
                shutdown_graceful_timeout=STOP_SECONDS,
            )
