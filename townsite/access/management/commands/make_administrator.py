"""`bin/townsite make-administrator`: the first account of an empty installation."""

import json
import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from townsite.access.actions import give_grant
from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.accounts.actions import create_user
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped

BY = System("make_administrator")


class Command(BaseCommand):
    help = "Make an administrator who sees everything, unless there is one already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="admin@example.com")
        parser.add_argument("--name", default="First administrator")

    def handle(self, *, email: str, name: str, **_: Any) -> None:
        with scoped(Scope.system("make_administrator")), transaction.atomic():
            if Grant.objects.filter(role=Role.SYSTEM_ADMIN).exists():
                self.stdout.write("There is an administrator already.")
                return
            at, password = clock.now(), secrets.token_urlsafe(12)
            user = create_user(email=email, name=name, password=password, by=BY, at=at)
            give_grant(user=user, role=Role.SYSTEM_ADMIN, by=BY, at=at, reason="first account")
        note_account(email, password)
        self.stdout.write(f"Made {email} with password {password}")


def note_account(email: str, password: str) -> None:
    """Leaves the account where `bin/run` finds it, readable by this system account only."""
    accounts = [{"email": email, "password": password, "what": "administrator, sees everything"}]
    file = settings.LOCAL / "demo_accounts.json"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(accounts, out)
