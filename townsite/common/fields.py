"""Column types that Django lacks."""

from typing import Any

from django.db import models

# Names sort as people read them, “Akron” before “ALDER”; the cluster itself sorts by code points.
READING_ORDER = "en-x-icu"


class LtreeField(models.TextField):  # type: ignore[type-arg] # generic only in the stubs
    """A dotted label path (`NATL.EAST.D04`) in PostgreSQL's `ltree`; read and written as text."""

    def db_type(self, connection: Any) -> str:
        return "ltree"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value, connection, prepared) or None


@LtreeField.register_lookup
class WithinLookup(models.Lookup):
    """`path__within="NATL.EAST"`: the label itself and everything below it."""

    lookup_name = "within"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} <@ {right}::ltree", [*left_values, *right_values]
