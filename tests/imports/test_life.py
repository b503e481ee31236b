from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.factories import make_customer, make_site, make_territory, make_user
from tests.imports.made_up import actions, checked, codes, committed, csv_file, undone
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, NotFound, Stale
from townsite.directory.criteria import Criteria
from townsite.imports.actions.settle import discard
from townsite.imports.choices import ImportStatus, MatchKey
from townsite.imports.errors import UndoRefused, WrongState
from townsite.imports.models import Import, ImportRow, Made
from townsite.imports.queries import packed_file
from townsite.imports.tasks import commit, remove_files
from townsite.jobs.progress import Progress
from townsite.sites.actions import update_site
from townsite.sites.models import Contact, Customer, ExternalId, Site, SiteContact

PIER = "0417,Pier Hotel,hotel,open,12 Pier Rd,Norfolk,VA,23510,120,80"
DOCK = ",Dock Garage,other,open,14 Pier Rd,Norfolk,VA,23510,0,"


def test_new_sites_are_made_with_one_event_each(admin: User) -> None:
    found = committed(csv_file(PIER, DOCK), admin)
    pier = Site.objects.get(number="0417")
    dock = Site.objects.get(name="Dock Garage")
    assert (pier.status, pier.room_count, pier.parking_spaces) == ("active", 80, 120)
    assert (pier.parking_mode, pier.is_24_7) == ("valet", True)  # what hotels start with
    assert (dock.parking_spaces, dock.room_count) == (0, None)  # zero is not empty
    assert len(dock.number) >= 4
    assert dock.completeness > 0
    assert "customer" in dock.missing
    events = Event.objects.filter(type="site.created", site_id__in=[pier.pk, dock.pk])
    assert {event.target_label for event in events} == {str(pier), str(dock)}
    assert events.get(site_id=pier.pk).changes["room_count"] == [None, 80]
    assert found.status == ImportStatus.COMMITTED
    assert Event.objects.get(type="import.committed").changes["created"] == [None, 2]


def test_numbers_that_a_loaded_portfolio_took_in_a_row_are_stepped_over(admin: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('sites_site_number_seq')")
        (last,) = cursor.fetchone()
    for number in range(last + 1, last + 31):
        make_site(number=f"{number:04d}")
    committed(csv_file(DOCK), admin)
    assert Site.objects.get(name="Dock Garage").number == f"{last + 31:04d}"


def test_quality_of_new_sites_is_the_one_a_later_refresh_would_give(admin: User) -> None:
    from townsite.sites.quality import refresh_quality

    committed(csv_file(PIER, DOCK), admin)
    ids = list(Site.objects.values_list("pk", flat=True))
    assert refresh_quality(ids, at=clock.now()) == 0


def test_the_same_file_again_changes_nothing(admin: User) -> None:
    committed(csv_file(PIER), admin)
    again = checked(csv_file(PIER), admin)
    assert actions(again) == ["unchanged"]
    assert again.is_remembered_map


def test_a_match_is_shown_as_a_difference_and_updated(admin: User) -> None:
    site = make_site(number="0417", name="Pier Inn", room_count=0, zip="23510")
    found = checked(csv_file(PIER), admin)
    row = found.rows.get()
    assert (row.action, row.site_id) == ("update", site.pk)
    assert row.diff["name"] == ["Pier Inn", "Pier Hotel"]
    assert row.diff["room_count"] == [0, 80]
    assert "zip" not in row.diff
    committed(found, admin)
    site.refresh_from_db()
    assert (site.name, site.room_count, site.version) == ("Pier Hotel", 80, 2)
    assert Event.objects.get(type="site.updated").changes["name"] == ["Pier Inn", "Pier Hotel"]


def test_sites_are_matched_by_external_id_whatever_its_case(admin: User) -> None:
    site = make_site(name="Pier Inn")
    key = "5F2C0000-AAAA-4BBB-8CCC-000000000001"
    ExternalId.objects.create(site=site, system="guid", key=key)
    found = checked(csv_file(f"{key.lower()},Pier Hotel", header="GUID,Name"), admin)
    assert found.column_map["match_key"] == MatchKey.EXTERNAL_ID
    assert found.rows.get().site_id == site.pk


def test_undo_removes_made_sites_and_restores_changed_ones(admin: User) -> None:
    site = make_site(number="0418", name="Dock Inn", zip="23510")
    before = (
        Site.objects.filter(pk=site.pk).values("name", "street1", "location", "room_count").get()
    )
    header = "Number,Name,City,State,ZIP,Rooms,Email,Customer,External ID"
    rows = (
        "0417,Pier Hotel,Norfolk,VA,23510,80,desk@example.com,Harborline,A-1",
        "0418,Dock Hotel,Norfolk,VA,23510,7,desk@example.com,Harborline,A-2",
    )
    found = committed(csv_file(*rows, header=header), admin, match_key=MatchKey.NUMBER)
    assert Customer.objects.filter(name="Harborline").exists()
    assert SiteContact.objects.filter(contact__email="desk@example.com").count() == 2
    assert Site.objects.get(pk=site.pk).customer is not None
    undone(found, admin)
    assert not Site.objects.filter(number="0417").exists()
    assert (
        Site.objects.filter(pk=site.pk).values("name", "street1", "location", "room_count").get()
        == before
    )
    assert not Customer.objects.filter(name="Harborline").exists()
    assert not Contact.objects.filter(email="desk@example.com").exists()
    assert not ExternalId.objects.exists()
    assert not Made.objects.exists()
    kinds = list(
        Event.objects.filter(at=Event.objects.latest("id").at).values_list("type", flat=True)
    )
    # The job that scores what was restored has begun.
    assert sorted(kinds) == [
        "change_set.reverted", "import.undone", "job.started", "site.removed", "site.updated",
    ]  # fmt: skip


def test_undo_is_refused_with_the_reason_when_a_site_moved_on(admin: User) -> None:
    found = committed(csv_file(PIER, DOCK), admin)
    pier = Site.objects.get(number="0417")
    update_site(site=pier, values={"room_count": 81}, by=admin, at=clock.now())
    with pytest.raises(UndoRefused, match="Changed since: 0417"):
        undone(found, admin)
    assert Site.objects.filter(number="0417", room_count=81).exists()
    assert Site.objects.filter(name="Dock Garage").exists()


def test_commit_is_refused_when_a_site_moved_on_since_the_check(admin: User) -> None:
    site = make_site(number="0417", name="Pier Inn")
    found = checked(csv_file(PIER, DOCK), admin)
    update_site(site=site, values={"name": "Pier Lodge"}, by=admin, at=clock.now())
    Import.objects.filter(pk=found.pk).update(status=ImportStatus.COMMITTING)
    with pytest.raises(Stale, match="1 of 1 sites were changed by somebody"):
        commit(Progress(by=admin, at=clock.now()), import_id=str(found.pk))


def test_a_step_out_of_order_is_refused(admin: User) -> None:
    found = committed(csv_file(PIER), admin)
    with pytest.raises(WrongState, match="is at “Imported”"):
        discard(import_=found, by=admin, at=clock.now())


def test_discard_leaves_no_rows(admin: User) -> None:
    found = checked(csv_file(PIER), admin)
    discard(import_=found, by=admin, at=clock.now())
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()
    assert not Site.objects.exists()


def test_districts_assign_and_near_misses_are_suggested(admin: User) -> None:
    east = make_territory("EAST1", name="Norfolk Harbor")
    header = "Number,Name,City,State,District"
    found = committed(
        csv_file(
            "0417,Pier Hotel,Norfolk,VA,D - Norfolk Harbor",
            "0418,Dock Hotel,Norfolk,VA,D - Norfolk Habor",
            "0419,Quay Hotel,Norfolk,VA,D - Elsewhere",
            header=header,
        ),
        admin,
    )
    assert Site.objects.get(number="0417").territory_id == east.pk
    assert Site.objects.get(number="0418").territory_id is None
    assert "similar_district" in codes(found, 3)
    assert "unknown_district" in codes(found, 4)
    assert Event.objects.filter(type="site.assigned").count() == 1
    undone(found, admin)
    assert not Site.objects.exists()


def test_several_billing_addresses_become_contacts_once(admin: User) -> None:
    header = "Number,Name,City,State,billingcontactemail"
    committed(
        csv_file(
            "0417,Pier Hotel,Norfolk,VA,AP@Example.com;desk@example.com;",
            "0418,Dock Hotel,Norfolk,VA,ap@example.com<br>",
            header=header,
        ),
        admin,
    )
    assert sorted(Contact.objects.values_list("email", flat=True)) == [
        "ap@example.com",
        "desk@example.com",
    ]
    assert SiteContact.objects.filter(role="billing").count() == 3
    again = checked(csv_file("0417,Pier Hotel,Norfolk,VA,desk@example.com", header=header), admin)
    assert actions(again) == ["unchanged"]


def test_customers_are_found_again_by_name(admin: User) -> None:
    customer = make_customer(name="Harborline Group")
    committed(csv_file("0417,Pier Hotel,HARBORLINE GROUP", header="Number,Name,Customer"), admin)
    assert Site.objects.get(number="0417").customer == customer


def test_a_manager_imports_into_their_own_district(as_person) -> None:
    from tests.factories import make_grant, make_user
    from townsite.access.choices import Role

    own = make_territory("EAST1", name="Norfolk Harbor")
    make_site(number="0500", name="Hidden Hotel", territory=make_territory("WEST1"))
    manager = make_user()
    make_grant(manager, Role.DISTRICT_MANAGER, territory=own)
    header = "Number,Name,City,State,District,Email"
    with as_person(manager):
        committed(
            csv_file("0417,Pier Hotel,Norfolk,VA,EAST1,desk@example.com", header=header), manager
        )
        site = Site.objects.get(number="0417")
        assert site.territory_id == own.pk
        assert site.site_contacts.get().contact.email == "desk@example.com"
        hidden = checked(
            csv_file("0500,Pier Hotel,Norfolk,VA", header="Number,Name,City,State"), manager
        )
        assert actions(hidden) == ["create"]  # the manager must not learn of the other site
        Import.objects.filter(pk=hidden.pk).update(status=ImportStatus.COMMITTING)
        with pytest.raises(Conflict, match="out of your reach"):
            commit(Progress(by=manager, at=clock.now()), import_id=str(hidden.pk))
    assert Site.objects.get(number="0500").name == "Hidden Hotel"


def test_dated_values_of_classification_begin_with_the_commit(admin: User) -> None:
    committed(csv_file(PIER, DOCK), admin)
    pier = Site.objects.get(number="0417")
    held = pier.classifications.get(facet="facility_type")
    assert (held.value, held.valid_during.lower) == ("hotel", pier.created_at)
    changed = committed(csv_file(PIER.replace("hotel,open", "other,open")), admin)
    values = pier.classifications.filter(facet="facility_type").order_by("valid_during")
    assert [row.value for row in values] == ["hotel", "other"]
    assert values[0].valid_during.upper == values[1].valid_during.lower
    undone(changed, admin)
    assert [row.value for row in values.all()] == ["hotel", "other", "hotel"]


def test_the_sites_of_an_import_are_found_by_its_token(
    admin: User, as_person: Any, signed_in: Any
) -> None:
    make_site(name="Somewhere Else")
    found = committed(csv_file(PIER, DOCK), admin)
    question = Criteria.parse(f"import:{found.pk}")
    assert {site.name for site in question.sites()} == {"Pier Hotel", "Dock Garage"}
    page = signed_in(admin).get(f"/imports/{found.pk}/result/").content.decode()
    assert f"/sites/?q=import%3A{found.pk}" in page
    listed = signed_in(admin).get(f"/sites/?q=import:{found.pk}").content.decode()
    assert "import: sites.csv" in listed
    assert "Somewhere Else" not in listed
    with as_person(make_user()):
        stranger = Criteria.parse(f"import:{found.pk}")
        assert [problem.detail[:18] for problem in stranger.problems] == ["There is no import"]


def test_old_uploads_are_removed_and_the_import_stays(admin: User) -> None:
    old, new = committed(csv_file(PIER), admin), checked(csv_file(DOCK), admin)
    Import.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=31))
    assert remove_files(Progress(by=admin, at=clock.now())) == {"removed": 1}
    with pytest.raises(NotFound, match="Upload it again"):
        packed_file(old)
    assert packed_file(new)
    assert undone(old, admin).status == ImportStatus.UNDONE
