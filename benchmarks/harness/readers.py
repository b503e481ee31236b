"""People of different reach, made for a run and removed after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from benchmarks.harness.serving import session_cookie
from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.periods import since
from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site
from townsite.territories.models import Territory

EVERYTHING = "everything"
# The sites of each restricted reader; "all" reaches every territory by a grant over the top.
SCOPES = {"100": 100, "10,000": 10_000, "all": 0}


@dataclass(frozen=True)
class Reader:
    """A signed-in person, their scope, and what their grants reach in sites."""

    name: str
    cookie: str
    scope: Scope
    sites: int


@contextmanager
def readers() -> Iterator[dict[str, Reader]]:
    """Readers by name: everything, 100, 10,000 and all sites."""
    with scoped(Scope.system("benchmark")):
        people = {name: _person(name) for name in (EVERYTHING, *SCOPES)}
        _grant_everything(people[EVERYTHING])
        for name, wanted in SCOPES.items():
            _grant_territories(people[name], wanted)
    try:
        yield {name: _reader(name, person) for name, person in people.items()}
    finally:
        with scoped(Scope.system("benchmark")):
            Grant.objects.filter(user__in=people.values()).delete()
            User.objects.filter(pk__in=[person.pk for person in people.values()]).delete()


def _person(name: str) -> User:
    email = f"bench-{name.replace(',', '')}@example.com"
    User.objects.filter(email=email).delete()
    return User.objects.create_user(email, None, name=f"Reader of {name}")


def _grant_everything(person: User) -> None:
    Grant.objects.create(user=person, role=Role.SYSTEM_ADMIN, valid_during=since(clock.now()))


def _grant_territories(person: User, wanted: int) -> None:
    """Grants over territories, then single sites, until so many sites are reached; 0 is all."""
    tops = Territory.objects.extra(where=["nlevel(path) = 1"])
    places = [{"territory": top} for top in tops] if not wanted else _places(wanted)
    at = since(clock.now())
    Grant.objects.bulk_create(
        Grant(user=person, role=Role.FIELD_OPERATIVE, valid_during=at, **place) for place in places
    )


def _places(wanted: int) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT territory_id, count(*) FROM sites_site WHERE territory_id IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        counts = cursor.fetchall()
    places: list[dict[str, object]] = []
    rest = counts[-1][0]
    for territory_id, sites in counts[:-1]:
        if sites <= wanted:
            places.append({"territory_id": territory_id})
            wanted -= sites
    singles = Site.objects.filter(territory_id=rest).order_by("number")[:wanted]
    return [*places, *({"site": site} for site in singles)]


def _reader(name: str, person: User) -> Reader:
    scope = scope_of(person, at=clock.now())
    with scoped(scope):
        sites = Site.objects.count()
    return Reader(name, session_cookie(person), scope, sites)
