"""The words of scenarios in templates."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from townsite.scenarios.limits import Limit
from townsite.scenarios.models import Proposal
from townsite.web.badges import badge_for

register = template.Library()
SHARE, PERCENT = "share", 100
SEVERITIES = {"block": "blocking", "warn": "warnings", "info": "notes"}


@register.filter
def percent(share: float | None) -> str:
    """A share as “12.3%”; an en dash where it is not known."""
    return "–" if share is None else f"{share * PERCENT:.1f}%"


@register.filter
def change(share: float) -> str:
    """The size of a change of a value, whichever way: “0.31%”."""
    return f"{abs(share) * PERCENT:.2f}%"


@register.filter
def was(value: object) -> str:
    """For the note of a figure: “today 34.0”."""
    return f"today {value}"


@register.simple_tag
def limit_words(limit: Limit) -> str:
    """For example: 120 min, advice only (Everywhere (built in))."""
    if limit.value is None:
        return f"no limit ({limit.source})"
    amount = (
        f"{limit.value * PERCENT:g}%" if limit.unit == SHARE else f"{limit.value:g} {limit.unit}"
    )
    return f"{amount}, {'binding' if limit.binds else 'advice only'} ({limit.source})"


@register.simple_tag
def severities(counts: dict[str, Any] | None) -> SafeString | str:
    """How many rules are broken, by severity; a dash for none."""
    found = [
        (badge_for("severity", name).tone, counts[name], SEVERITIES[name])
        for name in SEVERITIES
        if counts and counts.get(name)
    ]
    if not found:
        return "—"
    return format_html_join(
        " ",
        '<span class="ts-badge" data-tone="{}">{} {}</span>',
        found,
    )


@register.simple_tag
def outcome_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """Before, predicted and measured figures of a published plan (A-108)."""
    return [
        {"label": "Before", "m": proposal.predicted["today"]},
        {"label": "Predicted", "m": proposal.predicted["measures"]},
        {"label": "Measured", "m": proposal.measured["measures"]},
    ]
