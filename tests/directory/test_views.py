import pytest

from tests.factories import make_grant, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.directory.actions import delete_view, save_view
from townsite.directory.errors import ViewNameTaken, ViewUnknown
from townsite.directory.models import SavedView
from townsite.directory.queries import default_view, own_view, saved_views


def saved(owner, name="Hotels", **more):
    values = {"query": "q=type%3Ahotel", "columns": "number,name", "sort": "-revenue", **more}
    return save_view(name=name, by=owner, at=clock.now(), **values)


@pytest.fixture
def owner(db):
    return make_user()


def names(person, as_person):
    with as_person(person):
        return [(entry.view.name, entry.is_own) for entry in saved_views(person)]


def test_a_view_holds_the_question_the_columns_and_the_order(owner):
    view = saved(owner)
    assert view.as_query()["q"] == "type:hotel"
    assert view.as_query()["sort"] == "-revenue"
    assert view.as_query()["columns"] == "number,name"


def test_a_private_view_is_its_owners_alone(owner, as_person):
    saved(owner)
    assert names(owner, as_person) == [("Hotels", True)]
    assert names(make_user(), as_person) == []


def test_a_shared_view_is_seen_by_everybody_and_changed_by_its_owner(owner, as_person):
    view = saved(owner, visibility="shared")
    other = make_user()
    assert names(other, as_person) == [("Hotels", False)]
    with as_person(other):
        with pytest.raises(ViewUnknown):
            own_view(other, str(view.pk))
        assert SavedView.objects.filter(pk=view.pk).update(name="Mine now") == 0


def test_a_view_for_a_role_is_seen_by_its_people(owner, as_person):
    saved(owner, visibility="role", shared_role=Role.DISTRICT_MANAGER)
    manager, other = make_user(), make_user()
    make_grant(manager, Role.DISTRICT_MANAGER)
    make_grant(other, Role.QUALITY)
    assert names(manager, as_person) == [("Hotels", False)]
    assert names(other, as_person) == []


def test_a_new_default_takes_the_place_of_the_old(owner):
    saved(owner, "First", is_default=True)
    second = saved(owner, "Second", is_default=True)
    assert default_view(owner) == second
    assert SavedView.objects.filter(is_default=True).count() == 1


def test_a_name_is_used_once(owner):
    saved(owner)
    with pytest.raises(ViewNameTaken, match="Hotels"):
        saved(owner)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"visibility": "role"}, {"visibility": "all"}])
def test_what_is_missing_is_said(owner, wrong):
    with pytest.raises(Invalid):
        saved(owner, **{"name": "Hotels", **wrong})
    assert not SavedView.objects.exists()


def test_a_deleted_view_is_gone(owner):
    delete_view(view=saved(owner), by=owner, at=clock.now())
    assert default_view(owner) is None
    assert not SavedView.objects.exists()
