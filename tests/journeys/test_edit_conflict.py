"""Two people edit the same site: neither loses a word."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations


def edit(page: Page, number: str, **fields: str) -> None:
    """Opens the form and types, without saving."""
    page.goto(f"/sites/{number}/edit/")
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def reviewed(page: Page, reason: str) -> None:
    page.get_by_role("button", name="Review changes").click()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Save", exact=True).click()


def test_the_second_to_save_sees_both_versions_and_chooses(open_page):
    first, second = open_page("admin"), open_page("vp")
    listed = second.request.get("/api/v1/sites?q=status:active&limit=1&fields=number").json()
    number = listed["items"][0]["number"]
    edit(first, number, name="Harborline First", vendor_code="FIRST")
    edit(second, number, name="Harborline Second", gl_string="02-03-4799-")

    reviewed(first, "renamed by the owner")
    expect(first.get_by_role("heading", name=re.compile("Harborline First"))).to_be_visible()

    second.get_by_role("button", name="Review changes").click()
    expect(second.get_by_text("Somebody else saved this site meanwhile")).to_be_visible()
    assert violations(second) == []
    second.get_by_label(re.compile("Harborline Second")).check()
    reviewed(second, "the sign says so")
    expect(second.get_by_role("heading", name=re.compile("Harborline Second"))).to_be_visible()
    shown = second.request.get(f"/api/v1/sites/{number}").json()
    assert (shown["vendor_code"], shown["gl_string"]) == ("FIRST", "02-03-4799-")
