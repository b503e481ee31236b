"""`manage.py document_policies`: writes the catalogue into the handbook."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from townsite.policies.document import table_of_keys

MARK = "<!-- made by manage.py document_policies; do not edit below -->\n"


class Command(BaseCommand):
    help = "Write the table of policies into docs/domain/policies.md."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        page = settings.ROOT / "docs/domain/policies.md"
        kept, _, _ = page.read_text().partition(MARK)
        page.write_text(kept + MARK + "\n" + table_of_keys())
        self.stdout.write(f"{page.name} is up to date.")
