"""States of the United States and which ZIP codes begin where."""

from townsite.imports.cleaning.notes import ERROR, NOTHING, Cleaned, Note
from townsite.imports.cleaning.text import tidy
from townsite.sites.states import state_code

# The ranges of the first three ZIP digits of each state (USPS Labeling List L002, merged).
PREFIXES = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961",
    "CO": "800-816", "CT": "060-069", "DE": "197-199", "DC": "200-205 569-569", "FL": "320-349",
    "GA": "300-319 398-399", "HI": "967-968", "ID": "832-838", "IL": "600-629", "IN": "460-479",
    "IA": "500-528", "KS": "660-679", "KY": "400-427", "LA": "700-714", "ME": "039-049",
    "MD": "206-219", "MA": "010-027 055-055", "MI": "480-499", "MN": "550-567", "MS": "386-397",
    "MO": "630-658", "MT": "590-599", "NE": "680-693", "NV": "889-898", "NH": "030-038",
    "NJ": "070-089", "NM": "870-884", "NY": "005-005 063-063 100-149", "NC": "270-289",
    "ND": "580-588", "OH": "430-459", "OK": "730-749", "OR": "970-979", "PA": "150-196",
    "RI": "028-029", "SC": "290-299", "SD": "570-577", "TN": "370-385",
    "TX": "733-733 750-799 885-885", "UT": "840-847", "VT": "050-059", "VA": "201-201 220-246",
    "WA": "980-994", "WV": "247-268", "WI": "530-549", "WY": "820-831", "PR": "006-009",
    "VI": "008-008", "GU": "969-969", "AS": "967-967", "MP": "969-969",
}  # fmt: skip


def _by_prefix() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, ranges in PREFIXES.items():
        for part in ranges.split():
            first, last = map(int, part.split("-"))
            for prefix in range(first, last + 1):
                found.setdefault(f"{prefix:03d}", set()).add(code)
    return {prefix: frozenset(codes) for prefix, codes in found.items()}


STATES_OF_PREFIX = _by_prefix()


def clean_state(text: str) -> Cleaned:
    """A state's two letters, from the code, the name or an old abbreviation."""
    value = tidy(text)
    if not value:
        return NOTHING
    code = state_code(value)
    if not code:
        note = Note("not_a_state", ERROR, f"“{value[:40]}” is not a state of the United States.")
        return Cleaned(None, (note,))
    return Cleaned(code)


def states_of_zip(zip_code: str) -> frozenset[str]:
    """The states in which a five-digit ZIP code may lie; empty for an unused prefix."""
    return STATES_OF_PREFIX.get(zip_code[:3], frozenset())
