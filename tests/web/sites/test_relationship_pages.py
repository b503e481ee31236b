from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import BY, make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.sites.actions import relate_sites
from townsite.sites.models import Site, SiteRelationship

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def relate(site: Site, other: Site, kind: str = "parent", **more: object) -> SiteRelationship:
    return relate_sites(site=site, other=other, kind=kind, by=BY, at=clock.now(), **more)


def test_graph_map_and_table_say_the_same(db: None, signed_in: SignIn) -> None:
    campus = make_site(name="Hilltop Campus")
    garage, hotel = make_site(name="Hilltop Garage"), make_site(name="Hilltop Inn")
    relate(campus, garage)
    relate(campus, hotel, "shared_parking", share_percent=Decimal(40))
    page = signed_in().get(f"/sites/{campus.number}/relationships/").content.decode()
    assert page.count('class="graph-edge"') == 2
    assert "40% parking" in page
    assert 'id="relation-points"' in page
    assert "style=" not in page
    for other in (garage, hotel):
        assert page.count(f'href="/sites/{other.number}/"') >= 2


def test_a_relationship_is_added_and_ended(db: None, signed_in: SignIn) -> None:
    site, other = make_site(), make_site()
    client = signed_in()
    address = f"/sites/{site.number}/relationships/"
    client.post(address, {"kind": "shared_parking", "other": other.number, "share_percent": "35"})
    row = SiteRelationship.objects.get()
    assert (row.other, row.share_percent) == (other, Decimal(35))
    end = f"/sites/{other.number}/relationships/{row.pk}/end/"
    assert client.post(end, {"reason": ""}).status_code == 422
    assert SiteRelationship.objects.exists()
    client.post(end, {"reason": "sold"})
    assert not SiteRelationship.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("other", "999999", "There is no site 999999"),
        ("other", "", "required"),
        ("kind", "enemy", "valid choice"),
        ("share_percent", "101", "at most 100"),
        ("share_percent", "lots", "Enter a number"),
    ],
)
def test_a_wrong_relationship_is_refused(
    db: None, signed_in: SignIn, field: str, value: str, words: str
) -> None:
    site, other = make_site(), make_site()
    given = {"kind": "shared_parking", "other": other.number, field: value}
    answer = signed_in().post(f"/sites/{site.number}/relationships/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SiteRelationship.objects.exists()


def test_a_cycle_is_refused_with_its_chain(db: None, signed_in: SignIn) -> None:
    top, bottom = make_site(), make_site()
    relate(top, bottom)
    given = {"kind": "parent", "other": top.number}
    answer = signed_in().post(f"/sites/{bottom.number}/relationships/", given)
    assert answer.status_code == 422
    assert f"{top.number} is parent of {bottom.number}" in answer.content.decode()
    assert SiteRelationship.objects.count() == 1


def test_a_foreign_site_cannot_be_related(db: None, signed_in: SignIn) -> None:
    mine = make_territory()
    site, foreign = make_site(territory=mine), make_site(territory=make_territory())
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=mine)
    given = {"kind": "sibling", "other": foreign.number}
    answer = client.post(f"/sites/{site.number}/relationships/", given)
    assert answer.status_code == 422
    assert "within your reach" in answer.content.decode()
    assert not SiteRelationship.objects.exists()


def test_many_relations_are_drawn_without_overlap(db: None, signed_in: SignIn) -> None:
    from townsite.sites.queries.relationships import relations_of
    from townsite.web.sites.relation_graph import HEIGHT, WIDTH, relation_graph

    campus = make_site()
    for kind in ("parent", "sibling", "shared_parking"):
        for _ in range(4):
            relate(campus, make_site(), kind)
    boxes = relation_graph(campus, relations_of(campus)).boxes
    assert len(boxes) == 13
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
