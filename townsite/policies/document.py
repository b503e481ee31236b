"""The catalogue of policies as a page of the handbook."""

from townsite.policies.key import Key
from townsite.policies.labels import value_label
from townsite.policies.registry import keys_by_theme

HEAD = "| Policy | Meaning | Default | Unit | Severity | Scopes | Source |\n|---|---|---|---|---|---|---|"


def table_of_keys() -> str:
    """A Markdown section for each theme, a row for each policy."""
    return "\n".join(
        f"### {title}\n\n{HEAD}\n" + "\n".join(_row(key) for key in keys) + "\n"
        for title, keys in keys_by_theme()
    )


def _row(key: Key) -> str:
    scopes = "all" if key.scopes[-1] == "site" else ", ".join(key.scopes)
    default = value_label(key, key.default)
    if key.by_kind:
        default += "; " + ", ".join(
            f"{kind}: {value_label(key, v)}" for kind, v in key.by_kind.items()
        )
    cells = [f"`{key.name}`", key.meaning, default, key.unit, key.severity, scopes, key.source]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
