"""Likely duplicates of many rows are those that comparing every row with every site would find."""

from dataclasses import asdict, replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_site
from tests.imports.made_up import checked, csv_file
from townsite.accounts.models import User
from townsite.imports.staging import alike
from townsite.imports.staging.blocking import Blocks
from townsite.imports.staging.bounds import hopeful, plain
from townsite.sites import similarity
from townsite.sites.similarity import Facts, compare, farthest_m

SCORE, WITHIN_M = 0.85, 500.0
BRANDS = ("Harborline", "Ironbridge", "Saint Mary's", "Cobalt", "Kestrel & Sons", "Meridian")
KINDS = ("Hotel", "Suites", "Medical Center", "Office Park", "Garage 1", "Garage 2", "Inn")
STREETS = ("Pier Road", "N Main Street", "Granby Avenue", "58th St", "Old Mill Parkway")
TOWNS = (("Norfolk", "VA", "23510"), ("Richmond", "VA", "23219"), ("Norfolk", "NE", "68701"))


def frame(records: list[Facts], key: str) -> pl.DataFrame:
    lines = [{key: str(place), **asdict(each)} for place, each in enumerate(records)]
    schema = {key: pl.String, "longitude": pl.Float64, "latitude": pl.Float64}
    return pl.DataFrame(lines, schema_overrides=schema).drop("key").with_columns(
        is_exact=pl.col("geocode_quality") == "exact"
    )  # fmt: skip


def found(rows: list[Facts], sites: list[Facts]) -> set[tuple[int, int]]:
    """The pairs of places that the join finds and that may reach the score."""
    blocks = Blocks.of(frame(rows, "id"), within_m=farthest_m(within_m=WITHIN_M, score=SCORE))
    pairs = hopeful(blocks.pairs(frame(sites, "id")), score=SCORE)
    return {(int(pair["id"]), int(pair["id_there"])) for pair in pairs.iter_rows(named=True)}


@st.composite
def sites(draw: st.DrawFn) -> Facts:
    city, state, code = draw(st.sampled_from(TOWNS))
    name = f"{draw(st.sampled_from(BRANDS))} {draw(st.sampled_from(KINDS))}"
    if draw(st.booleans()):
        name += f" {city}"
    at = {"longitude": -76.28 + draw(st.integers(0, 9)) / 1000, "latitude": 36.85,
          "geocode_quality": draw(st.sampled_from(["exact", "zip", "none"]))}  # fmt: skip
    street = f"{draw(st.integers(1, 60))} {draw(st.sampled_from(STREETS))}"
    return Facts(
        name, street=draw(st.sampled_from([street, ""])), city=city, state=state, zip=code, **at
    )


@st.composite
def written_again(draw: st.DrawFn, site: Facts) -> Facts:
    """The site as somebody else writes it: a slip in one word, another order, other signs."""
    words = site.name.split()
    place = draw(st.integers(0, len(words) - 1))
    word = words[place]
    at = draw(st.integers(0, len(word) - 1))
    words[place] = draw(st.sampled_from([
        word, word.upper(), word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], f"({word})",
    ]))  # fmt: skip
    if draw(st.booleans()):
        words = [*words[1:], words[0]]
    street = site.street.replace("Road", "Rd").replace("Avenue", "Ave.").replace("Street", "St")
    # At most 70 m to the north, or without a point at all.
    moved = {"latitude": (site.latitude or 0) + draw(st.integers(0, 6)) / 10_000}
    if draw(st.booleans()):
        moved = {"latitude": None, "longitude": None, "geocode_quality": "none"}
    return replace(site, name=" ".join(words), street=street, **moved)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_double_is_found_that_comparing_all_pairs_finds(data: st.DataObject) -> None:
    known = data.draw(st.lists(sites(), min_size=1, max_size=12))
    rows = [data.draw(written_again(data.draw(st.sampled_from(known)))) for _ in range(6)]
    pairs = [(here, there) for here in range(len(rows)) for there in range(len(known))]
    doubles = {
        pair for pair in pairs
        if compare(rows[pair[0]], known[pair[1]], within_m=WITHIN_M).score >= SCORE
    }  # fmt: skip
    assert doubles <= found(rows, known)


@settings(max_examples=300, deadline=None)
@given(sites(), sites(), st.floats(0.5, 1))
def test_no_pair_is_given_up_that_reaches_the_score(one: Facts, other: Facts, score: float) -> None:
    pair = frame([one], "id").join(frame([other], "id"), how="cross", suffix="_there")
    if compare(one, other, within_m=WITHIN_M).score >= score:
        assert hopeful(pair, score=score).height == 1


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=40) | st.sampled_from(BRANDS))
def test_both_readings_of_a_text_are_one(text: str) -> None:
    told = pl.DataFrame({"text": [text.casefold()]}).select(plain("text")).item()
    assert told == similarity.plain(text)


@given(st.floats(0.5, 1))
def test_beyond_the_farthest_distance_nothing_reaches_the_score(score: float) -> None:
    farthest = farthest_m(within_m=WITHIN_M, score=score)
    one = Facts(
        "Pier Hotel", number="417", longitude=-76.28, latitude=36.85, geocode_quality="exact"
    )
    other = replace(one, number="0417", latitude=36.85 + (farthest * 1.01 + 1) / 111_000)
    assert compare(one, other, within_m=WITHIN_M).score < score


def test_a_name_of_a_whole_town_does_not_multiply() -> None:
    garage = Facts("Parking Garage", city="Norfolk", state="VA", zip="23510")
    blocks = Blocks.of(frame([garage] * 30, "id"), within_m=330)
    assert blocks.pairs(frame([garage] * 1_000, "id")).height <= 30 * 4 * 200


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 500])
def test_few_rows_and_many_are_answered_alike(
    admin: User, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(alike, "FEW", few)
    known = make_site(name="Harbor Grand Hotel", street1="12 Pier Road", city="Norfolk", state="VA",
                      zip="23510-1234", location=None)  # fmt: skip
    make_site(name="Granby Office Park", street1="400 Granby Street", zip="23510")
    rows = ("Grand Harbor Hotel,12 Pier Rd,Norfolk,VA,23510", "Cedar Clinic,9 Elm,Norfolk,VA,23510",
            "Harbor Gramd Hotel,12 Pier Road,Norfolk,VA,")  # fmt: skip
    rows_read = checked(csv_file(*rows, header="Name,Street,City,State,ZIP"), admin).rows
    fixes = [
        issue.get("fix")
        for issues in rows_read.order_by("row_number").values_list("issues", flat=True)
        for issue in issues
        if issue["code"] == "duplicate_site"
    ]
    assert fixes == [{"$site": str(known.pk)}]
