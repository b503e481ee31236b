"""Phones in templates."""

from django import template

from townsite.sites.phones import national

register = template.Library()


@register.filter
def phone(e164: str) -> str:
    """The number as people read it: "(757) 555-0100"."""
    return national(e164)
