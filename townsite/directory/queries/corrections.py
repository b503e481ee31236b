"""What misspelt words were taken for, as far as the reader may know it."""

from dataclasses import dataclass

from townsite.directory.criteria import Criteria
from townsite.directory.queries.rows import rows
from townsite.directory.words import quoted


@dataclass(frozen=True)
class Correction:
    """A word as typed, and the words it was taken for that stand in a matching site."""

    typed: str
    words: list[str]


def shown_corrections(criteria: Criteria) -> list[Correction]:
    """The corrections with a match within reach.

    The vocabulary is the whole portfolio's: a word of sites that the reader may not see must not
    be shown.
    """
    readings = [reading for reading in criteria.compiled.readings if reading.corrections]
    words = [word for reading in readings for word in reading.corrections]
    if not words:
        return []
    where, values = criteria.where_sql()
    seen = f"EXISTS (SELECT 1 FROM sites_site s WHERE {where} AND s.search_vector @@ %s::tsquery)"
    bound = [value for word in words for value in (*values, quoted(word))]
    [answers] = rows("SELECT " + ", ".join([seen] * len(words)), bound)
    visible = {word for word, is_seen in zip(words, answers, strict=True) if is_seen}
    shown = [
        Correction(reading.typed, [word for word in reading.corrections if word in visible])
        for reading in readings
    ]
    return [each for each in shown if each.words]
