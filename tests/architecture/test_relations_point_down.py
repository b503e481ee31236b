"""Foreign keys follow the direction of imports; import-linter cannot see them."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def ranks() -> dict[str, int]:
    """Each part's height: 0 is the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c["layers"] for c in contracts if c["id"] == "parts")
    rows = [[part.strip(" ()") for part in layer.split("|")] for layer in reversed(layers)]
    return {part: height for height, row in enumerate(rows) for part in row}


def test_relations_point_down():
    height = ranks()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("townsite.")
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model.__module__.startswith("townsite.")
        if height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert upward == []


def test_every_part_has_its_place():
    parts = {p.name for p in (ROOT / "townsite").iterdir() if (p / "__init__.py").exists()}
    assert parts <= set(ranks())
