"""A question to the directory: what every list, map, count and export of sites is asked with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from townsite.access.planning import in_reach
from townsite.common.errors import Invalid
from townsite.directory.compiling import Compiled, Problem, compile_terms
from townsite.directory.grammar import Term, Value, read, write
from townsite.directory.row_condition import RowCondition
from townsite.directory.tokens import SYNONYMS, TOKENS
from townsite.sites.models import Site

LONGEST = 4_000
SHAPES = ("area", "near", "bbox")


@dataclass(frozen=True)
class Criteria:
    """Words, tokens and shapes; all must hold. Reading it never raises: see `problems`."""

    terms: tuple[Term, ...] = ()
    # The parameters `area` (lon,lat;…), `near` (lon,lat,metres) and `bbox` (w,s,e,n) as given.
    shapes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Criteria":
        """The criteria that a text in the search box says."""
        return cls(terms=read(text[:LONGEST]))

    @classmethod
    def from_query(cls, query: QueryDict | Mapping[str, Any]) -> "Criteria":
        """The criteria of an address: `q`, any token as a parameter of its own, and the shapes."""
        text = " ".join(_texts(query, "q"))[:LONGEST]
        tokens = [
            Term(name=SYNONYMS.get(name, name), values=tuple(_values(query, name)))
            for name in (*TOKENS, *SYNONYMS)
            if name not in SHAPES and any(_texts(query, name))
        ]
        shapes = {
            name: given[-1] for name in SHAPES if (given := _texts(query, name)) and given[-1]
        }
        # `near=` is a circle of the map; `near:` in the box names a place.
        return cls(terms=(*read(text), *tokens), shapes=shapes)

    def text(self) -> str:
        """The words and tokens as the search box shows them; reads back as the same."""
        return write(self.terms)

    def query(self) -> str:
        """The query string that asks the same, for links."""
        parameters = {"q": self.text(), **self.shapes}
        return urlencode({name: value for name, value in parameters.items() if value})

    @cached_property
    def compiled(self) -> Compiled:
        """The criteria as a condition, with what could not be understood."""
        return compile_terms(self.terms, self.shapes)

    @property
    def is_everything(self) -> bool:
        """Whether nothing was asked for, so that all sites in reach are meant."""
        return not self.terms and not self.shapes

    @property
    def has_words(self) -> bool:
        """Whether words or phrases are looked for, so that some sites match better than others."""
        return bool(self.compiled.readings or self.compiled.phrases)

    @property
    def is_by_place(self) -> bool:
        """Whether sites are looked for within a shape on the map."""
        return bool(self.shapes) or any(term.name == "near" for term in self.terms)

    def require_understood(self) -> None:
        """Raises Invalid with every problem: for callers that show no explanations."""
        if self.problems:
            raise Invalid(
                " ".join(problem.detail for problem in self.problems),
                fields={"q": [problem.detail for problem in self.problems]},
            )

    @property
    def problems(self) -> list[Problem]:
        """What was not understood; with any problem, no site matches."""
        return self.compiled.problems

    def sites(self) -> QuerySet[Site]:
        """The sites in reach that match."""
        return Site.objects.filter(RowCondition(self.compiled.condition))

    def where_sql(self, alias: str = "s", *, says_reach: bool = True) -> tuple[str, list[Any]]:
        """The same as SQL over the site's row `alias`, with its bound values.

        It repeats the reader's reach, which row-level security holds anyway, for the planner.
        """
        reach, own = in_reach(alias) if says_reach else ("TRUE", [])
        where, values = self.compiled.condition.over(alias)
        return (where, values) if reach == "TRUE" else (f"{reach} AND ({where})", [*own, *values])

    def with_term(self, term: Term) -> "Criteria":
        """These criteria and one more term."""
        return replace(self, terms=(*self.terms, term))

    def without(self, name: str) -> "Criteria":
        """These criteria without the tokens, or the shape, of this name."""
        return Criteria(
            tuple(term for term in self.terms if SYNONYMS.get(term.name, term.name) != name),
            {key: value for key, value in self.shapes.items() if key != name},
        )

    def without_wanted(self, names: Collection[str]) -> "Criteria":
        """These criteria without what those tokens ask for; what they exclude stays excluded."""
        kept = [
            term
            for term in self.terms
            if term.is_negated or SYNONYMS.get(term.name, term.name) not in names
        ]
        return replace(self, terms=tuple(kept))

    def values_of(self, name: str) -> list[str]:
        """The values that a token asks for, each in its one form; not those it excludes."""
        canonical = TOKENS[name].canonical
        return [
            canonical(value.text)
            for term in self.terms
            if SYNONYMS.get(term.name, term.name) == name and not term.is_negated
            for value in term.values
        ]


def _texts(query: QueryDict | Mapping[str, Any], name: str) -> list[str]:
    if isinstance(query, QueryDict):
        return [text for text in query.getlist(name) if isinstance(text, str)]
    given = query.get(name, "")
    return [str(each) for each in given] if isinstance(given, list) else [str(given)]


def _values(query: QueryDict | Mapping[str, Any], name: str) -> Iterator[Value]:
    """The values of `type=hotel,medical` and `type=hotel&type=medical` alike."""
    for text in _texts(query, name):
        for term in read(f"{name}:{text[:LONGEST]}")[:1]:
            yield from term.values
