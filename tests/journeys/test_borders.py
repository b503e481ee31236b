"""The map of territories: colored by any figure, back in time, and boundaries by form."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations


@pytest.mark.parametrize("metric", ["balance_percent", "drive_minutes", "violations"])
def test_territories_are_colored_by_a_measure_with_its_legend(open_page, metric):
    page = open_page("vp")
    page.goto("/territories/map/")
    page.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")
    page.get_by_label("Color territories by").select_option(metric)
    expect(page).to_have_url(re.compile(f"color={metric}"))
    expect(page.locator("#legend-items .legend-item").first).to_be_visible()
    rows = page.locator("#territory-panel [data-code]")
    assert counted(page) == rows.count()
    rows.first.hover()
    expect(page.locator("#territory-card")).to_be_visible()
    assert violations(page) == []
    page.locator("#territory-card").get_by_role("link", name="Open").click()
    expect(page).to_have_url(re.compile("/territories/[A-Z0-9]+/$"))


def counted(page: Page) -> int:
    """Territories in the legend, once the list that it counts has come."""
    for _ in range(100):
        total = sum(map(int, page.locator("#legend-items .legend-count").all_inner_texts()))
        if total:
            return total
        page.wait_for_timeout(100)
    return 0


def test_the_map_goes_back_in_time_with_list_and_tree(open_page):
    page = open_page("admin")
    page.goto("/territories/map/")
    page.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")
    assert violations(page) == []
    page.get_by_label("Color territories by").select_option("sites")
    expect(page.locator("#legend-items .legend-item").first).to_contain_text("below")
    before = page.locator("#territory-panel [data-territories]").get_attribute("data-territories")
    with page.expect_response(re.compile(r"/tiles/territories/.*as_of=2024")):
        page.get_by_label("Date").fill("2024-12-31")
        page.get_by_label("Date").press("Tab")
    expect(page.locator("#territory-panel")).to_contain_text("as of Dec 31, 2024")
    page.get_by_role("link", name="Open as tree").click()
    expect(page).to_have_url(re.compile("as_of=2024-12-31"))
    expect(page.get_by_text("As of Dec 31, 2024")).to_be_visible()
    assert int(before) > 40


def test_counties_change_hands_without_a_pointer(open_page):
    page = open_page("admin")
    page.goto("/territories/boundaries/")
    assert violations(page) == []
    page.get_by_label(re.compile("^Codes")).fill("Autauga, AL\nNowhere, AL")
    page.get_by_label(re.compile("^Goes to")).select_option("ATLANTA1")
    page.get_by_role("button", name="Preview").first.press("Enter")
    expect(page.get_by_text("No such counties: Nowhere, AL")).to_be_visible()
    page.get_by_label(re.compile("^Codes")).fill("Morgan, AL")
    page.get_by_role("button", name="Preview").first.press("Enter")
    expect(page.locator("[data-effect=ATLANTA1]")).to_be_visible()
