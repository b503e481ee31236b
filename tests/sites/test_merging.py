from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid, NotFound
from townsite.sites.actions import (
    add_contact,
    add_document,
    link_contact,
    merge_sites,
    relate_sites,
    set_external_id,
)
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Document, ExternalId, Site, SiteContact, SiteRelationship
from townsite.sites.queries.merging import merge_plan

pytestmark = pytest.mark.django_db
NOW = clock.now()


def furnish(site: Site, name: str) -> None:
    """A primary and a billing contact, a document and a key."""
    for role in ("primary", "billing"):
        email = f"{name}-{role}@harborline.example.com"
        contact = add_contact(values={"email": email}, by=BY, at=NOW)
        link_contact(site=site, contact=contact, role=role, by=BY, at=NOW)
    file = ContentFile(b"%PDF-1.4 plan", name="plan.pdf")
    add_document(
        site=site, document_type="floor_plan", title=f"Plan {name}", file=file, by=BY, at=NOW
    )
    set_external_id(site=site, system=f"billing-{name}", key=name, by=BY, at=NOW)


def merge(gone: Site, kept: Site, **more: object) -> Site:
    return merge_sites(duplicate=gone, into=kept, by=BY, at=NOW, reason="entered twice", **more)


def test_belongings_move_to_the_survivor(db: None) -> None:
    kept, gone, garage = make_site(), make_site(), make_site()
    furnish(kept, "kept")
    furnish(gone, "gone")
    relate_sites(site=gone, other=garage, kind="parent", by=BY, at=NOW)
    plan = merge_plan(gone=gone, kept=kept)
    foreseen = {kind.label: len(kind.moving) for kind in plan}
    assert foreseen == {"contacts": 1, "documents": 1, "external ids": 1, "relationships": 1}
    merge(gone, kept)
    roles = sorted(SiteContact.objects.filter(site=kept).values_list("role", flat=True))
    assert roles == ["billing", "billing", "primary"]
    assert Document.objects.filter(site=kept).count() == 2
    assert ExternalId.objects.filter(site=kept).count() == 2
    assert SiteRelationship.objects.get().site == kept


def test_the_duplicate_keeps_its_number_and_points_to_the_survivor(db: None) -> None:
    kept, gone = make_site(), make_site()
    merge(gone, kept)
    gone.refresh_from_db()
    assert (gone.status, gone.merged_into) == ("merged", kept)
    events = Event.objects.filter(type="site.merged", reason="entered twice")
    assert {event.site_id for event in events} == {kept.pk, gone.pk}


def test_chosen_values_are_taken_over(db: None) -> None:
    kept, gone = make_site(gl_string=""), make_site(gl_string="02-03-4799-", name="Hilltop Inn")
    survivor = merge(gone, kept, values={"gl_string": "02-03-4799-", "name": "Hilltop Inn"})
    assert (survivor.gl_string, survivor.name) == ("02-03-4799-", "Hilltop Inn")
    update = Event.objects.get(type="site.updated", site_id=kept.pk)
    assert update.changes["gl_string"] == ["", "02-03-4799-"]


def test_former_merges_follow_to_the_new_survivor(db: None) -> None:
    first, second, third = make_site(), make_site(), make_site()
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_merge_never_closes_a_chain_of_parents(db: None) -> None:
    kept, gone, middle = make_site(), make_site(), make_site()
    relate_sites(site=kept, other=middle, kind="parent", by=BY, at=NOW)
    relate_sites(site=middle, other=gone, kind="parent", by=BY, at=NOW)
    plan = merge_plan(gone=gone, kept=kept)
    assert (len(plan.relationships.moving), len(plan.relationships.staying)) == (0, 1)
    merge(gone, kept)
    assert not SiteRelationship.objects.filter(site=middle, other=kept).exists()


def test_refusals_change_nothing(db: None) -> None:
    kept, gone = make_site(), make_site()
    furnish(gone, "gone")
    with pytest.raises(Invalid, match="itself"):
        merge(kept, kept)
    with pytest.raises(Invalid, match="why"):
        merge_sites(duplicate=gone, into=kept, by=BY, at=NOW, reason=" ")
    assert SiteContact.objects.filter(site=gone).count() == 2
    merge(gone, kept)
    with pytest.raises(WrongStatus):
        merge(gone, make_site())
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_both_sites_must_be_in_the_writing_scope(db: None, as_person: Callable) -> None:
    mine, theirs = make_territory(), make_territory()
    kept, gone = make_site(territory=mine), make_site(territory=theirs)
    manager = make_user()
    make_grant(manager, Role.TERRITORY_ADMIN, territory=mine)
    with as_person(manager), pytest.raises(NotFound):
        merge_sites(duplicate=gone, into=kept, by=manager, at=NOW, reason="twice")
    make_grant(manager, Role.QUALITY, territory=theirs)
    with as_person(manager), pytest.raises(Forbidden):
        merge_sites(duplicate=gone, into=kept, by=manager, at=NOW, reason="twice")
    gone.refresh_from_db()
    assert gone.status == "draft"
