"""What to offer while somebody types: sites, filters, places."""

from dataclasses import dataclass

from townsite.directory.criteria import Criteria
from townsite.directory.grammar import Term, read, write
from townsite.directory.queries.pages import site_page
from townsite.directory.tokens import SYNONYMS, TOKENS
from townsite.sites.models import Place, Site
from townsite.sites.place_names import place_key

MOST = 6
MOST_PLACES = 3
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """One thing to choose: `text` replaces what is in the box; a site has its number instead."""

    kind: str
    label: str
    note: str = ""
    text: str = ""
    number: str = ""


def suggestions(text: str) -> list[Suggestion]:
    """Values of the filter being typed; else filters, sites and places that begin like it."""
    terms = read(text)
    if not terms or text[-1:].isspace():
        return []
    before, last = terms[:-1], terms[-1]
    if last.name:
        return _values(before, last)
    return [*_names(before, last), *_sites(text), *_places(before, last)]


def _values(before: tuple[Term, ...], last: Term) -> list[Suggestion]:
    token = TOKENS.get(SYNONYMS.get(last.name, last.name))
    if token is None:
        return []
    typed = last.values[-1].text.lower() if last.values else ""
    kept = ",".join(str(value) for value in last.values[:-1])
    minus = "-" if last.is_negated else ""
    fitting = [
        (value, label)
        for value, label in token.options
        if value.lower().startswith(typed) or label.lower().startswith(typed)
    ]
    return [
        Suggestion(
            "filter",
            f"{minus}{token.name}:{value}",
            label,
            write([*before, *read(f"{minus}{token.name}:{kept},{value}")]) + " ",
        )
        for value, label in fitting[: MOST * 2]
    ]


def _names(before: tuple[Term, ...], last: Term) -> list[Suggestion]:
    typed = last.text.lower()
    offered = [token for token in TOKENS.values() if token.is_offered]
    fitting = [token for token in offered if token.name.startswith(typed)]
    start = f"{write(before)} " if before else ""
    minus = "-" if last.is_negated else ""
    return [
        Suggestion("filter", f"{minus}{token.name}:", token.says, f"{start}{minus}{token.name}:")
        for token in fitting[:3]
    ]


def _sites(text: str) -> list[Suggestion]:
    criteria = Criteria.parse(text)
    if len(text) < SHORTEST or criteria.problems or not criteria.has_words:
        return []
    found = site_page(criteria, columns=(), limit=MOST).rows
    where = {
        site.number: site.address_line
        for site in Site.objects.filter(pk__in=[row.id for row in found]).only(
            "number", "street1", "street2", "city", "state", "zip"
        )
    }
    return [
        Suggestion("site", row.name, where.get(row.number, ""), number=row.number) for row in found
    ]


def _places(before: tuple[Term, ...], last: Term) -> list[Suggestion]:
    """Towns of the gazetteer, which everybody may know."""
    words = [term.text for term in (*before, last) if term.text and not term.is_negated]
    key = place_key(" ".join(words))
    if len(key) <= SHORTEST:
        return []
    places = Place.objects.filter(key__startswith=key).order_by("-population")[:MOST_PLACES]
    tokens = [term for term in before if term.name]
    return [
        Suggestion(
            "place",
            f"Near {place.name}, {place.state}",
            "within 25 miles",
            write([*tokens, *read(f'near:"{place.name}, {place.state}"<25mi')]),
        )
        for place in places
    ]
