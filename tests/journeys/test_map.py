"""The map: legend as filter, a pasted point, the list by keyboard, both themes, no WebGL."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accounts import ACCOUNTS
from tests.journeys.axe import violations
from tests.journeys.conftest import CHROMIUM, FLAGS, sign_in

READY = "#map[data-map-ready]"


@pytest.fixture
def map_page(open_page) -> Page:
    page = open_page("admin")
    page.goto("/sites/map/")
    page.wait_for_selector(READY, state="attached")
    page.wait_for_selector("#map-panel a[data-number]")
    return page


def matching(page: Page) -> int:
    """The number of all matching sites that the list tells."""
    return int(page.locator("#map-panel [data-total]").get_attribute("data-total"))


def test_a_legend_entry_switched_off_leaves_map_list_and_address(map_page):
    before = matching(map_page)
    entry = map_page.locator(".legend-item", has_text="Hotel")
    hotels = int(entry.locator("[data-legend-count]").inner_text().replace(",", ""))
    with map_page.expect_response(re.compile(r"/tiles/sites/.*type=medical")):
        entry.click()
    expect(map_page.locator("#map-panel [data-total]")).to_have_attribute(
        "data-total", str(before - hotels)
    )
    map_page.go_back()
    expect(map_page.locator("#map-panel [data-total]")).to_have_attribute("data-total", str(before))


def test_a_pasted_point_with_a_radius_filters_without_a_pointer(map_page):
    map_page.get_by_role("button", name="Go to point").press("Enter")
    map_page.get_by_label("Latitude, longitude").fill("33.749N 84.388W")
    map_page.get_by_label("Show", exact=True).select_option("50")
    map_page.get_by_label("Show", exact=True).press("Tab")
    map_page.keyboard.press("Enter")
    expect(map_page).to_have_url(re.compile(r"near=-84\.388"))
    query = map_page.url.partition("?")[2].partition("#")[0]
    near = map_page.request.get(f"/api/v1/sites?limit=1000&fields=number&{query}").json()["items"]
    expect(map_page.locator("#map-panel [data-total]")).to_have_attribute(
        "data-total", str(len(near))
    )
    map_page.get_by_role("button", name="Clear area").click()
    expect(map_page).not_to_have_url(re.compile("near="))


def test_the_list_opens_sites_by_keyboard(map_page):
    links = map_page.locator("#map-panel a[data-number]")
    links.first.focus()
    map_page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    number = links.nth(1).get_attribute("data-number")
    map_page.keyboard.press("Enter")
    expect(map_page).to_have_url(re.compile(f"/sites/{number}/$"))


def test_a_change_of_theme_draws_the_map_anew_with_its_sites(map_page):
    with map_page.expect_response(re.compile(r"style\.json\?theme=dark")):
        map_page.emulate_media(color_scheme="dark")
    expect(map_page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    map_page.wait_for_selector("#map[data-map-idle]", state="attached")
    assert violations(map_page) == []


def test_without_webgl_the_list_tells_of_all_sites(browser, portal):
    plain = browser.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--disable-3d-apis"]
    )
    page = plain.new_context(base_url=portal).new_page()
    sign_in(page, ACCOUNTS["admin"])
    page.goto("/sites/map/")
    expect(page.get_by_text("This browser cannot draw the map")).to_be_visible()
    expect(page.locator("#map-panel a[data-number]").first).to_be_visible()
    plain.close()
