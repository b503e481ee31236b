"""A small portfolio: two regions, three districts, sites in them; people of each role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.changes.actions import add_changes, publish_change_set, start_change_set
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped

PUBLISHER = System("changes.publish")


class World:
    """EAST with D01 and D02, WEST with D03; two sites in each district, one in none."""

    def __init__(self) -> None:
        national = make_territory("NATL", level="national")
        self.east = make_territory("EAST", parent=national, level="region")
        self.west = make_territory("WEST", parent=national, level="region")
        self.d01 = make_territory("D01", parent=self.east, level="district", name="Norfolk")
        self.d02 = make_territory("D02", parent=self.east, level="district", name="Richmond")
        self.d03 = make_territory("D03", parent=self.west, level="district", name="Reno")
        self.sites = [
            make_site(territory=each).number for each in (self.d01, self.d01, self.d02, self.d03)
        ]
        self.free = make_site().number
        self.author = person(Role.DISTRICT_MANAGER, self.east)


def person(role: Role, territory: Any = None) -> User:
    user = make_user()
    make_grant(user, role, territory=territory)
    return user


@pytest.fixture(scope="module")
def standing_world(standing: None) -> World:
    return World()


@pytest.fixture
def world(standing_world: World) -> World:
    """The portfolio as every test of a module finds it, whatever the others did to its rows."""
    return deepcopy(standing_world)


@pytest.fixture
def draft(world: World) -> Callable[..., ChangeSet]:
    """`draft(("assign_sites", {…}), …)`: a draft of the author with these changes."""

    def make(*changes: tuple[str, dict[str, Any]], by: User | None = None, **values: Any):
        author = by or world.author
        given = {"title": "Move two sites", "reason": "Nearer to Richmond", **values}
        row = start_change_set(by=author, at=clock.now(), **given)
        add_changes(change_set=row, changes=changes, by=author, at=clock.now())
        row.refresh_from_db()
        return row

    return make


@pytest.fixture
def published(draft: Callable[..., ChangeSet]) -> Callable[..., ChangeSet]:
    """As `draft`, published at once: approval is another matter."""

    def make(*changes: tuple[str, dict[str, Any]], **values: Any) -> ChangeSet:
        return publish(draft(*changes, **values))

    return make


# What other processes saw of a committed portfolio, with all that refers to it.
COMMITTED = (
    "sites_site", "sites_customer", "territories_territory", "accounts_user", "audit_event",
    "jobs_job", "procrastinate_jobs",
)  # fmt: skip


@contextmanager
def committed_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """A portfolio that other connections and processes see as well; cleared away afterwards."""
    with blocker.unblock():
        with scoped(Scope.system("test")):
            world = World()
        yield world
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(COMMITTED)} CASCADE")
        for alias in connections:
            connections[alias].close()


def ready(row: ChangeSet) -> ChangeSet:
    """The change set as an approval and a schedule leave it."""
    ChangeSet.objects.filter(pk=row.pk).update(state="scheduled", effective_at=clock.now())
    row.refresh_from_db()
    return row


def publish(row: ChangeSet) -> ChangeSet:
    done = publish_change_set(change_set=ready(row), by=PUBLISHER, at=clock.now())
    done.refresh_from_db()
    return done
