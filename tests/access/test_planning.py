"""The repeated reach never hides a site that row-level security shows."""

from tests.factories import make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.access.planning import in_reach
from townsite.access.queries import scope_of
from townsite.common import clock
from townsite.common.scope import NOBODY, current_scope, scoped
from townsite.directory.criteria import Criteria
from townsite.directory.queries import count_all
from townsite.sites.actions import create_site
from townsite.sites.models import Site


def test_the_question_finds_all_that_is_in_reach(db, as_person):
    own, other = make_territory("OWN"), make_territory("OTHER")
    make_site(territory=own)
    granted = make_site(territory=other)
    make_site(territory=other)
    person = make_user()
    make_grant(person, Role.DISTRICT_MANAGER, territory=own)
    make_grant(person, Role.FIELD_OPERATIVE, site=granted)
    create_site(values={"name": "New", "facility_type": "other"}, by=person, at=clock.now())
    with as_person(person):
        assert count_all(Criteria()) == Site.objects.count() == 3


def test_without_limit_nothing_is_repeated(db, monkeypatch):
    assert in_reach("s") == ("TRUE", [])
    person = make_user()
    make_grant(person, Role.DISTRICT_MANAGER, territory=make_territory("OWN"))
    with scoped(scope_of(person, at=clock.now())):
        assert in_reach("s")[0] != "TRUE"
        monkeypatch.setattr("townsite.access.planning.MOST_TERRITORIES", 0)
        assert in_reach("s") == ("TRUE", [])


def test_the_present_scope_is_the_innermost_and_ends_with_its_block(db):
    before = current_scope()
    with scoped(NOBODY):
        assert current_scope() is NOBODY
        assert count_all(Criteria()) == 0
    assert current_scope() is before
