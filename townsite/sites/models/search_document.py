"""The words by which a site is found, as the expression of a generated column."""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func


class SearchDocument(Func):
    """Names and number weigh most (A), then town (B), then related records (C), street (D).

    The `simple` dictionary, because names are not English prose: stemming would join “Parks”
    and “Parking”.
    """

    output_field = SearchVectorField()
    template = """(
        setweight(to_tsvector('simple', f_unaccent(name || ' ' || number)), 'A')
        || setweight(to_tsvector('simple', f_unaccent(city || ' ' || state || ' ' || zip)), 'B')
        || setweight(to_tsvector('simple', f_unaccent(search_extra)), 'C')
        || setweight(to_tsvector('simple', f_unaccent(street1)), 'D'))"""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        return self.template, []
