import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.imports.cleaning.addresses import Address, clean_address
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.cleaning.units import is_po_box, split_unit

GAZETTEER = Gazetteer(
    zips={
        "23510": ("Norfolk", "VA"),
        "33418": ("Palm Beach Gardens", "FL"),
        "01915": ("Beverly", "MA"),
        "63110": ("Saint Louis", "MO"),
        "91606": ("North Hollywood", "CA"),
    },
    places=frozenset(
        {("VA", "norfolk"), ("FL", "palm beach gardens"), ("FL", "palm beach"), ("CA", "hollywood")}
    ),
)


@pytest.mark.parametrize(
    ("text", "parts", "codes"),
    [
        ("12 Pier Rd, Norfolk, VA 23510", ("12 Pier Rd", "", "Norfolk", "VA", "23510"), []),
        ("12 Pier Rd Norfolk, VA 23510", ("12 Pier Rd", "", "Norfolk", "VA", "23510"), ["missing_comma"]),
        ("12 Pier Rd, Norfolk VA 23510", ("12 Pier Rd", "", "Norfolk", "VA", "23510"), []),
        ("900 Center, Ste. 307V, Beverly, MA 1915", ("900 Center", "Ste. 307V", "Beverly", "MA", "01915"), ["lost_zero"]),
        ("4500 Pga Blvd, # 204 Palm Beach Gardens FL 33418", ("4500 Pga Blvd", "# 204", "Palm Beach Gardens", "FL", "33418"), ["missing_comma"]),
        ("1 Plz Fl 2 St. Louis MO 63110, USA", ("1 Plz", "Fl 2", "St. Louis", "MO", "63110"), ["missing_comma"]),
        ("1 Pier Ave, N. Hollywood, California 91606-1234", ("1 Pier Ave", "", "N. Hollywood", "CA", "91606-1234"), []),
        ("7 Unknown Way Tinytown, VT 05999", ("7 Unknown Way", "", "Tinytown", "VT", "05999"), ["missing_comma"]),
        ("100 Main St NE", ("100 Main St NE", "", "", "", ""), ["no_town"]),
        ("60 Pier Street, 23510", ("60 Pier Street", "", "Norfolk", "VA", "23510"), ["state_from_zip", "town_from_zip"]),
        ("Norfolk, VA", ("", "", "Norfolk", "VA", ""), []),
        ("12 Pier Rd<br>Norfolk, VA 23510", ("12 Pier Rd", "", "Norfolk", "VA", "23510"), []),
    ],
)  # fmt: skip
def test_parsed_from_the_right(text: str, parts: tuple[str, ...], codes: list[str]) -> None:
    cleaned = clean_address(text, GAZETTEER)
    assert cleaned.value == Address(*parts)
    assert [note.code for note in cleaned.notes] == codes


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("12 Pier Rd Suite 200", ("12 Pier Rd", "Suite 200")),
        ("12 Pier Rd, 4th Floor", ("12 Pier Rd", "4th Floor")),
        ("12 Pier Rd", ("12 Pier Rd", "")),
        ("8613 MS HIGHWAY 12", ("8613 MS HIGHWAY 12", "")),
        ("Suite 5", ("Suite 5", "")),
    ],
)
def test_suites(street: str, parts: tuple[str, str]) -> None:
    assert split_unit(street) == parts


def test_po_boxes() -> None:
    assert is_po_box("P.O. Box 250")
    assert is_po_box("post office box 8")
    assert not is_po_box("12 Boxwood Rd")


@given(text=st.text(st.sampled_from("12 aNEVA,.#-59Ste St"), max_size=60))
def test_every_letter_of_the_street_is_kept(text: str) -> None:
    value = clean_address(text, GAZETTEER).value
    if value is not None:
        kept = "".join(value).replace(" ", "")
        assert len(kept) <= len(text.replace(" ", "")) + len("0Norfolk, VA")
