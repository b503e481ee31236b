import pytest

from townsite.imports.choices import Blank, MatchKey
from townsite.imports.column_map import ColumnMap, checked_map, signature
from townsite.imports.errors import MappingRefused
from townsite.imports.fields import FIELDS
from townsite.imports.guessing import guessed_columns, guessed_map
from townsite.web.imports.template_rows import template_rows


def guessed(header: list[str], *rows: list[str]) -> dict[str, str]:
    """The field of each column, by name."""
    return {guess.name: guess.field for guess in guessed_columns(header, rows)}


def test_the_old_export_is_recognized_by_its_column_names() -> None:
    header = ["bs_sitenumber", "bs_customersiteid", "bs_sitename", "bs_address", "bs_district",
              "bs_glstring", "bs_totalavailableparking", "bs_totalroomsavailable",
              "bs_billingcontactemail", "bs_invoicerecipient"]  # fmt: skip
    row = ["417", "5F2C0000-AAAA-4BBB-8CCC-000000000001", "Pier Hotel", "12 Pier Rd Norfolk, VA 23510",
           "D - Harbor", "02-03-4799-", "0", "80", "a@example.com;b@example.com;", "Accounts"]  # fmt: skip
    assert list(guessed(header, row).values()) == [
        "number", "external_id", "name", "address", "district", "gl_string", "parking_spaces",
        "room_count", "billing_emails", "invoice_recipient",
    ]  # fmt: skip


def test_address_is_a_street_or_a_whole_address_by_its_content() -> None:
    assert guessed(["Address"], ["12 Pier Rd"]) == {"Address": "street1"}
    assert guessed(["Address"], ["12 Pier Rd, Norfolk, VA 23510"]) == {"Address": "address"}


def test_columns_without_a_telling_name_are_known_by_content() -> None:
    header = ["a", "b", "c", "d", "e"]
    row = ["VA", "desk@example.com", "(757) 555-0100", "36.8465", "-76.2859"]
    found = guessed(header, row, row)
    assert list(found.values()) == [
        "state",
        "contact_email",
        "contact_phone",
        "latitude",
        "longitude",
    ]


@pytest.mark.parametrize("name", ["COUNTYFIPS", "county_fips", "County", "RANK", "cbsa_code"])
def test_county_codes_are_no_zip_codes(name: str) -> None:
    assert guessed([name], ["36061"], ["6085"], ["17031"]) == {name: ""}


def test_a_name_that_the_content_contradicts_is_not_believed() -> None:
    assert guessed(["zip"], ["yes"], ["no"]) == {"zip": ""}


def test_one_name_for_two_things_is_told_apart_by_content() -> None:
    assert guessed(["Parking"], ["120"], ["0"]) == {"Parking": "parking_spaces"}
    assert guessed(["Parking"], ["valet"], ["self"]) == {"Parking": "parking_mode"}
    assert guessed(["District"], ["EAST1"], ["Harbor"]) == {"District": "district"}
    mixed = ["12 Pier Rd, Norfolk, VA 23510", "1 Rail St, Nowhere, ZZ 00000"]
    assert guessed(["Address"], *[[text] for text in mixed]) == {"Address": "address"}


def test_each_field_is_given_once() -> None:
    fields = list(guessed(["Name", "Site Name", "Facility Name"], ["a", "b", "c"]).values())
    assert sorted(fields) == ["", "", "name"]
    assert fields[1] == "name"  # the surest name wins


def test_the_template_is_recognized_completely() -> None:
    header, example = template_rows()
    found = guessed_columns(header, [example])
    assert [guess.field for guess in found] == [key for key in FIELDS if key != "address"]
    assert all(FIELDS[guess.field].clean(example[guess.column]).value is not None
               for guess in found if example[guess.column])  # fmt: skip


def test_the_match_key_is_the_surest_one_given() -> None:
    keys = [
        guessed_map(guessed_columns(header, [["0417"]])).match_key
        for header in (["Site Number"], ["GUID"], ["Name"])
    ]
    assert keys == [MatchKey.NUMBER, MatchKey.EXTERNAL_ID, MatchKey.NONE]


def test_external_ids_of_two_systems_stay_apart() -> None:
    systems = {
        guessed_map(guessed_columns([name], [["100"]])).external_system
        for name in ("Facility ID", "CCM_ID")
    }
    assert systems == {"facility id", "ccm id"}


def test_maps_are_remembered_whatever_the_spelling_of_the_header() -> None:
    assert signature(["Site Number", "ZIP"]) == signature(["site_number", "zip "])
    assert signature(["Site Number", "ZIP"]) != signature(["ZIP", "Site Number"])


@pytest.mark.parametrize(
    ("column_map", "says"),
    [
        (ColumnMap(("name", "name"), match_key=MatchKey.NONE), "Name is taken by 2 columns: A, B"),
        (ColumnMap(("name", "nonsense"), match_key=MatchKey.NONE), "no such field"),
        (ColumnMap(("name", ""), match_key=MatchKey.NUMBER), "no column gives it"),
        (ColumnMap(("", ""), match_key=MatchKey.NONE), "Assign at least one column"),
        (
            ColumnMap(("name", ""), {"status": "asleep"}, match_key=MatchKey.NONE),
            "“asleep” is no status",
        ),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(column_map: ColumnMap, says: str) -> None:
    with pytest.raises(MappingRefused) as refusal:
        checked_map(column_map, ["A", "B"])
    assert says in refusal.value.detail


def test_a_map_survives_storing() -> None:
    column_map = ColumnMap(("name", ""), {"state": "VA"}, MatchKey.NONE, Blank.CLEAR, "ledger")
    assert ColumnMap.from_json(column_map.as_json()) == column_map
