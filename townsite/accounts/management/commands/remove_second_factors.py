"""`bin/townsite remove-second-factors EMAIL --reason …`: the way back in for who lost them all."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from townsite.accounts.factors import remove_factors
from townsite.accounts.models import User


class Command(BaseCommand):
    help = (
        "Remove every second factor of a person who lost them, recovery codes too. Make sure who "
        "asks. At the next sign-in the person is led to set up a new one, if their role needs it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="Stands in the audit trail.")

    def handle(self, *, email: str, reason: str, **_: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        count = remove_factors(user=user, reason=reason)
        self.stdout.write(f"Removed {count} of {user.email}.")
