"""Two regions that know nothing of each other, with one object of every kind in each."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.files.base import ContentFile

from tests.access.matrix.work import messages_of, scenario_of, shared_work
from tests.factories import (
    make_customer,
    make_grant,
    make_site,
    make_territory,
    make_token,
    make_user,
)
from tests.imports.made_up import checked, csv_file
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.changes.actions import start_change_set
from townsite.common import clock
from townsite.common.periods import since
from townsite.directory.export_files import EXPORT, exports_folder
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
from townsite.territories.actions import appoint
from townsite.territories.choices import PostRole
from townsite.territories.models import BalanceReview, Boundary, PlacementException, Territory

# Stands in every foreign row, so that any answer that shows one is found out.
MARK = "Zanzibar"


@dataclass
class Place:
    """Keys of the objects of one region, by kind; `person` kinds are kept for each owner."""

    keys: dict[str, str] = field(default_factory=dict)
    territory: Territory = field(init=False)


def region(code: str, word: str, west: float) -> Place:
    """A territory with two sites and everything that can hang on them, all named by `word`."""
    now, place = clock.now(), Place()
    place.territory = make_territory(
        code, name=f"{word} region", level="district", membership="boundary"
    )
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
    event = Event.objects.filter(target_kind="site", target_id=str(site.pk)).first()
    place.keys |= {
        "event": str(event.pk),
        "site": site.number,
        "other": other.number,
        "territory": code,
    }
    author = person(Role.DISTRICT_MANAGER, place.territory)
    appoint(
        territory=place.territory,
        role=PostRole.MANAGER,
        holder=author,
        by=author,
        at=now,
    )
    place.keys |= personal(author, word, place.territory) | shared_work(
        author, place.territory, word
    )
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


def personal(owner: User, word: str, territory: Territory) -> dict[str, str]:
    """What belongs to one person: job, export, view, token, import, draft, messages."""
    now = clock.now()
    base = {"title": f"{word} job", "started_by_label": word, "created_at": now}
    line = f"7001,{word} Lot,hotel,open,,Reno,NV,89501,,"
    rows: dict[str, Any] = {
        "job": Job.objects.create(kind="imports.check", started_by_id=owner.pk, **base),
        "export": Job.objects.create(
            kind=EXPORT, started_by_id=owner.pk, state="succeeded", finished_at=now,
            result={"kind": "csv", "file": _export(word)}, **base,
        ),
        "view": SavedView.objects.create(
            owner=owner, name=f"{word} view", created_at=now, updated_at=now
        ),
        "token": make_token(owner, name=f"{word} token")[0],
        "import": checked(csv_file(line), owner),
    }  # fmt: skip
    keys = {kind: str(row.pk) for kind, row in rows.items()}
    return (
        keys
        | messages_of(owner, make_user(), word)
        | _draft(owner, word)
        | scenario_of(owner, territory, word)
    )


def _draft(author: User, word: str) -> dict[str, str]:
    """A change set that only its author sees until it is submitted."""
    row = start_change_set(
        title=f"{word} change", reason=word, trigger="review", by=author, at=clock.now()
    )
    return {"change_set": str(row.number)}


def _export(word: str) -> str:
    """The name of a kept export file; removed with all others of its age."""
    name = uuid4()
    exports_folder().mkdir(parents=True, exist_ok=True)
    (exports_folder() / name.hex).write_text(word)
    return str(name)
