"""A territory is split, merged away again, and in an emergency sites move before anybody approves."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.test_change_set import until, waive_notice

FORMER, NEIGHBOR, NEW = "ATLANTA1", "SAVANNAH1", "ATLANTA2"  # of the demo, and one more


def begin(page: Page, kind: str, territory: str, title: str, trigger: str = "") -> None:
    """A draft whose first change is of this type."""
    page.goto(f"/change-sets/new/?type={kind}&territory={territory}")
    page.locator("#id_title").fill(title)
    page.locator("#id_reason").fill("A journey")
    if trigger:
        page.locator("#id_trigger").select_option(trigger)
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.locator("#id_territory")).to_have_value(territory)


def submit(page: Page) -> str:
    """Submits the draft, with a plan where sites change hands; its address."""
    page.get_by_role("button", name="Submit").click()
    # The impact is measured on the way, which takes a busy machine a while.
    expect(page.get_by_role("heading", name="Approvals")).to_be_visible(timeout=15_000)
    plan = page.locator("#id_handover_plan")
    if plan.count():
        plan.fill("Both managers walk the sites")
        page.get_by_role("button", name="Keep the plan").click()
    return page.url


def decide_and_publish(page: Page, address: str) -> None:
    page.goto(address)
    while page.get_by_role("button", name="Approve").count():
        page.get_by_role("button", name="Approve").first.click()
        expect(page.locator(".ts-badge").first).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(page, "Effective")


def number_in(page: Page, territory: str) -> str:
    page.goto(f"/sites/?q=territory:{territory}")
    return page.locator("td.site-number a").first.inner_text()


def test_a_territory_is_split_and_merged_back(open_page):
    boss = open_page("admin")
    waive_notice(boss)
    author = open_page("vp")
    number = number_in(author, FORMER)

    begin(author, "split_territory", FORMER, "Split Atlanta")
    author.locator("#id_code").fill(NEW)
    author.locator("#id_name").fill("Atlanta North")
    author.locator("#id_sites").fill(number)
    author.get_by_role("button", name="Add to the draft").click()
    expect(
        author.get_by_text(re.compile(f"A new territory {NEW} Atlanta North is created"))
    ).to_be_visible()
    assert violations(author) == []
    split = submit(author)
    decide_and_publish(boss, split)
    boss.goto(f"/territories/{NEW}/")
    expect(boss.get_by_role("heading", name=re.compile("Atlanta North")).first).to_be_visible()
    assert number_in(boss, NEW) == number

    begin(author, "merge_territory", NEW, "Merge it back")
    author.locator("#id_into").fill(FORMER)
    author.get_by_role("button", name="Add to the draft").click()
    expect(author.get_by_text(re.compile(f"{NEW} Atlanta North is closed"))).to_be_visible()
    merge = submit(author)
    decide_and_publish(boss, merge)
    boss.goto(f"/sites/{number}/")
    expect(boss.locator(f"a[href='/territories/{FORMER}/']").first).to_be_visible()

    # The split alone can no longer be taken back: the merge builds on it, and is named.
    boss.goto(split)
    expect(boss.get_by_text("Merge it back").first).to_be_visible()
    assert violations(boss) == []


def test_an_emergency_takes_effect_at_once_and_is_reviewed_afterwards(open_page):
    author = open_page("vp")
    number = number_in(author, FORMER)
    begin(author, "assign_sites", NEIGHBOR, "Flood in Atlanta", trigger="emergency")
    author.locator("#id_sites").fill(number)
    author.get_by_role("button", name="Add to the draft").click()
    expect(
        author.get_by_text(re.compile(f"1 site leaves {FORMER}.* for {NEIGHBOR}"))
    ).to_be_visible()
    author.get_by_role("button", name="Submit").click()
    dialog = author.get_by_role("dialog", name="An emergency takes effect at once. Go on?")
    dialog.get_by_role("button", name="Continue").click()
    expect(author.get_by_role("heading", name="Approvals")).to_be_visible(timeout=15_000)
    until(author, "Effective")
    expect(author.get_by_text("Review the emergency")).to_be_visible()
    expect(author.get_by_text("Find a permanent solution")).to_be_visible()
    assert violations(author) == []
    address = author.url
    author.goto(f"/sites/{number}/")
    expect(author.locator(f"a[href='/territories/{NEIGHBOR}/']").first).to_be_visible()

    boss = open_page("admin")
    boss.goto(address)
    review = boss.locator("div.mb-3", has_text="Review the emergency")
    expect(review.get_by_text(re.compile("^Due"))).to_be_visible()
    while boss.get_by_role("button", name="Approve").count():
        boss.get_by_role("button", name="Approve").first.click()
        expect(boss.locator(".ts-badge").first).to_be_visible()
    expect(
        boss.locator("div.mb-3", has_text="Review the emergency").get_by_text(
            re.compile("^Done by")
        )
    ).to_be_visible()
