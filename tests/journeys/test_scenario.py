"""A director asks for plans, compares them, paints one site and sends a plan for approval."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import DARK, PHONE
from tests.journeys.test_every_page import sideways

SEARCH = 180_000  # a minute's search, after the worker of a fresh checkout compiled the engine


def ask(page: Page) -> None:
    """Florida and the Caribbean, small enough for seconds; thirty sites may change hands."""
    page.goto("/scenarios/new/?territory=FLACAR")
    page.locator("#id_name").fill("Even out Florida")
    page.locator("#id_move_sites").fill("30")
    page.locator("#id_effort").select_option("quick")
    page.locator("#id_plans").fill("3")
    page.get_by_role("button", name="Look for plans").click()


def test_from_question_to_change_set(open_page):
    page = open_page("vp")
    ask(page)
    expect(page.locator("[data-run-state=found]")).to_be_visible(timeout=SEARCH)
    expect(page.get_by_role("heading", name="Plans beside today")).to_be_visible()
    expect(page.get_by_text("30 sites, binding (this scenario)")).to_be_visible()
    assert violations(page) == []
    page.locator("tr", has=page.locator(".ts-badge", has_text="Recommended")).get_by_role(
        "link"
    ).first.click()
    expect(page.get_by_role("heading", name="Territories before and after")).to_be_visible()
    expect(page.locator("#map-after[data-map-idle]")).to_be_visible(timeout=30_000)
    assert violations(page) == []

    number = page.locator("td.site-number a").first.inner_text()
    home = page.locator("tr", has=page.get_by_role("link", name=number)).locator("td").nth(2)
    back = home.inner_text().strip()
    page.locator("#paint-sites").fill(number)
    page.locator("#paint-territory").select_option(back)
    expect(page.locator("#paint-price")).to_contain_text("the plan's value")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("Undo the last of 1 stroke"))).to_be_visible()

    page.get_by_role("link", name="Certificate").click()
    expect(page.get_by_text(re.compile("Every hard constraint is kept"))).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="To change set").click()
    page.locator("#id_reason").fill("Loads are uneven")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("It makes a plan of a scenario come true")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Approvals")).to_be_visible()


def test_the_pages_of_a_scenario_fit_a_phone_and_the_dark(open_page):
    page = open_page("admin", viewport=PHONE, scheme=DARK)
    page.goto("/scenarios/")
    assert violations(page) == []
    page.locator("td.policy-name a").first.click()
    for address in (
        page.url,
        f"{page.url}edit/",
        f"{page.url}plans/1/",
        f"{page.url}plans/1/certificate/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert (address, violations(page), max(0, sideways(page))) == (address, [], 0)
