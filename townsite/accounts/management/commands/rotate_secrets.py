"""`bin/townsite rotate-secrets`: encrypts kept secrets by the present secret key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from townsite.accounts.factors import encrypt_factors_anew
from townsite.common.encryption import NotDecipherable


class Command(BaseCommand):
    help = (
        "Encrypt kept secrets by the present secret key. Before it, put the former key into "
        "TOWNSITE_SECRET_KEY_FALLBACKS; after it, take it out again."
    )

    def handle(self, **_: Any) -> None:
        try:
            count = encrypt_factors_anew()
        except NotDecipherable as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Encrypted the secrets of {count} second factors anew.")
