"""Looking up in templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under `key`, or None."""
    return mapping.get(key)
