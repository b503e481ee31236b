"""A shared border is moved: drafted on the map, approved by another, published, seen, reverted."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.accounts import today
from tests.journeys.axe import violations
from tests.journeys.drawing import draw, open_editor, sites_of, territory_then
from tests.journeys.test_change_set import until, waive_notice

# Down through Georgia: what lies east of it goes from Atlanta to Savannah.
LINE = [(-81.8, 34.6), (-83.9, 33.7), (-84.0, 32.0), (-84.6, 30.3)]
# A little farther east, for second thoughts.
BACK = [(-81.8, 34.5), (-83.572, 33.7), (-83.672, 32.0), (-84.2, 30.3)]


def test_a_border_from_the_first_stroke_to_the_revert(open_page):
    boss, author, watcher = open_page("admin"), open_page("vp"), open_page("district")
    waive_notice(boss)
    atlanta, savannah = sites_of(author, "ATLANTA1"), sites_of(author, "SAVANNAH1")
    moving = drawn(author)
    proposed(author, moving)
    address = author.url
    assert sites_of(author, "SAVANNAH1") == savannah
    fewer = gone_on_with(author, moving)
    watch(watcher)
    approved(boss, address)
    expect(watcher.locator("[data-live-text]")).to_contain_text("was published just now")
    moved = atlanta - sites_of(boss, "ATLANTA1")
    assert len(moved) == fewer
    assert sites_of(boss, "SAVANNAH1") == savannah | moved
    looked_back(boss, atlanta, fewer)
    reverted(boss, address)
    assert (sites_of(boss, "ATLANTA1"), sites_of(boss, "SAVANNAH1")) == (atlanta, savannah)
    expect(watcher.locator("[data-live-text]")).to_contain_text("was reverted just now")


def drawn(author):
    """Drawn, undone and drawn again; the totals tell at once who gains and loses what."""
    open_editor(author)
    assert violations(author) == []
    author.locator("[data-choose=ATLANTA1]").click()
    author.locator("[data-choose=SAVANNAH1]").click(modifiers=["Shift"])
    author.get_by_role("button", name="Move border").click()
    draw(author, LINE, strokes=1)
    totals = author.locator("#editor-totals")
    expect(totals).to_contain_text(re.compile(r"\d+ min"))
    expect(totals).to_contain_text("loses access to")
    author.keyboard.press("Control+z")
    author.wait_for_selector("#map[data-strokes='0']", state="attached")
    author.get_by_role("button", name="Redo").click()
    author.wait_for_selector("#map[data-strokes='1']", state="attached")
    assert violations(author) == []
    return int(re.search(r"SAVANNAH1\s+\d+ sites.*?\+(\d+)", totals.inner_text(), re.DOTALL)[1])


def proposed(author, moving):
    """With a reason and a day; nothing has changed yet."""
    author.get_by_role("button", name="Propose this change").click()
    expect(
        author.get_by_role("heading", name=re.compile(rf"^{moving} sites? change"))
    ).to_be_visible()
    expect(author.locator("[data-approvals]")).to_contain_text("Regional VP")
    author.get_by_label(re.compile("^Reason")).fill("Shorter ways from Savannah")
    author.get_by_label(re.compile("^Takes effect on")).fill(today().isoformat())
    author.get_by_label(re.compile("^Handover plan")).fill("Both managers walk the sites")
    assert violations(author) == []
    author.get_by_role("button", name="Propose this change").click()
    sentence = re.compile(rf"{moving} sites leave ATLANTA1.* for SAVANNAH1")
    expect(author.get_by_text(sentence)).to_be_visible()


def gone_on_with(author, moving):
    """The draft is opened in the editor again, changed, kept and submitted."""
    author.get_by_role("link", name="Edit on the map").click()
    expect(author.locator("#editor-totals")).to_contain_text(f"+{moving}")
    open_editor(author, re.search(r"\?change_set=\d+", author.url)[0])
    author.locator("[data-choose=SAVANNAH1]").click()
    author.locator("[data-choose=ATLANTA1]").click(modifiers=["Shift"])
    author.get_by_role("button", name="Move border").click()
    draw(author, BACK, strokes=1)
    for _ in ("in the editor", "on the preview"):
        author.get_by_role("button", name="Keep in the draft").click()
    sentence = author.get_by_text(re.compile(r"\d+ sites? leaves? ATLANTA1.* for SAVANNAH1"))
    fewer = int(re.search(r"(\d+) sites? leave", sentence.inner_text())[1])
    assert 0 < fewer < moving
    author.get_by_role("button", name="Submit").click()
    expect(author.get_by_role("heading", name="Approvals")).to_be_visible()
    return fewer


def watch(page):
    page.goto("/territories/map/")
    page.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")
    page.wait_for_selector("[data-live-open]", state="attached")


def approved(boss, address):
    """By somebody else, on a page that says what will happen; its day has come, so it happens."""
    boss.goto(address)
    while boss.get_by_role("button", name="Approve").count():
        boss.get_by_role("button", name="Approve").first.click()
        expect(boss.locator(".ts-badge").first).to_be_visible()
    until(boss, "Effective")


def looked_back(boss, atlanta, fewer):
    """The map and yesterday's lists still show the borders and sites of then."""
    yesterday = (today() - timedelta(days=1)).isoformat()
    moved = atlanta - sites_of(boss, "ATLANTA1")
    assert {territory_then(boss, number, yesterday) for number in moved} == {"ATLANTA1"}
    boss.goto("/territories/map/")
    boss.wait_for_selector("#map[data-map-ready][data-map-idle]", state="attached")
    row = boss.locator("#territory-panel [data-code=ATLANTA1]")
    expect(row).to_contain_text(str(len(atlanta) - fewer))
    boss.get_by_label("Date").fill(yesterday)
    boss.get_by_label("Date").press("Tab")
    expect(row).to_contain_text(str(len(atlanta)))


def reverted(boss, address):
    boss.goto(address)
    boss.locator("#revert-reason").fill("The ways were shorter on paper only")
    boss.get_by_role("button", name="Revert", exact=True).click()
    boss.get_by_role("dialog").locator(".btn-primary, .btn-danger").click()
    until(boss, "Reverted")


def test_sites_and_units_change_hands_without_a_pointer(open_page):
    page = open_page("admin")
    open_editor(page)
    page.get_by_role("tab", name="By table").press("Enter")
    page.locator("#sites-of").select_option("ATLANTA1")
    page.locator("#editor-site-rows input").first.check()
    page.locator("#sites-to").select_option("SAVANNAH1")
    assert violations(page) == []
    give = page.locator("[data-table-stroke=sites] button[type=submit]")
    give.press("Enter")
    page.wait_for_selector("#map[data-strokes='1']", state="attached")
    expect(page.locator("#editor-totals")).to_contain_text("+1")
    page.locator("#units-codes").fill("Morgan, AL")
    page.locator("#units-to").select_option("ATLANTA1")
    page.locator("[data-table-stroke=units] button[type=submit]").press("Enter")
    page.wait_for_selector("#map[data-strokes='2']", state="attached")
    page.locator("#points-from").select_option("GULFS1")
    page.locator("#points-to").select_option("ATLANTA1")
    page.locator("#points-list").fill("35.4, -87.0\n33.0; -87.1\n29.9 -87.0")
    page.locator("[data-table-stroke=points] button[type=submit]").press("Enter")
    page.wait_for_selector("#map[data-strokes='3']", state="attached")
    # A locked territory is refused in words, and the edit stays as it was.
    page.get_by_role("tab", name="Territories").click()
    page.get_by_role("button", name="Lock ATLANTA1").click()
    page.get_by_role("tab", name="By table").click()
    page.locator("[data-table-stroke=units] button[type=submit]").press("Enter")
    expect(
        page.get_by_text("ATLANTA1 is locked. Unlock it to change its boundary.")
    ).to_be_visible()
    assert page.locator("#map").get_attribute("data-strokes") == "3"
