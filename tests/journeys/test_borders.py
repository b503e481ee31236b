"""Borders on the map: one is moved so that sites change hands, and the map goes back in time."""

import math
import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

ZOOM, LATITUDE, LONGITUDE = 5.5, 33.0, -87.0
# Down through Alabama: what lies east of it goes from the Gulf South to Atlanta.
LINE = [(-87.0, 35.4), (-87.1, 33.0), (-87.0, 29.9)]


def pixel(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the earth is in the window, on a map at the view of the hash."""
    box = page.locator("#map").bounding_box()
    size = 512 * 2**ZOOM

    def north(degrees: float) -> float:
        return math.asinh(math.tan(math.radians(degrees))) / (2 * math.pi)

    x = box["x"] + box["width"] / 2 + (lon - LONGITUDE) / 360 * size
    return x, box["y"] + box["height"] / 2 + (north(LATITUDE) - north(lat)) * size


def sites_of(page: Page, code: str) -> set[str]:
    answer = page.request.get(f"/api/v1/sites?q=territory:{code}&limit=1000&fields=number").json()
    return {site["number"] for site in answer["items"]}


def test_a_moved_border_takes_its_sites_along(open_page):
    page = open_page("admin")
    gulf, atlanta = sites_of(page, "GULFS1"), sites_of(page, "ATLANTA1")
    page.goto(f"/territories/map/edit/#map={ZOOM}/{LATITUDE}/{LONGITUDE}")
    page.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")
    assert violations(page) == []
    page.locator("[data-choose=GULFS1]").click()
    page.locator("[data-choose=ATLANTA1]").click(modifiers=["Shift"])
    page.get_by_role("button", name="Move border").click()
    page.wait_for_selector("#map[data-drawing=linestring]", state="attached")
    for point in LINE:
        page.mouse.move(*pixel(page, *point), steps=4)
        page.mouse.click(*pixel(page, *point))
    page.keyboard.press("Enter")
    page.wait_for_selector("#map[data-strokes='1']", state="attached")
    totals = page.locator("#editor-totals").inner_text()
    moving = int(re.search(r"ATLANTA1\s+\d+ sites\s+\+(\d+)", totals)[1])
    assert moving > 0

    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("#map[data-strokes='0']", state="attached")
    for point in LINE:
        page.mouse.move(*pixel(page, *point), steps=4)
        page.mouse.click(*pixel(page, *point))
    page.keyboard.press("Enter")
    page.wait_for_selector("#map[data-strokes='1']", state="attached")
    page.get_by_role("button", name="Preview and save").click()
    expect(
        page.get_by_role("heading", name=re.compile(rf"^{moving} sites? change"))
    ).to_be_visible()
    assert violations(page) == []
    page.get_by_label(re.compile("^Reason")).fill("Shorter ways from Atlanta")
    page.get_by_role("button", name="Save boundaries").click()
    expect(page.get_by_text(f"2 boundaries changed, {moving} sites changed hands.")).to_be_visible()
    assert sites_of(page, "ATLANTA1") > atlanta
    assert len(gulf - sites_of(page, "GULFS1")) == moving
    assert sites_of(page, "GULFS1") | sites_of(page, "ATLANTA1") == gulf | atlanta


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
