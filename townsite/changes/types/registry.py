"""Every type of change: a file in this folder is all it takes to add one."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from townsite.changes import types
from townsite.changes.types.base import ChangeType
from townsite.common.errors import Invalid


@cache
def change_types() -> dict[str, type[ChangeType]]:
    """The types by key, in the order of their keys."""
    for module in iter_modules(types.__path__, f"{types.__name__}."):
        import_module(module.name)
    return {each.key: each for each in sorted(_leaves(ChangeType), key=lambda each: each.key)}


def change_of(key: str, payload: dict[str, Any]) -> ChangeType:
    """A change of a type. Raises Invalid for an unknown type or a payload it cannot read."""
    known = change_types().get(key)
    if known is None:
        offered = ", ".join(change_types())
        raise Invalid(f"“{key}” is no type of change. Use one of {offered}.")
    return known.parse(payload)


def _leaves(base: Any) -> set[type[ChangeType]]:
    return {
        leaf
        for each in base.__subclasses__()
        for leaf in ({each} if "key" in vars(each) else _leaves(each))
    }
