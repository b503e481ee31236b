"""A messy spreadsheet becomes sites, is found by a misspelt name, and is taken back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

# Lost zeros, a one-string address, NULL, several mailboxes in a cell, curly quotes, a bad state.
MESS = """Site No,Site Name,Address,Type,Rooms,Parking,Billing Contact Email
7,Quillfeather’s Grand Hotel,"12 Pier Rd, Norfolk, VA 23510",Hotel,214,NULL,ap@quillfeather.example.com;desk@quillfeather.example.com;
7302,Quillfeather Medical Tower,"800 Beacon Ave Boston, MA 2108",medical,,0,NULL
7303,Quillfeather Depot,"1 Rail St, Nowhere, ZZ 00000",other,,12,
7304,Quillfeather Plaza,"5 Main St, Austin, TX 78701",castle,,40,
"""


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    file = tmp_path / "sites from the old days.csv"
    file.write_text(MESS, encoding="utf-8-sig")
    return file


def checked(page: Page, file: Path) -> None:
    """Uploads the file, takes the guessed columns and waits for the review."""
    page.goto("/imports/new/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", name="Rows")).to_be_visible(timeout=60_000)


def test_mess_is_shown_mended_committed_found_and_undone(open_page, spreadsheet):
    page = open_page("admin")
    checked(page, spreadsheet)
    grid = page.locator("#import-grid")
    expect(grid).to_contain_text("castle")
    assert violations(page) == []

    # One cell is mended in place, one row is left out.
    page.get_by_role("button", name=re.compile("Row 5, Facility type", re.IGNORECASE)).click()
    page.get_by_label(re.compile("of row 5", re.IGNORECASE)).select_option("mixed_use")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#import-row-5")).not_to_contain_text("castle")
    page.get_by_role("button", name=re.compile("(Skip|Leave out) row 4", re.IGNORECASE)).click()
    expect(page.locator("#import-row-4")).to_have_class(re.compile("skipped"))

    page.get_by_role("button", name="Import…").click()
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible(timeout=60_000)
    result = page.url
    assert violations(page) == []

    page.goto("/sites/?q=quilfether")
    expect(page.get_by_text("Quillfeather’s Grand Hotel")).to_be_visible()
    expect(page.get_by_text("Quillfeather Medical Tower")).to_be_visible()
    expect(page.get_by_text("Quillfeather Depot")).to_have_count(0)
    page.goto("/sites/0007/")
    expect(page.get_by_role("heading", name="Quillfeather’s Grand Hotel")).to_be_visible()

    page.goto(result)
    page.get_by_label("Reason").fill("Wrong spreadsheet")
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("undo|yes|go ahead|continue|confirm", re.IGNORECASE)
    ).click()
    expect(page.get_by_text(re.compile("undone", re.IGNORECASE)).first).to_be_visible(
        timeout=60_000
    )
    assert page.goto("/sites/0007/").status == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("empty.csv", b""),
        ("only a header.csv", b"number,name\n"),
        ("wide.csv", ",".join(f"c{n}" for n in range(3_000)).encode() + b"\n1\n"),
    ],
    ids=["binary", "empty", "header", "wide"],
)
def test_a_wrong_file_is_refused_in_words(open_page, tmp_path, name, content):
    page = open_page("admin")
    file = tmp_path / name
    file.write_bytes(content)
    page.goto("/imports/new/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page).to_have_url(re.compile("/imports/new/"))
    page.goto("/imports/")
    expect(page.get_by_text(name)).to_have_count(0)
