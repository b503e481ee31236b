"""Which of many rows are worth comparing with which of many sites: two sets, joined by keys.

Comparing every row with every site of its ZIP area is 9 million comparisons for 100,000 rows beside
500,000 sites. Two records of one site lie in one place, and share a telling word of the name or the
house number and street; joined by that, 100,000 pairs are left.

Frames hold one record a line: name, street, city, state, zip, longitude, latitude, and `is_exact`:
whether the point is more than the middle of a ZIP area or town.
"""

from dataclasses import dataclass

import polars as pl

from townsite.sites.duplicates import METRES_A_DEGREE

# Of a row's rarest words a site must share one: two of them may be misspelt or missing there.
TELLING_WORDS = 3
# Letters of a word that have to agree: endings differ more often than beginnings.
STEM = 5
# Sites looked at for one word in one place: what a whole town is called tells nothing.
MOST_ALIKE = 200
SLACK = 1.02  # distances are measured on the plane here, a little differently than in the score
# In places without a meridian of their own, the poles, all longitudes are near.
LEAST_COSINE = 0.01
_CORNERS = ((-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5))
_POINT = ("longitude", "latitude", "is_exact")
_WORD = r"[a-z0-9]+"
_HOUSE = r"^(\d+)"
# The street's first word behind the house number and a direction.
_STREET = r"^\d+\w?\W+(?:(?:[nsew]|[ns][ew]|north|south|east|west)\W+)?([a-z0-9]{1,4})"


@dataclass(frozen=True)
class Blocks:
    """The rows of a file under their keys, to be asked for their pairs with any sites."""

    rows: pl.DataFrame
    words: pl.DataFrame
    places: pl.DataFrame
    keys: pl.DataFrame
    within_m: float

    @classmethod
    def of(cls, rows: pl.DataFrame, *, within_m: float) -> "Blocks":
        """The blocks of `rows`. Exact points farther apart than `within_m` metres make no pair."""
        rows = rows.with_row_index("record")
        words = pl.concat([_telling(_words(rows), rows), _streets(rows)]).unique()
        places = pl.concat([_cells(rows, within_m, ((0, 0),)), _areas(rows, "asking")])
        keys = pl.concat([_keys(words, places), _names(rows)]).unique()
        asked = words.select("word").unique(), places.select("place").unique()
        return cls(rows, *asked, keys, within_m)

    def pairs(self, sites: pl.DataFrame) -> pl.DataFrame:
        """Rows and sites to compare, side by side; the columns of the sites end in `_there`."""
        sites = sites.with_row_index("record")
        places = pl.concat([_cells(sites, self.within_m, _CORNERS), _areas(sites, "known")])
        places = places.join(self.places, on="place", how="semi")
        # Cutting names into words takes most of the time: only where a row may be near.
        near = sites.join(places, on="record", how="semi")
        words = pl.concat([_words(near), _streets(near)]).join(self.words, on="word", how="semi")
        keys = pl.concat([_keys(words, places), _names(sites)])
        keys = keys.join(self.keys, on="key", how="semi").unique()
        keys = keys.filter(pl.int_range(pl.len()).over("key") < MOST_ALIKE)
        pairs = self.keys.join(keys, on="key", suffix="_there").drop("key").unique()
        # Of some words there are millions of pairs in a town: only points are laid beside each
        # other before those far apart are gone.
        sites = sites.rename(lambda name: f"{name}_there")
        points = pairs.join(self.rows.select("record", *_POINT), on="record").join(
            sites.select("record_there", *(f"{name}_there" for name in _POINT)), on="record_there"
        )
        kept = points.filter(_is_near(self.within_m)).select("record", "record_there")
        return kept.join(self.rows, on="record").join(sites, on="record_there")


def _folded(column: str) -> pl.Expr:
    """Small letters without accents and apostrophes."""
    return (
        pl.col(column)
        .fill_null("")
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(r"[\p{M}'’]", "")
    )


def _stems(column: str) -> pl.Expr:
    words = _folded(column).str.extract_all(_WORD)
    return words.list.eval(pl.element().str.slice(0, STEM).hash())


def _words(records: pl.DataFrame) -> pl.DataFrame:
    """The stems of each record's name."""
    return records.select("record", word=_stems("name")).explode("word").drop_nulls()


def _telling(words: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rarest stems of each row, those of its own town only where there is no other."""
    towns = rows.select("record", word=_stems("city")).explode("word").drop_nulls()
    times = words.group_by("word").agg(times=pl.len())
    ranked = (
        words.join(times, on="word")
        .join(towns.unique().with_columns(is_town=1), on=["record", "word"], how="left")
        .sort("record", pl.col("is_town").fill_null(0), "times")
        .with_columns(place=pl.int_range(pl.len()).over("record"))
    )
    told = (pl.col("place") < TELLING_WORDS) & pl.col("is_town").is_null()
    return ranked.filter(told | (pl.col("place") == 0)).select("record", "word")


def _streets(records: pl.DataFrame) -> pl.DataFrame:
    """House number and first letters of the street, as a word of their own."""
    street = _folded("street")
    word = pl.concat_str(street.str.extract(_HOUSE), pl.lit(" "), street.str.extract(_STREET))
    return records.select("record", word=word).drop_nulls().with_columns(pl.col("word").hash())


def _areas(records: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The ZIP areas, for all pairs but those of two exact points.

    A rough row asks for every site of its area, an exact one only for the rough sites.
    """
    area = records.filter(pl.col("zip").fill_null("").str.len_chars() > 0)
    rough = area if kind == "known" else area.filter(~pl.col("is_exact"))
    exact = area.filter(~pl.col("is_exact") if kind == "known" else pl.col("is_exact"))
    return pl.concat([_area(rough, "of all"), _area(exact, "of rough ones")])


def _area(records: pl.DataFrame, kind: str) -> pl.DataFrame:
    return records.select("record", place=pl.concat_str(pl.lit(kind), "zip").hash())


def _cells(
    records: pl.DataFrame, within_m: float, steps: tuple[tuple[float, float], ...]
) -> pl.DataFrame:
    """The cells of exact points, twice as wide as `within_m`: a point's own, or those of its corners."""
    exact = records.filter("is_exact")
    height = 2 * within_m / METRES_A_DEGREE
    found = []
    for up, right in steps:
        band = (pl.col("latitude") / height + up).floor()
        width = height / (band * height).radians().cos().clip(LEAST_COSINE)
        cell = (pl.col("longitude") / width + right).floor()
        place = pl.struct(band.cast(pl.Int64), cell.cast(pl.Int64).alias("cell")).hash()
        found.append(exact.select("record", place=place))
    return pl.concat(found)


def _names(records: pl.DataFrame) -> pl.DataFrame:
    """The very name in the very town, whatever ZIP code and point say."""
    key = pl.struct(
        *(pl.col(part).fill_null("").str.to_lowercase() for part in ("name", "city", "state"))
    )
    return records.select("record", key=key.hash())


def _keys(words: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    together = words.join(places, on="record")
    return together.select("record", key=pl.struct("place", "word").hash())


def _is_near(within_m: float) -> pl.Expr:
    """Whether two exact points lie within the distance; true where one of them is rough."""
    up = pl.col("latitude") - pl.col("latitude_there")
    right = (pl.col("longitude") - pl.col("longitude_there")) * pl.col("latitude").radians().cos()
    apart = (up**2 + right**2).sqrt() * METRES_A_DEGREE
    both = pl.col("is_exact") & pl.col("is_exact_there")
    return ~both | (apart <= within_m * SLACK)
