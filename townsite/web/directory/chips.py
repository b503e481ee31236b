"""The active filters as chips, each with the address without it."""

from dataclasses import dataclass, replace

from townsite.directory.criteria import Criteria
from townsite.directory.grammar import Term
from townsite.directory.shapes import Shape
from townsite.directory.tokens import SYNONYMS, TOKENS
from townsite.web.directory.listing import Listing


@dataclass(frozen=True)
class Chip:
    """An active filter, and where taking it away leads."""

    label: str
    href: str
    is_wrong: bool = False


@dataclass(frozen=True)
class Explanation:
    """What was not understood, and where the probable meaning leads."""

    detail: str
    suggestion: str
    href: str


def chips(listing: Listing) -> list[Chip]:
    """One chip a term and a shape."""
    terms = listing.criteria.terms
    wrong = {problem.term for problem in listing.criteria.problems}
    made = [
        Chip(_says(term), _without(listing, at), is_wrong=term in wrong)
        for at, term in enumerate(terms)
    ]
    return made + [_shape(listing, shape) for shape in listing.criteria.compiled.shapes]


def explanations(listing: Listing) -> list[Explanation]:
    """Each problem with its way out."""
    terms = listing.criteria.terms
    made = []
    for problem in listing.criteria.problems:
        at = terms.index(problem.term) if problem.term in terms else None
        texts = [problem.suggestion if n == at else str(term) for n, term in enumerate(terms)]
        mended = replace(listing.criteria, terms=Criteria.parse(" ".join(texts)).terms)
        href = listing.href(criteria=mended) if problem.suggestion and at is not None else ""
        made.append(Explanation(problem.detail, problem.suggestion, href))
    return made


def _says(term: Term) -> str:
    """The term as it is written, with names in place of ids."""
    token = TOKENS.get(SYNONYMS.get(term.name, term.name))
    if token is None or token.label is str:
        return str(term)
    named = ", ".join(token.label(value.text) for value in term.values)
    return f"{'-' if term.is_negated else ''}{token.name}: {named}"


def _without(listing: Listing, at: int) -> str:
    terms = listing.criteria.terms
    return listing.href(criteria=replace(listing.criteria, terms=terms[:at] + terms[at + 1 :]))


def _shape(listing: Listing, shape: Shape) -> Chip:
    left = {name: text for name, text in listing.criteria.shapes.items() if name != shape.name}
    return Chip(shape.says, listing.href(criteria=replace(listing.criteria, shapes=left)))
