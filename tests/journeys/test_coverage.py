"""A manager goes on leave: somebody covers from the first day, and no longer after the last."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.test_change_set import until

TERRITORY, STAND_IN = "MIDATL", "am.atlanta@example.com"  # of the demo


def test_coverage_during_leave(open_page):
    today = date.today()  # noqa: DTZ011 - the day as the browser's form has it
    cover = open_page("account")
    sites = f"/sites/?q=territory:{TERRITORY}"
    cover.goto(sites)
    expect(cover.locator("td.site-number a")).to_have_count(0)

    author = open_page("vp")
    author.goto(f"/territories/{TERRITORY}/")
    author.get_by_role("link", name="Arrange cover").click()
    author.locator("#id_title").fill("Leave in the Mid-Atlantic")
    author.locator("#id_reason").fill("Two weeks of leave")
    author.get_by_role("button", name="Begin the draft").click()
    author.locator("#id_person").fill(STAND_IN)
    author.locator("#id_until").fill(str(today + timedelta(days=14)))
    author.get_by_role("button", name="Add to the draft").click()
    expect(author.get_by_text(re.compile(r"stands in for .* because of leave"))).to_be_visible()
    author.get_by_role("button", name="Submit").click()
    expect(author.get_by_role("heading", name="Approvals")).to_be_visible()
    address = author.url

    boss = open_page("admin")
    boss.goto(address)
    boss.get_by_role("button", name="Approve").first.click()
    boss.get_by_role("button", name="Publish now").click()
    boss.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(boss, "Effective")
    boss.goto(f"/territories/{TERRITORY}/")
    expect(boss.locator("#coverage")).to_be_visible()
    assert violations(boss) == []

    cover.goto(sites)
    expect(cover.locator("td.site-number a").first).to_be_visible()
    number = cover.locator("td.site-number a").first.inner_text()
    assert cover.goto(f"/sites/{number}/").status == 200

    author.goto(f"/change-sets/new/?type=end_cover&territory={TERRITORY}")
    author.locator("#id_title").fill("Back early")
    author.locator("#id_reason").fill("Back from leave")
    author.get_by_role("button", name="Begin the draft").click()
    author.locator("#id_person").fill(STAND_IN)
    author.get_by_role("button", name="Add to the draft").click()
    author.get_by_role("button", name="Submit").click()
    expect(author.get_by_role("heading", name="Approvals")).to_be_visible()
    boss.goto(author.url)
    boss.get_by_role("button", name="Approve").first.click()
    boss.get_by_role("button", name="Publish now").click()
    boss.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(boss, "Effective")
    assert cover.goto(f"/sites/{number}/").status == 404
    cover.goto("/notifications/")
    assert violations(cover) == []
