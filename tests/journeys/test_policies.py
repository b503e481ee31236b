"""A manager tries a policy out, sets it, has scores computed anew and watches the job."""

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations

LIMITS = "/policies/revenue.class_limits_usd/"


def test_a_limit_is_tried_out_set_explained_and_taken_over(open_page):
    page = open_page("admin")
    page.goto("/policies/")
    page.get_by_label("Search policies").fill("revenue class")
    expect(page).to_have_url(re.compile(r"\?q=revenue"))
    page.get_by_role("link", name="Limits of the revenue classes").click()

    page.get_by_label("Special").fill("2,000")
    page.get_by_label("High value").fill("1,500")
    page.get_by_label("Reason").fill("Try-out of the yearly limits")
    page.get_by_role("button", name="Try it out").click()
    expect(
        page.get_by_text("high value (1,500) may not lie below special (2,000).")
    ).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("Try-out of the yearly limits")

    page.get_by_label("High value").fill("3,000")
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_text("Changes the revenue class of")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Set this value").click()
    expect(page.get_by_text("Set by")).to_be_visible()
    expect(page.get_by_role("region", name="Values over time")).to_contain_text("In force")

    page.goto("/sites/scores/")
    expect(page.get_by_role("region", name="Sites whose score would change")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Compute anew").click()
    expect(page.get_by_role("status")).to_contain_text("Succeeded", timeout=60_000)
    expect(page.get_by_text("Changed", exact=True)).to_be_visible()
    assert violations(page) == []
    page.goto("/sites/scores/")
    expect(page.get_by_text("Nothing: what is stored is what the cards say.")).to_be_visible()

    page.goto(LIMITS)
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("dialog").get_by_label("Why").fill("The try-out is over")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("nobody set another value")).to_be_visible()
