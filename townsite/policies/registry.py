"""Every policy the program knows, by name."""

from collections.abc import Iterator

from townsite.policies.choices import THEMES
from townsite.policies.errors import UnknownPolicy
from townsite.policies.key import Key
from townsite.policies.keys import (
    approvals,
    capacity,
    clocks,
    contacts,
    coverage,
    oversight,
    placement,
    quality,
    records,
    scenarios,
    scores,
    sign_in,
    tokens,
)

_MODULES = (
    placement,
    capacity,
    scenarios,
    approvals,
    clocks,
    contacts,
    coverage,
    scores,
    quality,
    records,
    sign_in,
    tokens,
    oversight,
)
KEYS: dict[str, Key] = {key.name: key for module in _MODULES for key in module.KEYS}


def key_named(name: str) -> Key:
    """The policy of this name.

    Raises UnknownPolicy.
    """
    if name not in KEYS:
        near = ", ".join(known for known in KEYS if known.partition(".")[0] in name)
        raise UnknownPolicy(
            f"There is no policy “{name}”. Maybe one of: {near or 'see the page Policies'}."
        )
    return KEYS[name]


def keys_by_theme() -> Iterator[tuple[str, list[Key]]]:
    """Titles of the themes in their order, each with its policies."""
    for theme, title in THEMES.items():
        yield title, [key for key in KEYS.values() if key.theme == theme]
