"""The data dictionary (A-37), read from the models so that it cannot lag behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

# The parts whose tables hold the business; history tables repeat these.
PARTS = ("sites", "territories", "policies", "access", "accounts", "audit", "imports", "jobs")


@dataclass(frozen=True)
class FieldEntry:
    """One column: what it is called, what it holds, and whether it must be there."""

    name: str
    label: str
    type: str
    is_required: bool
    is_unique: bool
    refers_to: str
    vocabulary: tuple[tuple[str, str], ...]
    default: str


@dataclass(frozen=True)
class Entity:
    """One table with its meaning, its columns and the rules the database keeps."""

    key: str
    name: str
    part: str
    table: str
    meaning: str
    fields: tuple[FieldEntry, ...]
    rules: tuple[str, ...]


@cache
def entities() -> tuple[Entity, ...]:
    """Every entity of the business, by part."""
    found = []
    for part in PARTS:
        config = apps.get_app_config(part)
        found += [_entity(model, part) for model in config.get_models() if _is_ours(model)]
    return tuple(found)


def _is_ours(model: type[models.Model]) -> bool:
    """Not the row history that triggers write."""
    return not any(
        base.__name__ == "Event" and "pghistory" in base.__module__ for base in model.__mro__
    )


def _entity(model: type[models.Model], part: str) -> Entity:
    meta = model._meta  # noqa: SLF001 - Django's public-by-convention registry
    return Entity(
        key=f"{part}-{meta.model_name}",
        name=str(meta.verbose_name).capitalize(),
        part=part,
        table=meta.db_table,
        meaning=" ".join((model.__doc__ or "").split("\n\n")[0].split()),
        fields=tuple(_field(field) for field in meta.concrete_fields),
        rules=tuple(sorted(rule.name for rule in meta.constraints)),
    )


def _field(field: models.Field[Any, Any]) -> FieldEntry:
    related = getattr(field, "related_model", None)
    return FieldEntry(
        name=field.attname,
        label=str(field.verbose_name),
        type=_type(field),
        is_required=not (field.null or field.blank or field.has_default()),
        is_unique=field.unique,
        refers_to=str(related._meta.verbose_name) if related else "",  # noqa: SLF001 - as above
        vocabulary=tuple((str(value), str(label)) for value, label in field.flatchoices),
        default=_default(field),
    )


def _type(field: models.Field[Any, Any]) -> str:
    words = type(field).__name__.removesuffix("Field")
    length = f" ({field.max_length})" if field.max_length else ""
    return f"{words}{length}{', may be empty' if field.null else ''}"


def _default(field: models.Field[Any, Any]) -> str:
    if not field.has_default() or callable(field.default) or field.default in ("", None):
        return ""
    return str(field.default)
