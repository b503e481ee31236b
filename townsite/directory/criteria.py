"""What is looked for: the one parsed form of an address, shared by table, map, tiles and exports."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from townsite.common import clock
from townsite.directory.conditions import Condition, all_of
from townsite.directory.errors import SearchProblem
from townsite.directory.filters import FILTERS
from townsite.directory.filters.places import area, box, circle
from townsite.directory.filters.words import like
from townsite.directory.grammar import Search, Token, Word, parse
from townsite.directory.vocabulary import plain_words, text_query
from townsite.sites.models import Site

LONGEST_TEXT = 1_000
# Merged sites are found by their number or on request, not in lists.
NOT_MERGED = Condition("s.status <> 'merged'")
DOCUMENT = "(s.name || ' ' || s.number || ' ' || s.city || ' ' || s.search_extra)"


@dataclass(frozen=True)
class Criteria:
    """A search with its place on the map. Compare, change and write it back; it is a value."""

    search: Search = field(default_factory=Search)
    area: str = ""
    near: str = ""
    bbox: str = ""
    at: datetime = field(default_factory=clock.now, compare=False)

    @classmethod
    def from_query(cls, query: QueryDict | dict[str, str]) -> "Criteria":
        """The criteria in an address: `q`, `area`, `near` and `bbox`; everything else is not ours."""
        return cls(
            search=parse(query.get("q", "")[:LONGEST_TEXT]),
            area=query.get("area", ""),
            near=query.get("near", ""),
            bbox=query.get("bbox", ""),
        )

    def query(self) -> dict[str, str]:
        """The parameters that mean the same."""
        given = {"q": str(self.search), "area": self.area, "near": self.near, "bbox": self.bbox}
        return {name: value for name, value in given.items() if value}

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the portfolio."""
        return not self.query()

    def with_search(self, search: Search) -> "Criteria":
        """The same place with another search."""
        return replace(self, search=search)

    @cached_property
    def problems(self) -> list[SearchProblem]:
        """The tokens that mean nothing as written; they narrow nothing."""
        return [each for each in self._conditions if isinstance(each, SearchProblem)]

    @cached_property
    def condition(self) -> Condition:
        """The whole as SQL over `s`, the site. Raises Invalid for a malformed place."""
        good = [each for each in self._conditions if isinstance(each, Condition)]
        places = [read(text) for read, text in self._places() if text]
        asked = any(
            t.key in {"status", "number"} or t.value == "merged" for t in self.search.tokens
        )
        return all_of([*([] if asked else [NOT_MERGED]), *good, *places, *self._word_conditions])

    def where_sql(self) -> tuple[str, list[Any]]:
        """The condition as SQL with `%s` placeholders over `sites_site s`, and its values."""
        return self.condition.sql, self.condition.values

    def sites(self) -> QuerySet[Site]:
        """The sites that match, within reach, in no order."""
        sql, values = self.where_sql()
        inner = f"SELECT s.id FROM sites_site s WHERE {sql}"
        return Site.objects.filter(id__in=RawSQL(inner, values))

    @cached_property
    def words(self) -> list[str]:
        """The plain words looked for, without phrases and negated ones."""
        wanted = [w for w in self.search.words if not w.is_negated and not w.is_phrase]
        return [plain for word in wanted for plain in plain_words(word.text)]

    @cached_property
    def text_query(self) -> str | None:
        """The words as a `tsquery`, typing errors forgiven; None when no site has them."""
        return text_query(self.words)

    @cached_property
    def _conditions(self) -> list[Condition | SearchProblem]:
        return [self._meaning(token) for token in self.search.tokens if token.key in FILTERS]

    def _meaning(self, token: Token) -> Condition | SearchProblem:
        try:
            condition = FILTERS[token.key].build(token.value, self.at)
        except SearchProblem as problem:
            return problem
        return condition.negated() if token.is_negated else condition

    @cached_property
    def _word_conditions(self) -> list[Condition]:
        found = [_exactly(word) for word in self._literal_words()]
        if not self.words:
            return found
        query = self.text_query
        if query is None:
            return [Condition("false")]
        return [*found, Condition("s.search_vector @@ %s::tsquery", [query])]

    def _literal_words(self) -> list[Word]:
        """Phrases and negated words, and tokens of keys that do not exist, taken as text."""
        strange = [
            Word(f"{t.key}:{t.value}", t.is_negated, is_phrase=True)
            for t in self.search.tokens
            if t.key not in FILTERS
        ]
        return [w for w in self.search.words if w.is_phrase or w.is_negated] + strange

    def _places(self) -> list[tuple[Any, str]]:
        return [(area, self.area), (circle, self.near), (box, self.bbox)]


def _exactly(word: Word) -> Condition:
    condition = Condition(
        f"f_unaccent{DOCUMENT} ILIKE f_unaccent(%s)", [f"%{like(word.text.replace(chr(34), ''))}%"]
    )
    return condition.negated() if word.is_negated else condition
