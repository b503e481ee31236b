import pytest

from tests.scenarios.portfolio import searched
from townsite.common import clock
from townsite.common.errors import Conflict, Forbidden, Invalid, Stale
from townsite.scenarios.actions import (
    improve_around,
    merge_seats,
    paint,
    propose_plan,
    split_seat,
    undo_stroke,
)
from townsite.scenarios.brush import brush_of, priced
from townsite.scenarios.models import Plan


@pytest.fixture
def plan(asked):
    return searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)


@pytest.fixture
def done(portfolio):
    return {"by": portfolio.director, "at": clock.now()}


def seat_of(plan, number):
    return plan.seats[plan.territory[brush_of(plan).instance.index[number]]]["code"]


def elsewhere(plan, number):
    return next(s["code"] for s in plan.seats if s["code"] != seat_of(plan, number))


def test_the_price_told_is_the_change_that_painting_makes(plan, portfolio, done):
    number = portfolio.sites[0]
    stroke = priced(plan, [number], elsewhere(plan, number))
    painted = paint(plan=plan, numbers=[number], code=elsewhere(plan, number), **done)
    assert painted.certificate["value"] == pytest.approx(stroke.after)
    assert stroke.before == pytest.approx(plan.certificate["value"])


def test_the_first_stroke_makes_a_copy_and_the_search_s_plan_stays(plan, portfolio, done):
    number, before = portfolio.sites[0], list(plan.territory)
    target = elsewhere(plan, number)
    painted = paint(plan=plan, numbers=[number], code=target, **done)
    assert painted.pk != plan.pk
    assert painted.parent == plan
    assert painted.origin == "painted"
    assert seat_of(painted, number) == target
    plan.refresh_from_db()
    assert plan.territory == before
    again = paint(plan=painted, numbers=[portfolio.sites[1]], code=target, **done)
    assert again.pk == painted.pk
    assert len(again.strokes) == 2


def test_a_stroke_that_breaks_a_constraint_is_made_and_told(plan, portfolio, done):
    heavy = portfolio.sites[:15]
    target = seat_of(plan, portfolio.sites[-1])
    stroke = priced(plan, heavy, target)
    assert any("the upper limit of weighted load" in each for each in stroke.refusals)
    others = [n for n in heavy if seat_of(plan, n) != target][:4]
    painted = paint(plan=plan, numbers=others, code=target, **done)
    assert painted.certificate["holds"] is False
    broken = [c["constraint"] for c in painted.certificate["checks"] if not c["holds"]]
    assert "band of weighted load" in broken


def test_undoing_every_stroke_gives_the_plan_back(plan, portfolio, done):
    first = [portfolio.sites[0], portfolio.sites[3]]
    target = elsewhere(plan, first[0])
    painted = paint(plan=plan, numbers=first, code=target, **done)
    painted = undo_stroke(plan=painted, **done)
    assert painted.territory == plan.territory
    assert painted.certificate["value"] == pytest.approx(plan.certificate["value"])
    with pytest.raises(Conflict, match="no stroke to undo"):
        undo_stroke(plan=painted, **done)


def test_somebody_else_s_stroke_meanwhile_is_told(plan, portfolio, done):
    number = portfolio.sites[0]
    painted = paint(plan=plan, numbers=[number], code=elsewhere(plan, number), **done)
    before = list(painted.territory)
    with pytest.raises(Stale):
        paint(plan=painted, numbers=[portfolio.sites[1]], code="T1", version=0, **done)
    painted.refresh_from_db()
    assert painted.territory == before


def test_only_the_owner_paints_and_only_what_the_plan_holds(plan, portfolio, admin, done):
    number = portfolio.sites[0]
    with pytest.raises(Forbidden):
        paint(plan=plan, numbers=[number], code="T2", by=admin, at=clock.now())
    with pytest.raises(Invalid, match="no territory W1"):
        paint(plan=plan, numbers=[number], code="W1", **done)
    with pytest.raises(Invalid, match="no site 999998"):
        paint(plan=plan, numbers=["999998"], code="T2", **done)
    assert Plan.objects.filter(origin="painted").count() == 0


def test_improving_around_mends_a_bad_stroke(plan, portfolio, done):
    number = portfolio.sites[0]
    target = elsewhere(plan, number)
    painted = paint(plan=plan, numbers=[number], code=target, **done)
    codes = [seat["code"] for seat in plan.seats]
    better = improve_around(plan=painted, codes=codes, **done)
    assert better.origin == "improved"
    assert better.certificate["holds"]
    assert better.certificate["value"] <= plan.certificate["value"] + 1e-9
    assert better.certificate["bound"] <= better.certificate["value"]


def test_a_territory_is_merged_and_split_by_hand(plan, portfolio, done):
    merged = merge_seats(plan=plan, code="T3", into="T2", **done)
    assert merged.measures["territories"] == 2
    assert [row["code"] for row in merged.rows if row["is_closed"]] == ["T3"]
    mine = [n for n in portfolio.sites if seat_of(plan, n) == "T1"]
    split = split_seat(plan=plan, numbers=mine[:3], **done)
    assert split.measures["territories"] == 4
    assert {seat_of(split, n) for n in mine[:3]} == {"SEN1"}
    change_set = propose_plan(plan=split, title="Split T1", reason="Too full", **done)
    assert change_set.changes.first().type == "create_territory"
    with pytest.raises(Invalid, match="would keep no site"):
        split_seat(plan=plan, numbers=mine, **done)
