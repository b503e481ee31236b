"""A manager sees their own sites and no others: page, count, tile, export, API, by address."""

import csv
import io
import math
import re

from playwright.sync_api import Page, expect


def numbers(page: Page, query: str = "") -> set[str]:
    """Every site number that the API lists."""
    found: set[str] = set()
    address = f"/api/v1/sites?limit=1000&fields=number&{query}"
    while address:
        answer = page.request.get(address).json()
        found |= {item["number"] for item in answer["items"]}
        address = answer["next"]
    return found


def tile_of(longitude: float, latitude: float, zoom: int) -> str:
    """The address of the tile that holds a point (slippy map tiling)."""
    side = 2**zoom
    x = int((longitude + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * side)
    return f"/tiles/sites/{zoom}/{x}/{y}.mvt"


def test_a_manager_sees_only_their_own_everywhere(open_page):
    admin, manager = open_page("admin"), open_page("account")
    everything, own = numbers(admin), numbers(manager)
    foreign = everything - own
    assert own
    assert len(own) < len(everything) / 5

    # By address: foreign and absent look alike.
    number = min(foreign)
    assert manager.goto(f"/sites/{number}/").status == 404
    assert manager.request.get(f"/api/v1/sites/{number}").status == 404
    assert manager.goto("/sites/999999/").status == 404

    # The search and its count.
    manager.goto(f"/sites/?q={number}")
    expect(manager.locator("table tbody tr", has_text=number)).to_have_count(0)

    # The export of the whole directory.
    answer = manager.request.get("/sites/export/csv/")
    rows = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff"))))
    place = [name.lower() for name in rows[0]].index("number")
    assert {row[place] for row in rows[1:]} == own

    # A tile around a foreign site: the administrator's holds it, the manager's does not.
    site = admin.request.get(f"/api/v1/sites/{number}").json()
    tile = tile_of(site["longitude"], site["latitude"], 14)
    assert number.encode() in admin.request.get(tile).body()
    assert number.encode() not in manager.request.get(tile).body()

    # Events, territories, pages of others.
    assert not [
        e
        for e in manager.request.get("/api/v1/events?limit=1000").json()["items"]
        if e["site_id"] == site["id"]
    ]
    manager.goto("/")
    expect(manager.locator("body")).not_to_contain_text(re.compile(r"\b2,000\b"))


def test_a_reader_is_offered_no_way_to_write(open_page):
    manager = open_page("account")
    manager.goto("/territories/")
    expect(manager.get_by_role("link", name="New territory")).to_have_count(0)
    assert manager.goto("/territories/new/").status == 403
