"""Finding sites: by a misspelt name, by tokens, and by an area drawn on the map."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations


def total(page: Page) -> int:
    """How many sites the API counts for the page's own address."""
    query = page.url.partition("?")[2]
    seen, address = 0, f"/api/v1/sites?limit=1000&fields=number&{query}"
    while address:
        answer = page.request.get(address).json()
        seen += len(answer["items"])
        address = answer["next"]
    return seen


def test_a_misspelt_name_finds_the_site_from_anywhere(open_page):
    page = open_page("admin")
    page.goto("/territories/")
    page.keyboard.press("/")
    page.keyboard.type("harborlne")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sites/\?q=harborlne"))
    expect(page.locator("table tbody tr").first).to_contain_text("Harborline", ignore_case=True)
    assert violations(page) == []


def test_tokens_narrow_and_the_address_holds_them(open_page):
    page = open_page("admin")
    page.goto('/sites/?q=type:hotel near:"Atlanta, GA"<50mi')
    rows = page.locator("table tbody tr")
    assert 0 < rows.count() <= 50
    for cell in rows.all_inner_texts():
        assert "Hotel" in cell
    page.reload()
    assert rows.count() > 0


def test_a_token_that_means_nothing_is_explained(open_page):
    page = open_page("admin")
    page.goto("/sites/?q=type:hotell")
    expect(page.get_by_text(re.compile("hotell")).first).to_be_visible()
    expect(page.get_by_text(re.compile("did you mean|hotel", re.IGNORECASE)).first).to_be_visible()


def test_an_area_drawn_on_the_map_filters_map_list_and_table_alike(open_page):
    page = open_page("admin")
    page.goto("/sites/map/")
    page.wait_for_load_state("networkidle")
    everything = total(page)
    box = page.locator("#map").bounding_box()
    page.get_by_role("button", name="Draw area").click()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for dx, dy in ((-150, -120), (150, -120), (150, 120), (-150, 120)):
        page.mouse.click(middle[0] + dx, middle[1] + dy)
        page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("area="))
    inside = total(page)
    assert 0 <= inside < everything
    page.get_by_role("link", name="Open as table").click()
    expect(page).to_have_url(re.compile(r"/sites/\?.*area="))
    assert total(page) == inside
