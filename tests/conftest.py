"""Every test runs as the app role, under row-level security, on a database of its own worker."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.database import worker_database
from tests.factories import make_grant, make_user
from townsite.access.choices import Role
from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.territories.models import Territory

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Small portfolios that tests of several parts share.
pytest_plugins = ["tests.changes.world", "tests.scenarios.portfolio"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on rows that stand for a module come after its others, which must not see these rows.

    Last come those that commit and clear up, or need no database.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    fixtures = getattr(item, "fixturenames", ())
    if "standing" in fixtures:
        return 1
    return 0 if "db" in fixtures or item.get_closest_marker("django_db") else 2


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The worker's own copy of the migrated template database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), worker_database(worker) as name:
        for alias in connections:
            connections[alias].close()
            settings.DATABASES[alias]["NAME"] = name
            connections[alias].settings_dict["NAME"] = name
        yield
        for alias in connections:
            connections[alias].close()


@pytest.fixture
def db(db: None) -> Iterator[None]:
    """The database with everything in scope, as a system job has it."""
    with scoped(Scope.system("test")):
        yield


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For fixtures of a module's scope: rows they make stand until its last test has ended."""
    with django_db_blocker.unblock(), transaction.atomic():
        with scoped(Scope.system("test")):
            yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _within_what_stands(request: pytest.FixtureRequest) -> None:
    """Each test on standing rows changes them within a savepoint of its own."""
    if "standing" in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture
def as_person(db: None) -> Callable[[User], AbstractContextManager[None]]:
    """`with as_person(user):` puts the user's own scope on the database."""

    def enter(user: User) -> AbstractContextManager[None]:
        with scoped(Scope.system("reading grants")):
            scope = scope_of(user, at=clock.now())
        return scoped(scope)

    return enter


@pytest.fixture
def admin(db: None) -> User:
    """A system administrator of everything."""
    user = make_user(name="Avery Admin")
    make_grant(user, Role.SYSTEM_ADMIN)
    return user


@pytest.fixture
def signed_in(client: Client) -> Callable[..., Client]:
    """`signed_in(user)`, or `signed_in(role=…, territory=…)` for a new one: who just signed in."""

    def sign_in(
        user: User | None = None,
        *,
        role: Role = Role.SYSTEM_ADMIN,
        territory: Territory | None = None,
    ) -> Client:
        if user is None:
            user = make_user()
            make_grant(user, role, territory=territory)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        record_authentication(SimpleNamespace(session=session), user, "password")
        session.save()
        return client

    return sign_in


@pytest.fixture
def shared_data() -> Path:
    """The real public tables beside the checkout; skipped where they are absent."""
    if not (SHARED / "data").exists():
        pytest.skip("real data lies in ../shared/data, which this checkout does not have")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _local_folder(tmp_path: Path, settings: Any) -> None:
    """Uploads of a test go to its own folder, and it is counted for itself how often it asks."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TOWNSITE_RATE_LIMITS = tmp_path / "rate_limits"


def run(*command: str) -> str:
    """What a command of the project prints; fails the test when it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
