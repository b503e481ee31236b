"""`manage.py build_basemap`: the base map from packaged data, at set-up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from townsite.web.basemap.archive import archive_path
from townsite.web.basemap.build import build


class Command(BaseCommand):
    help = "Build the base map into .local/basemap.pmtiles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="leave an existing file")

    def handle(self, *_args: Any, if_missing: bool, **_options: Any) -> None:
        target = archive_path()
        if if_missing and target.exists():
            self.stdout.write(f"base map: {target} is there")
            return
        packages = Path(settings.ROOT) / "frontend" / "node_modules"
        build(packages, target, tell=self.stdout.write)
