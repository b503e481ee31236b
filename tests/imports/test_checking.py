from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from townsite.imports.checking import Checked, RowChecker
from townsite.imports.choices import Blank, MatchKey
from townsite.imports.cleaning.districts import Districts
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.column_map import ColumnMap

GAZETTEER = Gazetteer(
    zips={"23510": ("Norfolk", "VA"), "37110": ("Mcminnville", "TN")},
    places=frozenset({("VA", "norfolk")}),
)
COLUMNS = ("name", "street1", "city", "state", "zip", "parking_spaces")


def checker(columns: tuple[str, ...] = COLUMNS, **over: Any) -> RowChecker:
    return RowChecker(
        ColumnMap(columns, match_key=MatchKey.NONE, **over),
        width=len(columns),
        gazetteer=GAZETTEER,
        districts=Districts([("D04", "Norfolk Harbor")]),
        delimiter=",",
    )


def codes(checked: Checked) -> list[str]:
    return [issue["code"] for issue in checked.issues]


def fixes(checked: Checked) -> list[dict[str, Any]]:
    return [issue["fix"] for issue in checked.issues if "fix" in issue]


def test_a_clean_row_has_no_problems() -> None:
    checked = checker().check(["Pier Hotel", "12 Pier Rd", "Norfolk", "VA", "23510", "0"])
    assert codes(checked) == ["type_guessed"]
    assert checked.values["parking_spaces"] == 0


def test_a_misspelled_town_is_suggested_from_its_zip_code() -> None:
    checked = checker().check(["Pier", "1 Pier Rd", "Norfxlk", "VA", "23510", ""])
    assert {"city": "Norfolk"} in fixes(checked)


def test_spaces_and_capitals_in_a_town_are_no_misspelling() -> None:
    checked = checker().check(["Pier", "1 Pier Rd", "Mc Minnville", "TN", "37110", ""])
    assert "misspelt_town" not in codes(checked)


def test_a_broken_state_is_suggested_from_the_zip_code() -> None:
    checked = checker().check(["Pier", "1 Pier Rd", "Norfolk", "vx", "23510", ""])
    assert {"state": "VA"} in fixes(checked)


def test_a_missing_name_is_suggested_from_the_address() -> None:
    checked = checker().check(["NULL", "12 PIER RD", "NORFOLK", "VA", "23510", ""])
    assert codes(checked)[-1] == "no_name"
    assert fixes(checked)[-1] == {"name": "Site at 12 Pier Rd, Norfolk"}


def test_a_suite_in_the_street_is_suggested_for_the_second_line() -> None:
    checked = checker().check(["Pier", "12 Pier Rd Ste 5", "Norfolk", "VA", "23510", ""])
    assert {"street1": "12 Pier Rd", "street2": "Ste 5"} in fixes(checked)


def test_a_one_string_address_fills_only_what_no_column_gives() -> None:
    checked = checker(("name", "address", "city")).check(
        ["Pier", "12 Pier Rd Norfolk, VA 23510", "Ghent"]
    )
    assert (checked.values["street1"], checked.values["city"]) == ("12 Pier Rd", "Ghent")
    assert checked.values["zip"] == "23510"


def test_a_shifted_row_is_an_error_with_the_repair_that_fits() -> None:
    row = ["Pier", "12 Pier Rd", "Ste 5", "Norfolk", "VA", "23510", "7"]
    checked = checker().check(row)
    assert codes(checked)[0] == "shifted"
    assert checked.issues[0]["fix"] == {"$repaired": True}
    assert checked.values["street1"] == "12 Pier Rd, Ste 5" or checked.values["name"].startswith(
        "Pier"
    )
    accepted = checker().check(row, {"$repaired": True})
    assert "shifted" not in codes(accepted)
    assert accepted.values["zip"] == "23510"


def test_short_rows_and_empty_surplus_cells_are_no_shift() -> None:
    assert "shifted" not in codes(checker().check(["Pier", "12 Pier Rd"]))
    assert "shifted" not in codes(
        checker().check(["Pier", "1", "Norfolk", "VA", "23510", "", "", ""])
    )


def test_constants_stand_where_the_file_says_nothing() -> None:
    checked = checker(constants={"state": "VA", "facility_type": "Hospital"}).check(
        ["Pier", "1 Pier Rd", "Norfolk", "NULL", "23510", ""]
    )
    assert checked.values["facility_type"] == "medical"
    assert "state" not in checked.values  # NULL is said, not left out


def test_what_was_typed_wins_over_the_file() -> None:
    checked = checker().check(
        ["Pier", "1", "Norfolk", "VA", "x", ""], {"zip": "23510", "name": None}
    )
    assert checked.values["zip"] == "23510"
    assert "name" not in checked.values


def test_half_a_point_and_the_null_island_are_left_out() -> None:
    both = checker(("name", "latitude", "longitude"))
    assert codes(both.check(["Pier", "36.8", ""])) == ["half_a_point"]
    zero = both.check(["Pier", "0", "0.0"])
    assert (codes(zero), "latitude" in zero.values) == (["sentinel"], False)


def test_swapped_dates_are_suggested_the_other_way_round() -> None:
    checked = checker(("name", "start_date", "close_date")).check(
        ["Pier", "2025-01-01", "2024-01-01"]
    )
    assert {"start_date": "2024-01-01", "close_date": "2025-01-01"} in fixes(checked)


def test_empty_cells_clear_only_when_asked() -> None:
    row = ["Pier", "", "Norfolk", "VA", "23510", ""]
    assert "street1" not in checker().check(row).values
    assert checker(blank=Blank.CLEAR).check(row).values["street1"] is None
    assert "name" in checker(blank=Blank.CLEAR).check(row).values


def test_districts_by_code_name_or_nearly() -> None:
    one = checker(("name", "district"))
    assert one.check(["Pier", "D - NORFOLK HARBOR"]).values["district"] == "D04"
    assert one.check(["Pier", "d04"]).values["district"] == "D04"
    assert fixes(one.check(["Pier", "D - Norfolk Habor"])) == [{"district": "D04"}]
    assert codes(one.check(["Pier", "Elsewhere"])) == ["unknown_district"]


@given(cells=st.lists(st.text(max_size=25), max_size=9))
@settings(max_examples=150)
def test_any_row_is_checked(cells: list[str]) -> None:
    checked = checker((*COLUMNS, "address", "latitude")).check(cells)
    assert all(issue["message"] and issue["severity"] for issue in checked.issues)


@given(cells=st.lists(st.sampled_from(["Pier", "12 Pier Rd", "Norfolk", "VA", "23510", "x3510", "VX", "7", "12.5", "NULL", "PIER HOTEL"]), min_size=6, max_size=6))  # fmt: skip
@settings(max_examples=150)
def test_an_accepted_suggestion_does_not_come_back(cells: list[str]) -> None:
    one = checker()
    edits: dict[str, Any] = {}
    for _ in range(8):
        checked = one.check(cells, edits)
        fixable = [
            issue for issue in checked.issues if issue["severity"] == "error" and "fix" in issue
        ]
        if not fixable:
            return
        edits = {**edits, **fixable[0]["fix"]}
    raise AssertionError(f"still not solved: {checked.issues}")
