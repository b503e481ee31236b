import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_user
from tests.imports.made_up import actions, checked, codes, committed, csv_file
from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound
from townsite.imports.actions import decide
from townsite.imports.actions.decide import (
    accept_alike,
    accept_fix,
    edit_cell,
    restore_row,
    skip_alike,
    skip_row,
)
from townsite.imports.actions.settle import settle
from townsite.imports.choices import ImportStatus
from townsite.imports.errors import WrongState
from townsite.imports.models import Import
from townsite.imports.queries import RowFilter, error_rows, issue_groups, rows_of
from townsite.imports.tasks import recheck
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE
from townsite.sites.models import Site

HEADER = "Number,Name,Status,City,State,ZIP,Spaces"
ROWS = (
    "417,PIER HOTEL,open,Norfolk,VA,23510,120",
    "418,DOCK GARAGE,opne,Norfolk,VA,23510,many",
    "418,QUAY INN,closed,Norfolk,VA,23510,7",
)


@pytest.fixture
def messy(admin: User) -> Import:
    return checked(csv_file(*ROWS, header=HEADER), admin)


def test_all_problems_are_found_at_once_by_row_and_column(messy: Import) -> None:
    assert actions(messy) == ["create", "error", "error"]
    found = {(g.severity, g.field, g.code): g.count for g in issue_groups(messy)}
    assert found["error", "status", "unknown_choice"] == 1
    assert found["error", "parking_spaces", "not_a_number"] == 1
    assert found["error", "number", "double_key"] == 1
    assert found["error", "close_date", "needs_close_date"] == 1
    assert found["info", "name", "one_case"] == 3
    assert next(g.severity for g in issue_groups(messy)) == "error"


def test_a_typed_value_is_checked_again_and_counts_follow(messy: Import) -> None:
    edit_cell(import_=messy, row_number=3, field="parking_spaces", text="90", at=clock.now())
    row = edit_cell(import_=messy, row_number=3, field="status", text="Active", at=clock.now())
    messy.refresh_from_db()
    assert (row.action, row.values["parking_spaces"], row.values["status"]) == (
        "create",
        90,
        "active",
    )
    assert (messy.counts["create"], messy.counts["error"]) == (2, 1)


def test_changing_a_double_clears_the_other_row(messy: Import) -> None:
    assert "double_key" in codes(messy, 4)
    edit_cell(import_=messy, row_number=3, field="number", text="0420", at=clock.now())
    assert "double_key" not in codes(messy, 4)


def test_a_suggestion_is_accepted_for_all_alike(messy: Import, admin: User) -> None:
    count = accept_alike(
        import_=messy, code="one_case", field="name", mending=None, by=admin, at=clock.now()
    )
    assert count == 3
    assert [row.values["name"] for row in rows_of(messy, RowFilter())] == [
        "Pier Hotel", "Dock Garage", "Quay Inn",
    ]  # fmt: skip


def test_misspellings_of_one_word_are_one_decision(admin: User) -> None:
    words = csv_file("Pier,opne", "Dock,Oppen", "Quay,clsoed", "Mole,zz", "Key,yy",
                     header="Name,Status")  # fmt: skip
    found = checked(words, admin)
    groups = [g for g in issue_groups(found) if g.code == "unknown_choice"]
    assert [(g.count, g.spellings) for g in groups] == [
        (2, ["Oppen", "opne"]), (1, ["yy"]), (1, ["zz"]), (1, ["clsoed"]),
    ]  # fmt: skip
    given = {"import_": found, "code": "unknown_choice", "field": "status", "by": admin}
    assert accept_alike(**given, mending=groups[0].mending, at=clock.now()) == 2
    assert skip_alike(**given, mending="zz", at=clock.now()) == 1
    assert actions(found) == ["create", "create", "error", "skip", "error"]
    # An active site needs a town, so it is held back as a draft with a warning.
    assert [row.values.get("status") for row in rows_of(found, RowFilter())][:3] == [
        "draft",
        "draft",
        None,
    ]


def test_many_rows_are_checked_again_in_a_job(
    messy: Import, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decide, "AT_ONCE", 1)
    accept_alike(
        import_=messy, code="one_case", field="name", mending=None, by=admin, at=clock.now()
    )
    messy.refresh_from_db()
    assert messy.status == ImportStatus.CHECKING
    recheck(Progress(by=admin, at=clock.now()), import_id=str(messy.pk))
    messy.refresh_from_db()
    assert messy.status == ImportStatus.REVIEW
    assert messy.rows.get(row_number=2).values["name"] == "Pier Hotel"


def test_one_suggestion_is_taken(messy: Import) -> None:
    row = messy.rows.get(row_number=3)
    place = next(n for n, issue in enumerate(row.issues) if issue["code"] == "unknown_choice")
    assert (
        accept_fix(import_=messy, row_number=3, place=place, at=clock.now()).values["status"]
        == "active"
    )
    with pytest.raises(Invalid, match="no longer has this suggestion"):
        accept_fix(import_=messy, row_number=3, place=99, at=clock.now())


def test_skipped_rows_stay_behind_and_can_come_back(messy: Import, admin: User) -> None:
    assert skip_row(import_=messy, row_number=2, at=clock.now()).action == "skip"
    assert restore_row(import_=messy, row_number=2, at=clock.now()).action == "create"
    skip_alike(
        import_=messy, code="double_key", field="number", mending=None, by=admin, at=clock.now()
    )
    assert actions(messy) == ["create", "error", "skip"]


def test_a_probable_double_of_the_portfolio_can_be_updated_instead(admin: User) -> None:
    site = make_site(name="Pier Hotel", city="Norfolk", state="VA", zip="23510")
    found = checked(csv_file("PIER HOTEL,Norfolk,VA,23510", header="Name,City,State,ZIP"), admin)
    row = found.rows.get()
    place = next(n for n, issue in enumerate(row.issues) if issue["code"] == "duplicate_site")
    changed = accept_fix(import_=found, row_number=2, place=place, at=clock.now())
    assert (changed.action, changed.site_id) == ("update", site.pk)
    assert changed.diff["name"] == ["Pier Hotel", "PIER HOTEL"]


def test_a_number_of_another_site_is_an_error(admin: User) -> None:
    make_site(number="0417", name="Somewhere Else")
    found = checked(csv_file("0417,A-9,Pier Hotel", header="Number,GUID,Name"), admin,
                    match_key="external_id")  # fmt: skip
    assert "number_taken" in codes(found, 2)


def test_rows_left_behind_can_be_taken_away(messy: Import, admin: User) -> None:
    committed(messy, admin)
    header, first, second = error_rows(messy)
    assert header == [*HEADER.split(","), "Row", "Problems"]
    assert first[:3] == ["418", "DOCK GARAGE", "opne"]
    assert "error: “many” is not a whole number." in first[-1]
    assert second[-2] == "4"
    assert Site.objects.count() == 1


def test_what_was_typed_outlives_another_map(messy: Import, admin: User) -> None:
    edit_cell(import_=messy, row_number=3, field="status", text="active", at=clock.now())
    checked(messy, admin)
    assert messy.rows.get(row_number=3).values["status"] == "active"


def test_nonsense_is_refused(messy: Import) -> None:
    for field, text in (("nonsense", "x"), ("name", "x" * 20_000)):
        with pytest.raises(Invalid):
            edit_cell(import_=messy, row_number=2, field=field, text=text, at=clock.now())
    with pytest.raises(NotFound):
        edit_cell(import_=messy, row_number=99, field="name", text="x", at=clock.now())
    Import.objects.filter(pk=messy.pk).update(status=ImportStatus.COMMITTED)
    with pytest.raises(WrongState):
        skip_row(import_=messy, row_number=2, at=clock.now())


def test_a_failed_job_puts_the_import_back_with_the_reason(messy: Import, admin: User) -> None:
    now = clock.now()
    job = Job.objects.create(kind="imports.commit", title="x", state="failed", error="Disk full.",
                             started_by_label="x", created_at=now, finished_at=now)  # fmt: skip
    Import.objects.filter(pk=messy.pk).update(status=ImportStatus.COMMITTING, job_id=job.pk)
    messy.refresh_from_db()
    again = settle(messy)
    assert (again.status, again.message) == (ImportStatus.REVIEW, "Disk full.")


def test_others_do_not_see_an_import(messy: Import, as_person) -> None:
    stranger = make_user()
    with as_person(stranger):
        assert not Import.objects.exists()
        assert not messy.rows.exists()


def test_doubles_are_told_by_street_and_distance_as_well_as_by_name(admin: User) -> None:
    make_site(name="Harbor Grand Hotel", street1="12 Pier Road", city="Norfolk", state="VA", zip="23510",
              location=Point(-76.2900, 36.8500, srid=4326))  # fmt: skip
    header = "Name,Street,City,State,ZIP,Latitude,Longitude"
    found = checked(
        csv_file(
            "Grand Harbor Hotel,12 Pier Rd,Norfolk,VA,23510,36.8501,-76.2901",
            "Harbor Grand Hotel,99 Other Ave,Norfolk,VA,23510,36.9500,-76.2000",
            "Cedar Medical Plaza,12 Pier Rd,Norfolk,VA,23510,36.8501,-76.2901",
            header=header,
        ),
        admin,
    )
    assert [("duplicate_site" in codes(found, row)) for row in (2, 3, 4)] == [True, False, False]
    issue = next(i for i in found.rows.get(row_number=2).issues if i["code"] == "duplicate_site")
    assert "same address" in issue["message"]
    assert "m apart" in issue["message"]


def test_the_limit_of_likeness_is_a_policy(admin: User) -> None:
    make_site(name="Pier Hotel", city="Norfolk", state="VA", zip="23510")
    row = csv_file("PIER HOTEL,Norfolk,VA,23510", header="Name,City,State,ZIP")
    assert "duplicate_site" in codes(checked(row, admin), 2)
    set_policy(key="quality.duplicate_similarity", scope=EVERYWHERE, value=1, severity=Severity.WARN,
               by=admin, at=clock.now(), reason="Only twins")  # fmt: skip
    assert "duplicate_site" not in codes(checked(row, admin), 2)
