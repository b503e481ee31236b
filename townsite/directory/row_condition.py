"""A condition of the directory as Django's queries take it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Expression

from townsite.directory.fragments import Condition


class RowCondition(Expression):
    """True for the sites that a condition finds; follows its table when Django renames it."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, condition: Condition, alias: str = "") -> None:
        super().__init__(output_field=BooleanField())
        self.condition = condition
        self.alias = alias

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> "RowCondition":
        return RowCondition(self.condition, self.alias or query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "RowCondition":
        return RowCondition(self.condition, change_map.get(self.alias, self.alias))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        quoted = compiler.quote_name_unless_alias(self.alias)
        text, values = self.condition.over(quoted)
        return f"({text})", tuple(values)
