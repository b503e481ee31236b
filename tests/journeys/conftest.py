"""Journeys run against the real thing: the web server, the worker, the demo, Debian's Chromium."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from setup_steps.services import die_with_parent
from tests.database import worker_database
from tests.journeys.accounts import ACCOUNTS, PASSWORD
from tests.journeys.demo_database import SERVED, demo
from tests.journeys.serving import free_port, wait_until_up

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Software WebGL, pages put together without it (a fourth of the work), and none of the browser's
# own calls to the network.
FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing", "--ignore-gpu-blocklist", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--font-render-hinting=none",
]  # fmt: skip
# Two browsers draw maps in software beside two servers; a slow answer is no fault.
expect.set_options(timeout=15_000)
DARK, LIGHT = "dark", "light"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Townsite with the demo portfolio, its worker beside it."""
    folder = tmp_path_factory.mktemp("portal")
    port, live = free_port(), free_port()
    with worker_database(f"journeys_{port}", template=demo) as name:
        env = {
            **os.environ,
            "TOWNSITE_DB": name,
            "DJANGO_SETTINGS_MODULE": SERVED,
            "TOWNSITE_LIVE": f":{live}",
        }
        manage = [sys.executable, "manage.py"]
        granian = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
            str(port), "--workers", "1", "--blocking-threads", "8", "townsite.config.wsgi:application",
        ]  # fmt: skip
        streams = [
            sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port",
            str(live), "--workers", "1", "--no-ws", "townsite.config.asgi:application",
        ]  # fmt: skip
        with (
            running(granian, env, folder / "web.log"),
            running(streams, env, folder / "live.log"),
            running([*manage, "work"], env, folder / "work.log"),
        ):
            address = f"http://127.0.0.1:{port}"
            wait_until_up(f"{address}/accounts/login/", log=folder / "web.log")
            yield address


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    """A process that lives as long as the block."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=out,
            stderr=out,
            # Journeys that are killed tear nothing down; their servers must not outlive them.
            preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads run yet
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: bin/test installs Debian's package chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def session_of(browser: Browser, portal: str) -> Callable[[str], StorageState | None]:
    """What a browser keeps of a person who has signed in; each signs in once.

    Passwords are slow to check by design, and a journey that is not about them need not wait.
    """

    @cache
    def signed_in(person: str) -> StorageState | None:
        if not person:
            return None
        with closing(browser.new_context(base_url=portal)) as context:
            sign_in(context.new_page(), ACCOUNTS[person])
            return context.storage_state()

    return signed_in


@pytest.fixture
def open_page(
    browser: Browser, portal: str, session_of: Callable[[str], StorageState | None]
) -> Iterator[Callable[..., Page]]:
    """`open_page("admin")`: an empty page of a browser profile in which that person is signed in.

    Fails at the end when the page logged an error or broke the Content-Security-Policy.
    """
    contexts, faults = [], []

    def open_as(person: str, *, viewport: dict[str, int] = DESK, scheme: str = LIGHT) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport=viewport,
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
            storage_state=session_of(person),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if serious(m.type, m.text) else None)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []


def serious(kind: str, text: str) -> bool:
    """An error of the page itself; refused requests (404, 422) are part of some journeys."""
    return kind == "error" and not re.search(r"status of 4\d\d|GPU stall", text)


def sign_in(page: Page, email: str) -> None:
    """Through the sign-in page, as a person does."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
