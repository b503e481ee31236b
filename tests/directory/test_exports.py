import csv
import json
from datetime import timedelta

import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, Unsupported
from townsite.common.ids import uuid7
from townsite.directory.actions import export_sites
from townsite.directory.columns import chosen_columns
from townsite.directory.criteria import Criteria
from townsite.directory.tasks import export, remove_exports
from townsite.jobs.actions import start_job
from townsite.jobs.choices import JobState
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress


@pytest.fixture
def two(db):
    make_site(name="Depot A", annual_revenue_cents=1_250_000)
    make_site(name="Depot B", location=None, street1="", city="Nowhere", state="ZZ", zip="")


def exported(tmp_path, kind, *, columns="number,name,revenue", text="", sort="name", by=BY):
    path = tmp_path / f"sites.{kind}"
    count = export_sites(
        path=path, kind=kind, criteria=Criteria.parse(text), columns=chosen_columns(columns),
        sort=sort, by=by, at=clock.now(),
    )  # fmt: skip
    return path, count


def test_csv_holds_the_columns_of_the_view_in_its_order(two, tmp_path):
    path, count = exported(tmp_path, "csv", sort="-name")
    raw = path.read_bytes()
    assert count == 2
    assert raw.count(b"\r\n") == 3
    rows = list(csv.reader(raw.decode().splitlines()))
    assert rows[0] == ["Number", "Site", "Revenue"]
    assert [row[1:] for row in rows[1:]] == [["Depot B", ""], ["Depot A", "12500.0"]]


def test_csv_for_excel_begins_with_the_mark(two, tmp_path):
    path, _ = exported(tmp_path, "csv-excel")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfNumber")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(db, tmp_path, kind):
    make_site(name="Depot", street1='=HYPERLINK("http://x")')
    path, _ = exported(tmp_path, kind, columns="street")
    if kind == "csv":
        cell = list(csv.reader(path.read_text().splitlines()))[1][0]
    else:
        cell = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1][0]
    assert cell == '\'=HYPERLINK("http://x")'


def test_xlsx_keeps_numbers_as_numbers_and_site_numbers_as_text(two, tmp_path):
    path, _ = exported(tmp_path, "xlsx", text="depot a")
    row = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1]
    assert isinstance(row[0], str)
    assert row[2] == 12500.0


def test_geojson_has_a_null_geometry_for_a_site_without_point(two, tmp_path):
    path, _ = exported(tmp_path, "geojson")
    first, second = json.loads(path.read_text())["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-76.2859, 36.8508]}
    assert first["properties"]["revenue"] == 12500.0
    assert second["geometry"] is None


def test_geopackage_opens_with_every_site(two, tmp_path):
    path, _ = exported(tmp_path, "gpkg")
    info = pyogrio.read_info(str(path))
    assert (info["features"], info["crs"]) == (2, "EPSG:4326")
    assert list(info["fields"]) == ["number", "name", "revenue"]


def test_an_empty_view_gives_an_empty_file(db, tmp_path):
    for kind in ("csv", "xlsx", "geojson", "gpkg"):
        path, count = exported(tmp_path, kind, text="type:hotel")
        assert count == 0
        assert path.exists()


def test_only_what_is_in_reach_is_written_and_it_is_recorded(two, tmp_path, as_person):
    territory = make_territory()
    mine = make_site(name="Depot C", territory=territory)
    person = make_user()
    make_grant(person, Role.ACCOUNT_MANAGER, territory=territory)
    with as_person(person):
        path, count = exported(tmp_path, "csv", columns="number", text="depot", by=person)
    assert count == 1
    assert path.read_text().split() == ["Number", mine.number]
    event = Event.objects.get(type="export.made")
    assert event.changes["question"] == [None, "depot"]
    assert event.changes["rows"] == [None, 1]


def test_nothing_is_written_for_what_is_not_understood(db, tmp_path):
    with pytest.raises(Invalid):
        exported(tmp_path, "csv", text="typ:hotel")
    with pytest.raises(Unsupported):
        exported(tmp_path, "pdf")
    assert not Event.objects.filter(type="export.made").exists()


def test_old_export_files_are_removed_and_their_jobs_offer_them_no_longer(
    db, signed_in, admin, settings, tmp_path
):
    settings.LOCAL = tmp_path
    make_site()
    job = start_job(export, title="Export sites as CSV", by=admin, at=clock.now(), kind="csv",
                    query="", columns="", sort="name", file=str(uuid7()))  # fmt: skip
    result = export(Progress(by=admin, at=clock.now()), **job.arguments)
    Job.objects.filter(pk=job.pk).update(
        result=result, state=JobState.SUCCEEDED, started_at=clock.now(), finished_at=clock.now()
    )
    client, link = signed_in(admin), f"/sites/exports/{job.pk}/"
    assert link in client.get("/jobs/").content.decode()
    assert link in client.get(f"/jobs/{job.pk}/").content.decode()
    assert b"".join(client.get(link).streaming_content)

    later = clock.now() + timedelta(days=31)
    assert remove_exports(Progress(by=admin, at=clock.now())) == {"removed": 0}
    assert remove_exports(Progress(by=admin, at=later)) == {"removed": 1}
    assert link not in client.get("/jobs/").content.decode()
    assert client.get(link).status_code == 404
