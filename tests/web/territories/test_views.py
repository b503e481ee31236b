"""The tree in the browser's eyes."""

import pytest

from tests.factories import make_site, make_territory
from tests.factories.policies import ask_nobody
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.territories.models import Post, Territory, TerritoryPlacement


def test_the_tree_shows_what_is_in_reach(db, signed_in):
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    make_site(territory=east)
    client = signed_in(role=Role.REGIONAL_VP, territory=east)
    page = client.get("/territories/").content.decode()
    assert "EAST" in page
    assert "WEST" not in page
    assert client.get("/territories/WEST/").status_code == 404
    assert west.pk


def test_an_empty_tree_teaches_the_next_step(db, signed_in):
    assert "No territories yet" in signed_in().get("/territories/").content.decode()


def test_a_new_territory_is_made_and_shown(db, signed_in):
    client = signed_in()
    response = client.post(
        "/territories/new/",
        {
            "code": "east",
            "name": "East",
            "level": "region",
            "kind": "regional",
            "membership": "list",
        },
    )
    assert response["Location"] == "/territories/EAST/"
    assert "East" in client.get("/territories/EAST/").content.decode()


def test_a_refusal_keeps_what_was_typed(db, signed_in):
    make_territory("EAST")
    response = signed_in().post(
        "/territories/new/",
        {
            "code": "EAST",
            "name": "Typed name",
            "level": "region",
            "kind": "regional",
            "membership": "list",
        },
    )
    assert response.status_code == 422
    assert "Typed name" in response.content.decode()
    assert "taken" in response.content.decode()
    assert Territory.objects.count() == 1


def test_a_reader_cannot_edit(db, signed_in):
    territory = make_territory("EAST")
    client = signed_in(role=Role.BILLING_ADMIN, territory=territory)
    assert client.post("/territories/EAST/close/", {"reason": "x"}).status_code == 403
    territory.refresh_from_db()
    assert territory.status == "active"


APPOINT = {"role": "manager", "holder_label": "Dana Example", "reason": "vacant"}
MOVE = {"reason": "nearer"}


def act(client, verb, given, code="EAST"):
    return client.post(f"/territories/{code}/{verb}/", given, follow=True).content.decode()


def test_somebody_is_appointed_at_once_where_nobody_has_to_approve(db, signed_in):
    ask_nobody("approval.change", "structure")
    make_territory("EAST")
    page = act(signed_in(), "posts", APPOINT)
    row = ChangeSet.objects.get()
    assert (row.state, row.classes, row.title[:16]) == (
        "effective",
        ["structure"],
        "Appoint for EAST",
    )
    assert (
        f'Appointed. Effective · <a class="text-decoration-underline" href="/change-sets/{row.number}/">'
        in page
    )
    assert Post.objects.get().holder_label == "Dana Example"


def test_an_appointment_waits_for_whom_the_policy_asks(db, signed_in):
    make_territory("EAST")
    page = act(signed_in(), "posts", APPOINT)
    row = ChangeSet.objects.get()
    assert row.state == "submitted"
    assert "Nothing has changed yet. Waits for approval by Regional VP of EAST" in page
    assert f'<a class="text-decoration-underline" href="/change-sets/{row.number}/">' in page
    assert not Post.objects.exists()


def test_a_territory_is_moved_and_closed(db, signed_in):
    ask_nobody("approval.change", "structure")
    west = make_territory("WEST", level="region")
    north = make_territory("NORTH", level="district")
    client = signed_in()
    assert "Moved. Its sites moved with it. Effective" in act(
        client, "move", {**MOVE, "parent": west.pk}, "NORTH"
    )
    placed = TerritoryPlacement.objects.get(territory=north, valid_during__upper_inf=True)
    assert placed.parent == west
    assert "Closed. It takes no more sites. Effective" in act(client, "close", MOVE, "NORTH")
    north.refresh_from_db()
    assert north.status == "inactive"


def test_what_cannot_be_is_refused_and_drafts_nothing(db, signed_in):
    ask_nobody("approval.change", "structure")
    east = make_territory("EAST", level="region")
    below = make_territory("D01", parent=east)
    make_site(territory=below)
    client = signed_in()
    assert "cannot become its parent" in act(client, "move", {**MOVE, "parent": below.pk})
    assert "still has 1 sites" in act(client, "close", MOVE, "D01")
    assert "This field is required" in act(client, "posts", {**APPOINT, "reason": ""})
    assert not ChangeSet.objects.exists()


def edited(**values):
    return {"name": "Territory EAST", "kind": "regional", "membership": "list", "version": "1",
            "reason": "yearly review", **values}  # fmt: skip


def test_an_edit_sets_what_differs_and_clears_what_was_emptied(db, signed_in):
    ask_nobody("approval.change", "structure")
    territory = make_territory("EAST", name="Territory EAST", capacity_limit=40)
    page = act(signed_in(), "edit", edited(name="New East", allowed_states="va, md"))
    assert "saved. Effective" in page
    territory.refresh_from_db()
    assert (territory.name, territory.capacity_limit) == ("New East", None)
    assert territory.allowed_states == ["MD", "VA"]
    payload = ChangeSet.objects.get().changes.get().payload
    assert (payload["kind"], payload["clear"]) == (None, ["capacity_limit"])


def test_an_edit_takes_an_attribute_rule(db, signed_in):
    ask_nobody("approval.change", "structure")
    territory = make_territory("EAST", name="Territory EAST")
    client = signed_in()
    given = edited(membership="rule")
    assert "its rule has no attribute" in act(client, "edit", given)
    act(client, "edit", {**given, "rule": "service_class: shuttle"})
    territory.refresh_from_db()
    assert territory.membership_rule == {"service_class": "shuttle"}


@pytest.mark.parametrize(
    ("given", "said"),
    [({"version": "7"}, "changed meanwhile"), ({}, "Nothing of EAST was changed")],
)
def test_a_stale_or_empty_edit_is_refused(db, signed_in, given, said):
    make_territory("EAST", name="Territory EAST")
    assert said in act(signed_in(), "edit", edited(**given))
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize("code", ["NOPE", "x" * 300, "'; drop"])
def test_unknown_codes_are_not_found(db, signed_in, code):
    assert signed_in().get(f"/territories/{code}/").status_code == 404


def test_a_null_character_is_refused(db, signed_in):
    response = signed_in().get("/territories/%00/")
    assert response.status_code == 400
    assert "%00" in response.json()["detail"]


def test_a_form_sent_empty_shows_what_is_missing(db, signed_in):
    territory = make_territory("EAST")
    client = signed_in()
    for path in ("/territories/new/", "/territories/EAST/edit/"):
        response = client.post(path, {})
        assert response.status_code == 422, path
        assert "This field is required" in response.content.decode(), path
    territory.refresh_from_db()
    assert (Territory.objects.count(), territory.version) == (1, 1)
