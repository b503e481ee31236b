"""A reassignment is proposed, somebody else approves it, it is published, seen, and reverted."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

NOTICE = "/policies/notice.reassignment_days/"


def waive_notice(page: Page) -> None:
    """Thirty days are long for a journey; the policy is what an administrator would change."""
    page.goto(NOTICE)
    page.get_by_role("textbox", name="Value").fill("0")
    page.get_by_role("textbox", name="Reason").fill("Trial without notice")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Set this value").click()
    expect(page.get_by_text("Set by")).to_be_visible()


def until(page: Page, state: str) -> None:
    """Loads the page until the worker has carried it out."""
    for _ in range(40):
        if page.locator(".ts-badge", has_text=re.compile(state)).first.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator(".ts-badge", has_text=re.compile(state)).first).to_be_visible()


def test_a_reassignment_from_proposal_to_revert(open_page):
    boss = open_page("admin")
    waive_notice(boss)
    author = open_page("vp")
    former, target = "ATLANTA1", "SAVANNAH1"  # of the demo
    author.goto(f"/sites/?q=territory:{former}")
    number = author.locator("td.site-number a").first.inner_text()

    author.goto(f"/territories/{target}/")
    author.get_by_role("link", name="Propose a change").click()
    author.locator("#id_title").fill("Hand one site over")
    author.locator("#id_reason").fill("Shorter drives")
    author.get_by_role("button", name="Begin the draft").click()
    expect(author.locator("#id_territory")).to_have_value(target)
    author.locator("#id_sites").fill(number)
    author.get_by_role("button", name="Add to the draft").click()
    expect(
        author.get_by_text(re.compile(rf"1 site leaves {former}.* for {target}"))
    ).to_be_visible()
    expect(author.get_by_role("heading", name="Impact")).to_be_visible()
    assert violations(author) == []
    author.get_by_role("button", name="Submit").click()
    expect(author.get_by_role("heading", name="Approvals")).to_be_visible()
    author.locator("#id_handover_plan").fill("Both managers walk the site")
    author.get_by_role("button", name="Keep the plan").click()
    address = author.url

    boss.goto(address)
    while boss.get_by_role("button", name="Approve").count():
        boss.get_by_role("button", name="Approve").first.click()
        expect(boss.locator(".ts-badge").first).to_be_visible()
    assert violations(boss) == []
    boss.get_by_role("button", name="Publish now").click()
    boss.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(boss, "Effective")
    boss.goto(f"/sites/{number}/")
    expect(boss.locator(f"a[href='/territories/{target}/']").first).to_be_visible()

    boss.goto(address)
    boss.locator("#revert-reason").fill("A mistake")
    boss.get_by_role("button", name="Revert", exact=True).click()
    boss.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(boss, "Reverted")
    boss.goto(f"/sites/{number}/")
    expect(boss.locator(f"a[href='/territories/{former}/']").first).to_be_visible()
    boss.goto("/change-sets/")
    expect(boss.get_by_role("link", name="Hand one site over")).to_be_visible()
    assert violations(boss) == []
