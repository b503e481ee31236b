"""The catalogue of policies as a page of the handbook."""

import json

from townsite.policies.key import Key
from townsite.policies.registry import keys_by_theme
from townsite.policies.value_types import Value

HEAD = "| Policy | Meaning | Default | Unit | Severity | Scopes | Source |\n|---|---|---|---|---|---|---|"


def table_of_keys() -> str:
    """A Markdown section for each theme, a row for each policy."""
    return "\n".join(
        f"### {title}\n\n{HEAD}\n" + "\n".join(_row(key) for key in keys) + "\n"
        for title, keys in keys_by_theme()
    )


def _row(key: Key) -> str:
    scopes = "all" if key.scopes[-1] == "site" else ", ".join(key.scopes)
    default = _words(key.default)
    if key.by_kind:
        default += "; " + ", ".join(f"{kind}: {_words(v)}" for kind, v in key.by_kind.items())
    cells = [f"`{key.name}`", key.meaning, default, key.unit, key.severity, scopes, key.source]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _words(value: Value) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, dict):
        return ", ".join(f"{label} {_words(each)}" for label, each in value.items())
    return f"`{value}`" if isinstance(value, str) else json.dumps(value)
