"""Drawing on the editor's map at a known view, and asking which sites a territory has."""

import math

from playwright.sync_api import Page

ZOOM, LATITUDE, LONGITUDE = 5.5, 33.0, -80.0


def open_editor(page: Page, query: str = "") -> None:
    """The editor at the view that `draw` knows."""
    # Of a page that is open already, another hash would only move the map, some time later.
    page.goto("about:blank")
    page.goto(f"/territories/map/edit/{query}#map={ZOOM}/{LATITUDE}/{LONGITUDE}")
    page.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")


def draw(page: Page, points: list[tuple[float, float]], *, strokes: int) -> None:
    """Clicks the points and finishes; returns once the edit has so many strokes."""
    page.wait_for_selector("#map[data-drawing]", state="attached")
    for point in points:
        page.mouse.move(*pixel(page, *point), steps=4)
        page.mouse.click(*pixel(page, *point))
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#map[data-strokes='{strokes}']", state="attached")


def pixel(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the earth is in the window, on a map at the view of the hash."""
    box = page.locator("#map").bounding_box()
    size = 512 * 2**ZOOM

    def north(degrees: float) -> float:
        return math.asinh(math.tan(math.radians(degrees))) / (2 * math.pi)

    x = box["x"] + box["width"] / 2 + (lon - LONGITUDE) / 360 * size
    return x, box["y"] + box["height"] / 2 + (north(LATITUDE) - north(lat)) * size


def sites_of(page: Page, code: str) -> set[str]:
    """The numbers of a territory's sites now."""
    answer = page.request.get(f"/api/v1/sites?q=territory:{code}&limit=1000&fields=number").json()
    return {site["number"] for site in answer["items"]}


def territory_then(page: Page, number: str, day: str) -> str:
    """The code of a site's territory at the end of a day."""
    answer = page.request.get(
        f"/api/v1/sites?q={number}&as_of={day}&fields=number,territory"
    ).json()
    (site,) = (each for each in answer["items"] if each["number"] == number)
    territory = site["territory"]
    return str(territory["code"] if isinstance(territory, dict) else territory)
