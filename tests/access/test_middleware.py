"""One transaction and one scope a request."""

from tests.factories import make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.sites.models import Site
from townsite.territories.models import Territory


def test_a_refused_request_takes_its_writes_back(db, signed_in):
    make_territory("EAST", level="region")
    client = signed_in()
    before = Territory.objects.count()
    answer = client.post(
        "/territories/new/",
        {
            "code": "T1",
            "name": "x",
            "level": "national",
            "parent": str(Territory.objects.get().pk),
            "kind": "metro",
            "membership": "list",
        },
    )
    assert answer.status_code == 422
    assert Territory.objects.count() == before


def test_the_scope_of_one_request_does_not_reach_the_next(db, client, signed_in):
    make_site(territory=make_territory("T1"))
    assert client.get("/api/v1/territories").status_code == 401
    admin = signed_in()
    assert len(admin.get("/api/v1/territories").json()["items"]) == 1
    admin.logout()
    nobody = signed_in(make_user())
    assert nobody.get("/api/v1/territories").json()["items"] == []
    assert Site.objects.count() == 1


def test_each_answer_names_its_request(db, signed_in):
    client = signed_in(role=Role.SYSTEM_ADMIN)
    first, second = client.get("/territories/"), client.get("/territories/")
    assert first["X-Request-Id"] != second["X-Request-Id"]
