"""Every page: no violation of accessibility, no sideways scroll at 360 px, light and dark."""

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import ALL, OF_COLORS, violations
from tests.journeys.conftest import DARK, DESK, LIGHT, PHONE

PAGES = [
    "/", "/sites/", "/sites/map/", "/sites/new/", "/sites/duplicates/", "/territories/",
    "/territories/new/", "/territories/map/", "/territories/map/edit/", "/territories/boundaries/",
    "/placement/", "/placement/balance/", "/placement/compare/", "/placement/opportunities/",
    "/imports/", "/scenarios/", "/scenarios/new/?territory=SOEAST", "/policies/", "/jobs/", "/audit/", "/audit/activity/", "/customers/",
    "/notifications/", "/notifications/preferences/", "/coordination/", "/coordination/new/",
    "/coordination/measures/", "/coordination/protocols/", "/placement/quarterly/",
    "/preferences/", "/preferences/tokens/", "/preferences/tokens/new/",
    "/preferences/devices/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
]  # fmt: skip


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize(
    ("viewport", "schemes"),
    [(DESK, (LIGHT, DARK)), (PHONE, (LIGHT,))],
    ids=["desk", "phone"],
)
def test_every_page_is_accessible_and_fits(open_page, viewport, schemes):
    page = open_page("admin", viewport=viewport)
    found = {}
    for path in [*PAGES, first_site(page), first_territory(page)]:
        page.emulate_media(color_scheme=schemes[0])
        response = page.goto(path)
        page.wait_for_load_state("networkidle")
        assert response is not None
        if response.status != 200:
            found[path] = f"status {response.status}"
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            if problems := faults(page, scheme):
                found[f"{path} {scheme}"] = problems
    assert found == {}


def faults(page: Page, scheme: str) -> list[str]:
    """What is wrong with the page as it stands there in this scheme."""
    page.wait_for_selector(f"html[data-bs-theme={scheme}]")
    wide = sideways(page)
    judged = violations(page, ALL if scheme == LIGHT else OF_COLORS)
    return [*judged, *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sign_in_page_is_accessible(open_page, viewport):
    page = open_page("", viewport=viewport)
    page.goto("/accounts/login/")
    assert violations(page) == []
    assert sideways(page) <= 0


def first_site(page: Page) -> str:
    """The address of some site, through the API."""
    number = page.request.get("/api/v1/sites?limit=1&fields=number").json()["items"][0]["number"]
    return f"/sites/{number}/"


def first_territory(page: Page) -> str:
    code = page.request.get("/api/v1/territories?limit=1&fields=code").json()["items"][0]["code"]
    return f"/territories/{code}/"
