"""A site that waits is dragged to a territory, another placed by keyboard; the card says why."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.accounts import ACCOUNTS
from tests.journeys.axe import violations
from tests.journeys.conftest import sign_in


@pytest.fixture(scope="module", autouse=True)
def _placing_at_once(browser: Browser, portal: str) -> Iterator[None]:
    """First assignments need nobody's approval here; afterwards they do again."""
    page = browser.new_context(base_url=portal).new_page()
    sign_in(page, ACCOUNTS["admin"])
    let_approve(page, "nobody")
    yield
    let_approve(page, "territory_director")
    page.context.close()


def let_approve(page: Page, who: str) -> None:
    """Sets who approves a standard assignment."""
    page.goto("/policies/approval.assignment/")
    page.locator("[name='value.standard']").select_option(who)
    page.get_by_role("textbox", name="Reason").fill("A journey")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Set this value").click()
    expect(page.get_by_text("Set by")).to_be_visible()


def waiting(page: Page) -> list[str]:
    """Numbers of the sites on the board that no change set waits to place."""
    numbers = page.locator("[data-place-site][draggable='true']").evaluate_all(
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
