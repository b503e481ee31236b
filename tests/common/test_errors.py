import pytest

from townsite.common.errors import HTTP_STATUS, Conflict, Invalid, Problem, Stale, http_status
from townsite.sites.errors import SiteNumberTaken


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Invalid, 422), (Stale, 412), (Conflict, 409), (SiteNumberTaken, 409), (Problem, 400)],
)
def test_every_problem_has_the_status_of_its_nearest_kind(kind, status):
    assert http_status(kind("x")) == status


def test_the_table_holds_refusals_only():
    assert all(400 <= status < 600 for status in HTTP_STATUS.values())
    assert all(issubclass(kind, Problem) for kind in HTTP_STATUS)


def test_a_problem_without_words_says_its_title():
    assert str(Invalid()) == "Some values are not valid"
