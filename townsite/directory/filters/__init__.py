"""Every key of the search language."""

from townsite.directory.filters.base import Filter
from townsite.directory.filters.choices import CHOICE_FILTERS
from townsite.directory.filters.numbers import NUMBER_FILTERS
from townsite.directory.filters.places import PLACE_FILTERS
from townsite.directory.filters.words import WORD_FILTERS

FILTERS: dict[str, Filter] = {
    each.key: each for each in (*CHOICE_FILTERS, *NUMBER_FILTERS, *WORD_FILTERS, *PLACE_FILTERS)
}

__all__ = ["FILTERS", "Filter"]
