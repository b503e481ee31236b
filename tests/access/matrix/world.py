"""Two regions that know nothing of each other, with one object of every kind in each."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.files.base import ContentFile

from tests.factories import (
    make_customer,
    make_grant,
    make_site,
    make_territory,
    make_token,
    make_user,
)
from tests.imports.made_up import csv_file, uploaded
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.changes.actions import add_changes, start_change_set
from townsite.common import clock
from townsite.common.periods import since
from townsite.directory.export_files import EXPORT
from townsite.directory.models import SavedView
from townsite.jobs.models import Job
from townsite.sites.models import (
    Contact,
    Document,
    Site,
    SiteContact,
    SiteRelationship,
    SuspectedDuplicate,
)
from townsite.territories.models import BalanceReview, Boundary, PlacementException, Territory

# Stands in every foreign row, so that any answer that shows one is found out.
MARK = "Zanzibar"
PERSONAL = ("job", "export", "view", "token", "import")


@dataclass
class Place:
    """Keys of the objects of one region, by kind; `person` kinds are kept for each owner."""

    keys: dict[str, str] = field(default_factory=dict)
    territory: Territory = field(init=False)


def region(code: str, word: str, west: float) -> Place:
    """A territory with two sites and everything that can hang on them, all named by `word`."""
    now, place = clock.now(), Place()
    place.territory = make_territory(code, name=f"{word} region", membership="boundary")
    customer = make_customer(name=f"{word} Hotels")
    sites = [
        make_site(territory=place.territory, name=f"{word} Inn {n}", city=word, customer=customer)
        for n in range(2)
    ]
    site, other = sites
    contact = Contact.objects.create(
        first_name="Pat", last_name=word, email=f"pat@{word.lower()}.example.com",
        customer=customer, created_at=now, updated_at=now,
    )  # fmt: skip
    made: dict[str, Any] = {
        "contact": contact,
        "link": SiteContact.objects.create(
            site=site, contact=contact, role="billing", valid_during=since(now)
        ),
        "relationship": SiteRelationship.objects.create(site=site, other=other, kind="sibling"),
        "document": _document(site, word),
        "duplicate": SuspectedDuplicate.objects.create(
            site=site, other=other, score="0.9", found_at=now
        ),
        "exception": PlacementException.objects.create(
            site=site, territory=place.territory, effect="pin", ground="customer",
            reason=word, decided_by_label=word, valid_during=since(now),
        ),
        "review": BalanceReview.objects.create(
            territory=place.territory, rule="R-05", words=word, opened_at=now,
            due_at=now + timedelta(days=9),
        ),
        "customer": customer,
    }  # fmt: skip
    _bounded(place.territory, west)
    place.keys = {kind: str(row.pk) for kind, row in made.items()}
    place.keys |= {"site": site.number, "other": other.number, "territory": code}
    author = person(Role.DISTRICT_MANAGER, place.territory)
    place.keys |= change_set(author, code, site, word) | personal(author, word)
    return place


def _document(site: Site, word: str) -> Document:
    return Document.objects.create(
        site=site, type="other", title=f"{word} plan", content_type="text/plain", size_bytes=4,
        file=ContentFile(b"plan", name=f"{word}.txt"), uploaded_by_label=word,
        uploaded_at=clock.now(),
    )  # fmt: skip


def _bounded(territory: Territory, west: float) -> None:
    shape = Polygon.from_bbox((west, 33, west + 1, 34))
    Boundary.objects.create(
        territory=territory, geometry=MultiPolygon(shape, srid=4326), version=1,
        valid_during=since(clock.now()),
    )  # fmt: skip


def person(role: Role | None, territory: Territory) -> User:
    """Somebody with one role over a territory, or with none."""
    user = make_user()
    if role:
        make_grant(user, role, territory=territory)
    return user


def change_set(author: User, code: str, site: Site, word: str) -> dict[str, str]:
    """A draft of somebody in the region that concerns its site."""
    done: dict[str, Any] = {"by": author, "at": clock.now()}
    row = start_change_set(title=f"{word} change", reason=word, trigger="review", **done)
    change = ("assign_sites", {"sites": [site.number], "territory": code})
    add_changes(change_set=row, changes=[change], **done)
    return {"change_set": str(row.number), "approval": str(UUID(int=1))}


def personal(owner: User, word: str) -> dict[str, str]:
    """What belongs to one person: a job, an export, a view, a token, an import."""
    now = clock.now()
    base = {"title": f"{word} job", "started_by_label": word, "created_at": now}
    rows: dict[str, Any] = {
        "job": Job.objects.create(kind="imports.check", started_by_id=owner.pk, **base),
        "export": Job.objects.create(
            kind=EXPORT, started_by_id=owner.pk, state="succeeded", finished_at=now, **base
        ),
        "view": SavedView.objects.create(
            owner=owner, name=f"{word} view", created_at=now, updated_at=now
        ),
        "token": make_token(owner, name=f"{word} token")[0],
        "import": uploaded(csv_file(f"7001,{word} Lot,hotel,open,,Reno,NV,89501,,"), owner),
    }
    return {kind: str(row.pk) for kind, row in rows.items()}
