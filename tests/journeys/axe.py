"""Accessibility by axe-core, run inside the page."""

import json
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"


ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another color scheme can break on a page that was judged in full.
OF_COLORS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, only: list[str] = ALL) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, one line each: rule, elements."""
    # A color on its way from one theme to the other is nobody's to read.
    page.wait_for_function(
        "() => document.getAnimations().every(one => !(one instanceof CSSTransition))"
    )
    page.evaluate(SOURCE.read_text())
    found = page.evaluate(
        "async only => JSON.stringify((await axe.run(document, {runOnly: only})).violations"
        ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5).join(', ')))",
        only,
    )
    return list(json.loads(found))
