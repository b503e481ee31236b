"""The most that many pairs can score, by names and streets alone and all at once.

`townsite.sites.similarity.compare` looks at one pair in 40 microseconds; here a million pairs take
two seconds, and only those that may reach the score are compared.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio
from rapidfuzz.process import cpdist

from townsite.sites.similarity import OTHER_FIGURES, SHORT, WEIGHTS

Likeness = NDArray[np.float64]


def hopeful(pairs: pl.DataFrame, *, score: float) -> pl.DataFrame:
    """The pairs of `blocking` that may reach `score`, if all but name and street is the same."""
    if pairs.is_empty():
        return pairs
    names, streets = _name_likeness(pairs), _street_likeness(pairs)
    lost = WEIGHTS["name"] * (1 - names) + WEIGHTS["address"] * (1 - streets)
    # Scores are rounded to four places.
    return pairs.filter(1 - lost / sum(WEIGHTS.values()) >= score - 0.0001)


def plain(column: str) -> pl.Expr:
    """The text as `similarity.plain` has it: small, without accents, street words shortened."""
    text = pl.col(column).fill_null("").str.replace_all("[ßẞ]", "ss").str.normalize("NFKD")
    letters = text.str.to_lowercase().str.replace_all(r"[\p{M}'’]", "")
    words = letters.str.extract_all(r"[a-z0-9]+").list.eval(pl.element().replace(SHORT))
    return words.list.eval(pl.element().filter(pl.element() != "")).list.join(" ")


def _name_likeness(pairs: pl.DataFrame) -> Likeness:
    both = pairs.select(one=plain("name"), there=plain("name_there"))
    texts = both["one"].to_list(), both["there"].to_list()
    sums = cpdist(*texts, scorer=token_sort_ratio, workers=-1).astype(np.float64)
    sums += cpdist(*texts, scorer=token_set_ratio, workers=-1)
    return _unlike_where_figures_differ(both, sums / 200)


def _street_likeness(pairs: pl.DataFrame) -> Likeness:
    """As if the town were the same; 1 where one of the two has no street."""
    both = pairs.select(one=plain("street"), there=plain("street_there"))
    likeness = cpdist(both["one"].to_list(), both["there"].to_list(), scorer=ratio, workers=-1)
    found = _unlike_where_figures_differ(both, likeness.astype(np.float64) / 100)
    is_given = pairs.select(
        (pl.col("street").fill_null("") != "") & (pl.col("street_there").fill_null("") != "")
    ).to_series()
    return np.where(is_given.to_numpy(), found, 1.0)


def _unlike_where_figures_differ(both: pl.DataFrame, likeness: Likeness) -> Likeness:
    figures = [
        pl.col(side)
        .str.extract_all(r"[a-z]*[0-9][a-z0-9]*")
        .list.unique()
        .list.sort()
        .list.join(" ")
        for side in ("one", "there")
    ]
    differ = both.select(figures[0] != figures[1]).to_series().to_numpy()
    return np.where(differ, likeness * OTHER_FIGURES, likeness)
