"""Made-up rows for tests; everything a test does not name gets a plain, valid value."""

from itertools import count
from typing import Any

from django.contrib.gis.geos import Point

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.access.tokens.actions import Wanted, create_token
from townsite.accounts.choices import TokenScope
from townsite.accounts.models import AccessToken, User
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.periods import since
from townsite.sites.actions import create_site
from townsite.sites.choices import FacilityType
from townsite.sites.models import Customer, Site
from townsite.territories.actions import assign_sites, create_territory
from townsite.territories.choices import TerritoryLevel
from townsite.territories.models import Territory

BY = System("test")
_serial = count(1)
NORFOLK = Point(-76.2859, 36.8508, srid=4326)


def make_user(**fields: Any) -> User:
    """A person without access."""
    n = next(_serial)
    values = {"email": f"person{n}@example.com", "name": f"Person {n}", **fields}
    password = values.pop("password", "correct horse battery")
    return User.objects.create_user(values.pop("email"), password, **values)


def make_grant(
    user: User, role: Role, *, territory: Territory | None = None, site: Site | None = None
) -> Grant:
    """A grant that holds from now on."""
    return Grant.objects.create(
        user=user, role=role, territory=territory, site=site, valid_during=since(clock.now())
    )


def make_token(user: User, **wanted: Any) -> tuple[AccessToken, str]:
    """A token of the person with every scope, and its secret."""
    given = {"name": "Test program", "scopes": TokenScope.values, "days": 30, **wanted}
    token, secret = create_token(user=user, wanted=Wanted(**given), by=user, at=clock.now())
    return token, secret.text


def make_customer(**fields: Any) -> Customer:
    now = clock.now()
    values = {"name": f"Harborline Group {next(_serial)}", "created_at": now, "updated_at": now}
    return Customer.objects.create(**{**values, **fields})


def make_site(*, territory: Territory | None = None, status: str = "draft", **values: Any) -> Site:
    """A site through its own action, in a territory and status if asked."""
    n = next(_serial)
    given = {
        "name": f"Harborline Suites {n}",
        "facility_type": FacilityType.OTHER,
        "street1": f"{n} Pier Road",
        "city": "Norfolk",
        "state": "VA",
        "zip": "23510",
        "location": NORFOLK,
        **values,
    }
    site = create_site(values=given, by=BY, at=clock.now())
    if status != "draft":
        Site.objects.filter(pk=site.pk).update(status=status)
    if territory:
        assign_sites(site_ids=[site.pk], territory=territory, by=BY, at=clock.now())
    site.refresh_from_db()
    return site


def make_territory(code: str = "", *, parent: Territory | None = None, **values: Any) -> Territory:
    """A territory through its own action."""
    code = code or f"T{next(_serial)}"
    given = {"code": code, "name": f"Territory {code}", "level": TerritoryLevel.TERRITORY, **values}
    return create_territory(values=given, parent=parent, by=BY, at=clock.now())
