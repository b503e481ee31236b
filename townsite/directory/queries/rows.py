"""Running a statement of the directory."""

from collections.abc import Sequence
from typing import Any

from django.db import DataError, connection, transaction

from townsite.directory.errors import BadCursor


def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement.

    Raises BadCursor for a value PostgreSQL cannot read as the column's type: only a cursor can
    hold one, the tokens check theirs.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, list(values))
            return list(cursor.fetchall())
    except DataError as error:
        raise BadCursor(
            "This page address does not fit this order. Begin at the first page."
        ) from error
