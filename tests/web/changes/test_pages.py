"""Pages of the change sets: propose, decide, and what is refused."""

import pytest

from tests.changes.world import person
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.changes.types.registry import change_types
from townsite.sites.models import Site


@pytest.fixture
def row(world, draft):
    return draft(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))


def post(client, row, verb, **sent):
    return client.post(f"/change-sets/{row.number}/{verb}/", sent, follow=True)


def test_a_proposal_is_begun_filled_and_submitted(world, signed_in):
    client = signed_in(world.author)
    begun = client.post(
        "/change-sets/new/?type=assign_sites&territory=D02",
        {"title": "Nearer", "reason": "Shorter drives", "trigger": "review"},
    )
    assert begun["Location"].endswith("/changes/new/?type=assign_sites&territory=D02")
    form = client.get(begun["Location"]).content.decode()
    assert 'value="D02"' in form
    added = client.post(
        begun["Location"], {"sites": ", ".join(world.sites[:2]), "territory": "D02"}, follow=True
    ).content.decode()
    assert "2 sites leave D01 Norfolk for D02 Richmond" in added
    assert "Nobody gains or loses access" in added
    row = ChangeSet.objects.get()
    assert "Regional VP of EAST" in post(client, row, "submit").content.decode()


def test_a_change_that_cannot_be_made_keeps_what_was_typed(world, row, signed_in):
    client = signed_in(world.author)
    answer = client.post(
        f"/change-sets/{row.number}/changes/new/?type=assign_sites",
        {"sites": "999999", "territory": "NOWHERE"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no site 999999" in text
    assert "There is no territory NOWHERE" in text
    assert 'value="NOWHERE"' in text
    assert row.changes.count() == 1


@pytest.mark.parametrize(
    "kind", sorted(key for key, kind in change_types().items() if kind.is_drafted)
)
def test_every_type_has_a_form(world, row, signed_in, kind):
    answer = signed_in(world.author).get(f"/change-sets/{row.number}/changes/new/?type={kind}")
    assert answer.status_code == 200


def test_an_approver_sees_the_impact_and_decides(world, row, signed_in):
    loser = person(Role.ACCOUNT_MANAGER, world.d01)
    post(signed_in(world.author), row, "submit")
    vice = person(Role.REGIONAL_VP, world.east)
    client = signed_in(vice)
    text = client.get(f"/change-sets/{row.number}/").content.decode()
    assert "2 → 0" in text
    assert f"({loser.email}) loses 2 sites" in " ".join(text.split())
    approval = row.approvals.get().pk
    assert "Approved" in post(client, row, "approve", approval=approval).content.decode()
    row.refresh_from_db()
    assert row.state == "approved"
    assert "30 days" in client.get(f"/change-sets/{row.number}/").content.decode()


def test_an_administrator_does_not_approve_their_own(world, draft, admin, signed_in):
    row = draft(("assign_sites", {"sites": world.sites[:1], "territory": "D02"}), by=admin)
    client = signed_in(admin)
    post(client, row, "submit")
    told = post(client, row, "approve", approval=row.approvals.get().pk).content.decode()
    assert "somebody else has to decide" in told
    row.refresh_from_db()
    assert row.state == "submitted"


def test_who_sees_nothing_it_touches_does_not_see_it(world, row, signed_in):
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=world.d03)
    assert client.get(f"/change-sets/{row.number}/").status_code == 404
    assert "Move two sites" not in client.get("/change-sets/").content.decode()
    assert post(client, row, "cancel").status_code == 404
    row.refresh_from_db()
    assert row.state == "draft"


def test_sites_out_of_reach_are_only_counted(world, draft, admin, signed_in):
    row = draft(
        ("assign_sites", {"sites": [world.sites[0], world.sites[3]], "territory": "D02"}), by=admin
    )
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=world.d01)
    text = client.get(f"/change-sets/{row.number}/").content.decode()
    assert world.sites[0] in text
    assert world.sites[3] not in text


def test_the_list_is_narrowed_by_its_address(world, row, published, signed_in):
    published(("assign_sites", {"sites": [world.free], "territory": "D01"}), title="Done one")
    client = signed_in(world.author)
    text = client.get("/change-sets/?state=effective").content.decode()
    assert "Done one" in text
    assert "Move two sites" not in text


def test_a_reader_without_the_permission_proposes_nothing(world, signed_in):
    client = signed_in(role=Role.QUALITY, territory=world.d01)
    assert client.get("/change-sets/new/").status_code == 403
    assert client.post("/change-sets/new/", {"title": "T", "reason": "R"}).status_code == 403
    assert not ChangeSet.objects.exists()


def test_a_bulk_assignment_can_be_proposed_instead(world, signed_in):
    client = signed_in(world.author)
    sent = {
        "act": "assign", "selected": ",".join(world.sites[:2]), "territory": "D01", "reason": "R",
    }  # fmt: skip
    page = client.post("/sites/bulk/propose/", sent, follow=True)
    assert page.status_code == 200
    row = ChangeSet.objects.get()
    assert (row.title, row.state) == ("Assign 2 sites to D01", "draft")
    assert set(
        Site.objects.filter(number__in=world.sites[:2]).values_list("territory_path", flat=True)
    ) == {"NATL.EAST.D01"}
