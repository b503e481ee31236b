"""A newcomer signs in, looks around, and finds a site."""

import re

from playwright.sync_api import expect

from tests.journeys.accounts import ACCOUNTS
from tests.journeys.conftest import DARK, PHONE, sign_in


def test_from_sign_in_to_a_site_and_its_map(open_page):
    page = open_page("")
    sign_in(page, ACCOUNTS["admin"])
    expect(page).to_have_url(re.compile(r"/$"))
    expect(
        page.get_by_text("2,000").first.or_(page.get_by_text(re.compile("1,9\\d\\d")).first)
    ).to_be_visible()
    page.get_by_role("link", name="Sites", exact=True).first.click()
    page.locator("table tbody tr a").first.click()
    expect(page.get_by_role("link", name="Timeline")).to_be_visible()
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_text("Site created")).to_be_visible()


def test_the_map_says_the_same_as_its_list(open_page):
    page = open_page("district")
    page.goto("/sites/map/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#map-panel a").first).to_be_visible()
    page.locator("#map-panel a").first.click()
    expect(page).to_have_url(re.compile(r"/sites/\d+/"))


def test_it_works_on_a_phone_in_the_dark(open_page):
    page = open_page("admin", viewport=PHONE, scheme=DARK)
    page.goto("/sites/?q=harborlne")
    expect(page.get_by_text(re.compile("Harborline")).first).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(n) for n in re.findall(r"\d+", background)[:3]) < 80


def test_a_wrong_password_keeps_the_address(open_page):
    page = open_page("")
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "admin@example.com")
    page.fill("input[name=password]", "not this one")
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    expect(page.locator("input[name=login]")).to_have_value("admin@example.com")
    expect(
        page.get_by_text(re.compile("not correct|incorrect", re.IGNORECASE)).first
    ).to_be_visible()
