"""Amounts in templates."""

from django import template

from townsite.common.money import cents_label

register = template.Library()


@register.filter
def dollars(cents: int | None) -> str:
    """Cents as people scan them: “$71k”; an en dash for an unknown amount."""
    return "–" if cents is None else cents_label(int(cents))
