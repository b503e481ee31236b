"""Real public tables, where they lie beside the checkout, through the whole workbench."""

import csv
from pathlib import Path

import pytest

from tests.factories import make_grant, make_user
from tests.imports.made_up import checked, committed
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.common import clock
from townsite.imports.actions.decide import accept_alike
from townsite.imports.models import Import
from townsite.imports.queries import issue_groups
from townsite.sites.models import ExternalId, Site


@pytest.fixture
def author(db: None, shared_data: Path) -> User:
    """Somebody, with the real ZIP codes at hand."""
    assert shared_data.exists()
    person = make_user(name="Real Files")
    make_grant(person, Role.SYSTEM_ADMIN)  # without a right, an import waits for approval
    return person


def grouped(found: Import) -> dict[tuple[str, str], int]:
    """How often each problem of each field was found."""
    counts: dict[tuple[str, str], int] = {}
    for group in issue_groups(found, limit=2_000):
        key = (group.field, group.code)
        counts[key] = counts.get(key, 0) + group.count
    return counts


def real(shared_data: Path, name: str, author: User) -> Import:
    return checked((shared_data / name).read_bytes(), author)


def test_hospitals(author: User, shared_data: Path) -> None:
    found = real(shared_data, "sites/hospitals.csv", author)
    seen = grouped(found)
    assert found.counts["rows"] == 7_596
    assert seen["close_date", "needs_close_date"] == 319  # closed hospitals without a date
    assert seen["name", "one_case"] > 7_500
    assert seen["state", "not_a_state"] == 1  # Palau
    accept_alike(import_=found, code="needs_close_date", field="close_date", mending=None,
                 by=author, at=clock.now())  # fmt: skip
    found.refresh_from_db()
    committed(found, author)
    sample = Site.objects.get(external_ids__key="hifld-hospitals-2020:0053391362")
    assert (sample.city, sample.state, sample.zip) == ("WESTLAKE VILAGE", "CA", "91362")
    assert (sample.status, sample.facility_type) == ("active", "medical")
    assert sample.location.coords == pytest.approx((-118.815736, 34.154939))
    assert sample.time_zone == "America/Los_Angeles"
    assert Site.objects.filter(status="inactive").count() == 319
    assert Site.objects.count() == ExternalId.objects.count() == 7_592


def test_airports(author: User, shared_data: Path) -> None:
    found = real(shared_data, "sites/airports.csv", author)
    assert found.counts | {"warned": 0} == {
        "create": 543, "update": 0, "unchanged": 0, "skip": 0, "error": 0, "warned": 0,
        "to_number": 543, "rows": 543,
    }  # fmt: skip
    committed(found, author)
    sample = Site.objects.get(external_ids__key="ourairports-faa-cy24:KABE")
    assert (sample.name, sample.facility_type) == ("Lehigh Valley International Airport", "airport")
    assert (sample.city, sample.zip, sample.is_24_7) == ("Allentown", "", True)
    again = real(shared_data, "sites/airports.csv", author)
    assert again.counts["unchanged"] == 543


def test_corporate(author: User, shared_data: Path) -> None:
    found = real(shared_data, "sites/corporate.csv", author)
    seen = grouped(found)
    assert seen["name", "no_name"] == 30
    assert seen["name", "double_row"] == 5
    for code, field in (
        ("no_name", "name"),
        ("characters", "name"),
        ("needs_close_date", "close_date"),
    ):
        accept_alike(import_=found, code=code, field=field, mending=None, by=author, at=clock.now())
    found.refresh_from_db()
    assert found.counts["error"] == 0
    committed(found, author)
    assert Site.objects.count() == 9_928
    assert Site.objects.filter(name__startswith="Site at ").count() >= 30


def test_fortune_500_lost_its_zeros(author: User, shared_data: Path) -> None:
    found = real(shared_data, "messy/fortune500_raw.csv", author)
    seen = grouped(found)
    assert seen["zip", "lost_zero"] == 57
    assert ("street2", "not_available") not in seen
    committed(found, author)
    with (shared_data / "messy/fortune500_raw.csv").open() as file:
        short = {row["OBJECTID"]: row for row in csv.DictReader(file) if len(row["ZIP"]) == 4}
    key, row = next(iter(short.items()))
    site = Site.objects.get(external_ids__key=key)
    assert site.zip == f"0{row['ZIP']}"
    assert not Site.objects.filter(street2__iexact="not available").exists()


def test_dirty_hospitals_are_led_back_to_the_clean_ones(author: User, shared_data: Path) -> None:
    found = real(shared_data, "messy/hospital_addresses_dirty.csv", author)
    seen = grouped(found)
    assert seen["city", "misspelt_town"] > 15
    assert seen["facility_type", "unknown_choice"] > 25
    assert seen["external_id", "double_key"] > 800  # each hospital stands there many times
    accept_alike(import_=found, code="misspelt_town", field="city", mending=None,
                 by=author, at=clock.now())  # fmt: skip
    with (shared_data / "messy/hospital_addresses_clean.csv").open() as file:
        clean = list(csv.DictReader(file))
    rows = found.rows.filter(edits__has_key="city")
    right = [row.edits["city"].casefold() == clean[row.row_number - 2]["City"] for row in rows]
    assert len(right) > 15
    assert sum(right) / len(right) > 0.95


@pytest.mark.parametrize(
    ("name", "rows", "lost"),
    [
        ("messy/hospitals_cms_raw.csv", 5_326, 0),
        ("messy/hospitals_covidcaremap_raw.csv", 7_154, 498),
    ],
)
def test_raw_hospital_tables(
    author: User, shared_data: Path, name: str, rows: int, lost: int
) -> None:
    found = real(shared_data, name, author)
    seen = grouped(found)
    assert found.counts["rows"] == rows
    assert seen.get(("zip", "lost_zero"), 0) == lost
    assert seen["street1", "po_box"] >= 75
    assert seen["street1", "suite"] > 50
    assert found.counts["error"] < 10
    committed(found, author)
    assert Site.objects.filter(facility_type="medical").count() > rows - 20
    assert not Site.objects.exclude(zip="").exclude(zip__regex=r"^\d{5}(-\d{4})?$").exists()


def test_tagged_addresses_are_parsed_like_people_did(author: User, shared_data: Path) -> None:
    columns = ("", "address", *[""] * 27)
    content = (shared_data / "messy/addresses_tagged.csv").read_bytes()
    found = checked(content, author, columns=columns, constants={}, match_key="none")
    with (shared_data / "messy/addresses_tagged.csv").open() as file:
        tagged = list(csv.DictReader(file))
    hits = {"city": 0, "zip": 0}
    for row in found.rows.all():
        truth = tagged[row.row_number - 2]
        hits["zip"] += (row.values.get("zip") or "").lstrip("0")[:4] == truth["ZipCode"].strip(
            " ,"
        ).lstrip("0")[:4]
        said = "".join(filter(str.isalpha, (row.values.get("city") or "").casefold()))
        hits["city"] += said == "".join(filter(str.isalpha, truth["PlaceName"].casefold()))
    assert hits["zip"] / len(tagged) > 0.97
    assert hits["city"] / len(tagged) > 0.92
