"""A passkey is made, used beside the password's place, and nothing else is asked."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.accounts import ACCOUNTS, PASSWORD
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE

# A device of its own that knows its person, as a phone or a laptop does.
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_device(page: Page) -> str:
    """Gives the browser a virtual authenticator; its id."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def test_a_passkey_is_made_and_then_signs_in_alone(open_page, portal):
    page = open_page("", viewport=PHONE)
    # Passkeys belong to names, not to addresses such as 127.0.0.1.
    home = portal.replace("127.0.0.1", "localhost")
    with_device(page)
    page.goto(f"{home}/accounts/login/")
    page.fill("input[name=login]", ACCOUNTS["account"])
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(f"{home}/accounts/2fa/")
    assert violations(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name, to know it by").fill("My laptop")
    assert violations(page) == []
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{home}/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name=re.compile("My laptop"))).to_contain_text("Alone")
    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/?next=/territories/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url(f"{home}/territories/")
    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/")
    page.fill("input[name=login]", ACCOUNTS["account"])
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/")
    # The other journeys of this run sign in with a password alone.
    page.goto(f"{home}/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove My laptop").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkey yet")).to_be_visible()
