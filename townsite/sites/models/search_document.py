"""The words by which a site is found, as the expression of a generated column."""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func


def as_words(text: str) -> str:
    """SQL of a text whose words are looked up, without accents.

    Strokes become blanks: PostgreSQL would read “Park/Valet” as the path of a file, one word.
    """
    return f"f_unaccent(translate({text}, '/', ' '))"


class SearchDocument(Func):
    """Names and number weigh most (A), then town (B), then related records (C), street (D).

    The `simple` dictionary, because names are not English prose: stemming would join “Parks”
    and “Parking”.
    """

    output_field = SearchVectorField()
    template = f"""(
        setweight(to_tsvector('simple', {as_words("name || ' ' || number")}), 'A')
        || setweight(to_tsvector('simple', {as_words("city || ' ' || state || ' ' || zip")}), 'B')
        || setweight(to_tsvector('simple', {as_words("search_extra")}), 'C')
        || setweight(to_tsvector('simple', {as_words("street1")}), 'D'))"""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        return self.template, []
