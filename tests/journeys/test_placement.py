"""A site that waits is dragged to a territory, another placed by keyboard; the card says why."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations


def waiting(page: Page) -> list[str]:
    """Numbers of the sites on the board."""
    numbers = page.locator("[data-place-site]").evaluate_all(
        "each => each.map(one => one.dataset.placeSite)"
    )
    return [str(number) for number in numbers]


def test_a_waiting_site_is_dragged_confirmed_and_explained(open_page):
    page = open_page("admin")
    page.goto("/placement/")
    number = waiting(page)[0]
    assert violations(page) == []
    row = page.locator(f"[data-place-site='{number}']")
    best = row.locator("option").first.get_attribute("value")
    other = row.locator("option").nth(1).get_attribute("value")

    row.drag_to(page.locator(f"[data-place-in='{other}']"))
    dialog = page.get_by_role("dialog", name=re.compile(f"Place {number}"))
    expect(dialog).to_contain_text("Say why you choose otherwise")
    assert violations(page) == []
    dialog.get_by_label("Reason").fill("The shuttle garage lies there")
    dialog.get_by_role("button", name="Place it").click()
    expect(page.get_by_text(f"{number} is now in {other}.")).to_be_visible()
    assert number not in waiting(page)

    page.goto(f"/sites/{number}/placement/")
    card = page.get_by_role("region", name=re.compile("^Why "))
    expect(card).to_contain_text("A person's choice")
    expect(card).to_contain_text("The shuttle garage lies there")
    expect(page.get_by_text("Proposed today")).to_be_visible()
    assert violations(page) == []
    assert best != other


def test_a_site_is_placed_by_keyboard_alone(open_page):
    page = open_page("admin")
    page.goto("/placement/")
    number = waiting(page)[0]
    row = page.locator(f"[data-place-site='{number}']")
    best = row.locator("option").first.get_attribute("value")
    row.get_by_role("button", name=f"Place {number} in").press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile(f"Place {number}"))
    dialog.get_by_role("button", name="Place it").press("Enter")
    expect(page.get_by_text(f"{number} is now in {best}.")).to_be_visible()
    page.goto(f"/sites/{number}/placement/")
    expect(page.get_by_role("region", name=re.compile("^Why "))).to_contain_text("Runner-up")


def test_proposals_are_rehearsed_and_accepted(open_page):
    page = open_page("admin")
    page.goto("/placement/")
    number = waiting(page)[0]
    page.get_by_label(f"Select {number}").check()
    page.get_by_role("button", name="Accept proposals…").click()
    expect(page.get_by_text("A rehearsal: nothing is written yet.")).to_be_visible()
    assert violations(page) == []
    warned = page.get_by_label(re.compile("with warnings too"))
    warned.check()
    page.get_by_role("button", name="Place them").click()
    expect(page.get_by_text("1 site placed.")).to_be_visible()
    assert number not in waiting(page)
