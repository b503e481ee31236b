import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.accounts.models import User


@pytest.fixture
def local(settings: Any, tmp_path: Path) -> Path:
    settings.LOCAL = tmp_path
    return tmp_path


def test_first_account_sees_everything_and_can_sign_in(
    db: None, local: Path, client: Client
) -> None:
    call_command("make_administrator", email="first@example.com")
    (account,) = json.loads((local / "demo_accounts.json").read_text())
    assert (local / "demo_accounts.json").stat().st_mode & 0o077 == 0
    grant = Grant.objects.get(role=Role.SYSTEM_ADMIN)
    assert grant.user.email == "first@example.com"
    assert grant.territory_id is None
    assert grant.site_id is None
    answer = client.post(
        "/accounts/login/", {"login": account["email"], "password": account["password"]}
    )
    assert answer.status_code == 302


def test_a_second_one_is_not_made(db: None, local: Path) -> None:
    call_command("make_administrator", email="first@example.com")
    call_command("make_administrator", email="second@example.com")
    assert not User.objects.filter(email="second@example.com").exists()
