from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.sites.actions import end_relationship, relate_sites
from townsite.sites.errors import RelationshipRefused
from townsite.sites.models import Site, SiteRelationship
from townsite.sites.queries.relationships import relations_of

pytestmark = pytest.mark.django_db
NOW = clock.now()


def relate(site: Site, other: Site, kind: str = "parent", **more: object) -> SiteRelationship:
    return relate_sites(site=site, other=other, kind=kind, by=BY, at=NOW, **more)


def test_both_sites_tell_of_a_new_relationship(db: None) -> None:
    campus, garage = make_site(), make_site()
    relate(campus, garage)
    events = Event.objects.filter(type="site.related")
    assert {event.site_id for event in events} == {campus.pk, garage.pk}
    assert [each.words for each in relations_of(campus)] == ["Parent of"]
    assert [each.words for each in relations_of(garage)] == ["Child of"]


@pytest.mark.parametrize("kind", ["parent", "predecessor"])
def test_a_chain_that_would_close_is_refused_and_named(db: None, kind: str) -> None:
    top, middle, bottom = make_site(), make_site(), make_site()
    relate(top, middle, kind)
    relate(middle, bottom, kind)
    with pytest.raises(RelationshipRefused) as refusal:
        relate(bottom, top, kind)
    assert refusal.value.detail.index(top.number) < len(refusal.value.detail)
    link = "parent of" if kind == "parent" else "predecessor of"
    assert (
        f"{top.number} is {link} {middle.number} is {link} {bottom.number}" in refusal.value.detail
    )
    assert SiteRelationship.objects.count() == 2


def test_a_diamond_is_no_cycle(db: None) -> None:
    top, left, right, bottom = (make_site() for _ in range(4))
    for above, below in ((top, left), (top, right), (left, bottom), (right, bottom)):
        relate(above, below)
    assert SiteRelationship.objects.count() == 4


def test_shared_parking_stays_within_all_of_it(db: None) -> None:
    garage, hotel, office = make_site(), make_site(), make_site()
    relate(garage, hotel, "shared_parking", share_percent=Decimal("62.5"))
    with pytest.raises(RelationshipRefused, match=r"At most 37\.5% is left"):
        relate(garage, office, "shared_parking", share_percent=Decimal(40))
    relate(garage, office, "shared_parking", share_percent=Decimal("37.5"))
    assert SiteRelationship.objects.count() == 2


@pytest.mark.parametrize("share", [Decimal(0), Decimal("100.01"), Decimal(-1)])
def test_a_share_is_a_percentage(db: None, share: Decimal) -> None:
    with pytest.raises(Invalid):
        relate(make_site(), make_site(), "shared_parking", share_percent=share)
    assert not SiteRelationship.objects.exists()


def test_only_parking_has_a_share(db: None) -> None:
    with pytest.raises(Invalid, match="shared parking"):
        relate(make_site(), make_site(), "sibling", share_percent=Decimal(10))


def test_no_site_relates_to_itself(db: None) -> None:
    site = make_site()
    with pytest.raises(Invalid):
        relate(site, site)


def test_siblings_are_recorded_once_for_both(db: None) -> None:
    left, right = make_site(), make_site()
    relate(left, right, "sibling")
    with pytest.raises(Conflict):
        relate(right, left, "sibling")
    assert SiteRelationship.objects.count() == 1


def test_an_ended_relationship_is_told_on_both_sides(db: None) -> None:
    campus, garage = make_site(), make_site()
    row = relate(campus, garage)
    with pytest.raises(Invalid, match="why"):
        end_relationship(relationship=row, by=BY, at=NOW, reason="")
    assert SiteRelationship.objects.exists()
    end_relationship(relationship=row, by=BY, at=NOW, reason="sold")
    assert not SiteRelationship.objects.exists()
    assert Event.objects.filter(type="site.unrelated", reason="sold").count() == 2


def test_a_reader_cannot_relate_sites(db: None, as_person: Callable) -> None:
    territory = make_territory()
    campus, garage = make_site(territory=territory), make_site(territory=territory)
    reader = make_user()
    make_grant(reader, Role.QUALITY, territory=territory)
    with as_person(reader), pytest.raises(Forbidden):
        relate_sites(site=campus, other=garage, kind="sibling", by=reader, at=NOW)
    assert not SiteRelationship.objects.exists()


def test_a_cycle_through_a_foreign_site_is_seen_but_not_named(
    db: None, as_person: Callable
) -> None:
    mine, theirs = make_territory(), make_territory()
    top, bottom = make_site(territory=mine), make_site(territory=mine)
    foreign = make_site(territory=theirs)
    relate(top, foreign)
    relate(foreign, bottom)
    manager = make_user()
    make_grant(manager, Role.ACCOUNT_MANAGER, territory=mine)
    with as_person(manager), pytest.raises(RelationshipRefused) as refusal:
        relate_sites(site=bottom, other=top, kind="parent", by=manager, at=NOW)
    assert "a site beyond your reach" in refusal.value.detail
    assert foreign.number not in refusal.value.detail


def test_relations_to_foreign_sites_are_not_shown(db: None, as_person: Callable) -> None:
    mine = make_territory()
    site, foreign = make_site(territory=mine), make_site(territory=make_territory())
    relate(site, foreign, "same_owner")
    manager = make_user()
    make_grant(manager, Role.ACCOUNT_MANAGER, territory=mine)
    with as_person(manager):
        assert relations_of(site) == []
    assert len(relations_of(site)) == 1
