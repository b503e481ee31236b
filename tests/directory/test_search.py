import pytest
from django.db import connection

from tests.factories import BY, make_customer, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.directory.criteria import Criteria
from townsite.directory.queries import shown_corrections, site_page, suggestions
from townsite.sites.actions import update_customer, update_site
from townsite.territories.actions import assign_sites, update_territory


def best(text):
    return [row.name for row in site_page(Criteria.parse(text), columns=()).rows]


@pytest.fixture
def norfolk(db):
    return make_site(name="Harborline Suites Norfolk", number="0417", city="Norfolk", state="VA")


@pytest.mark.parametrize(
    "text",
    ["harborline", "Harborlin", "harborlnie", "harbrline suites", "norflok", "417", "0417", "00417",
     "pier road", "va norfolk", "suites harborline"],
)  # fmt: skip
def test_a_site_is_found_by_what_people_type(norfolk, text):
    assert best(text) == ["Harborline Suites Norfolk"]


def test_a_short_word_is_not_bent_into_another(norfolk):
    assert best("sui") == ["Harborline Suites Norfolk"]  # the beginning of a word
    assert best("svi") == []


def test_the_number_itself_comes_first(norfolk):
    make_site(name="Route 417 Depot", number="4170")
    assert best("417")[0] == "Harborline Suites Norfolk"


def test_words_of_customer_territory_and_contact_find_the_site(norfolk):
    customer = make_customer(name="Quayside Holdings")
    update_site(site=norfolk, values={"customer": customer}, by=BY, at=clock.now())
    assert best("quayside") == [norfolk.name]
    update_customer(customer=customer, values={"name": "Lantern Holdings"}, by=BY, at=clock.now())
    assert best("quayside") == []
    assert best("lantern") == [norfolk.name]


def test_a_new_name_of_a_territory_reaches_its_sites(norfolk):
    region = make_territory("EAST", name="Seaboard")
    district = make_territory("D04", name="Tidewater", parent=region)
    assign_sites(site_ids=[norfolk.pk], territory=district, by=BY, at=clock.now())
    assert best("tidewater") == [norfolk.name]
    assert best("seaboard") == [norfolk.name]
    update_territory(territory=region, values={"name": "Oceanfront"}, by=BY, at=clock.now())
    assert best("oceanfront") == [norfolk.name]
    assert best("seaboard") == []


def test_a_contact_is_found_while_it_is_linked(norfolk):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sites_contact (id, first_name, last_name, title, department, email, phone,"
            " phone_ext, mobile, preferred_method, language, time_zone, consent_purpose,"
            " verify_method, is_active, created_at, updated_at, version)"
            " VALUES (uuid7(), 'Marguerite', 'Vance', '', '', 'front-desk@lantern.example.com', '',"
            " '', '', '', 'en', '', '', '', true, now(), now(), 1) RETURNING id"
        )
        (contact,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO sites_sitecontact (id, site_id, contact_id, role, shift, available_24_7,"
            " valid_during) VALUES (uuid7(), %s, %s, 'primary', '', false, tstzrange(now(), null))",
            [norfolk.pk, contact],
        )
    assert best("marguerite") == [norfolk.name]
    assert best("front-desk@lantern.example.com") == [norfolk.name]
    assert Criteria.parse("contact:vance").sites().count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sites_sitecontact")
    assert best("marguerite") == []


def test_bulk_sql_keeps_the_words_true_too(norfolk):
    customer = make_customer(name="Quayside Holdings")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_site SET customer_id = %s", [customer.pk])
        cursor.execute("SELECT directory_refresh_extra(ARRAY(SELECT id FROM sites_site))")
        assert cursor.fetchone() == (0,), "nothing was left to refresh"
    assert best("quaysid") == [norfolk.name]


def test_the_vocabulary_does_not_tell_of_sites_out_of_reach(norfolk, as_person):
    territory = make_territory()
    make_site(name="Zephyrhill Depot", territory=make_territory())
    mine = make_site(name="Plain Depot", territory=territory)
    person = make_user()
    make_grant(person, Role.ACCOUNT_MANAGER, territory=territory)
    with as_person(person):
        criteria = Criteria.parse("zephyrhil depto")
        assert list(criteria.sites()) == []
        assert shown_corrections(criteria) == []
        assert [s for s in suggestions("zephyrhil") if s.kind == "site"] == []
        assert [each.words for each in shown_corrections(Criteria.parse("depto"))] == [["depot"]]
        assert best("depto") == [mine.name]


def test_the_rebuilt_vocabulary_is_the_learned_one(norfolk):
    def words():
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT word FROM directory_word ORDER BY word")
            return [row[0] for row in cursor.fetchall()]

    learned = words()
    assert {"harborline", "norfolk", "pier"} <= set(learned)
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_rebuild_words()")
    assert words() == learned


def test_suggestions_complete_filters_sites_and_places(norfolk):
    assert [s.text for s in suggestions("type:hot")] == ["type:hotel "]
    assert "status:" in [s.label for s in suggestions("stat")]
    assert [s.number for s in suggestions("harborlnie")] == ["0417"]
    places = [s.text for s in suggestions("norfol") if s.kind == "place"]
    assert places[0] == 'near:"Norfolk, VA"<25mi'


def test_words_joined_by_a_stroke_are_found_one_by_one(db):
    site = make_site(name="Harbor Park/Valet Deck")
    for text in ("valet", "park", "park/valet", "valett", '"park/valet"', "-name:airport valet"):
        assert best(text) == [site.name], text
    assert best("park/airport") == []
