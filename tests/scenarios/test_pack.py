import io
import json

import pyogrio
import pytest
import shapely
from python_calamine import CalamineWorkbook

from tests.factories import BY, make_grant, make_user
from tests.scenarios.portfolio import searched
from townsite.access.choices import Role
from townsite.common import clock
from townsite.scenarios.models import Scenario
from townsite.scenarios.queries.detail import plan_detail_of
from townsite.sites.models import Site
from townsite.territories.actions import set_boundary
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.boundaries.units import states


@pytest.fixture
def plan(asked):
    return searched(asked(territories=2)).plans.first()


def address(plan, kind):
    return f"/scenarios/{plan.scenario.number}/plans/{plan.number}/pack.{kind}"


def test_the_workbook_holds_figures_territories_sites_and_certificate(plan, portfolio, signed_in):
    answer = signed_in(portfolio.director).get(address(plan, "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Figures", "Territories", "Sites", "Rules broken", "Certificate"]
    sites = book.get_sheet_by_name("Sites").to_python()
    assert len(sites) == 1 + len(portfolio.sites)
    moves = sum(row[4] == "yes" for row in sites)
    assert moves == plan.measures["moved_sites"]
    assert len(book.get_sheet_by_name("Territories").to_python()) == 4
    proof = dict(book.get_sheet_by_name("Certificate").to_python()[1:])
    assert proof["input hash"] == plan.certificate["input_hash"]


def test_the_geopackage_holds_sites_centers_and_boundaries(plan, portfolio, signed_in, tmp_path):
    file = tmp_path / "plan.gpkg"
    file.write_bytes(signed_in(portfolio.director).get(address(plan, "gpkg")).content)
    assert sorted(pyogrio.list_layers(file)[:, 0]) == ["boundaries", "centers", "sites"]
    assert pyogrio.read_info(file, layer="sites")["features"] == len(portfolio.sites)
    assert pyogrio.read_info(file, layer="centers")["features"] == 2
    assert pyogrio.read_info(file, layer="boundaries")["geometry_type"] == "MultiPolygon"


def test_boundaries_hold_their_sites_and_end_at_the_coast(plan, portfolio, signed_in):
    answer = signed_in(portfolio.director).get(address(plan, "geojson"))
    assert answer["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    shapes = {each["id"]: shapely.geometry.shape(each["geometry"]) for each in features}
    one, other = shapes.values()
    assert one.intersection(other).area < 1e-9
    atlantic = shapely.Point(-80.0, 31.0)
    assert not any(shape.contains(atlantic) for shape in shapes.values())
    georgia = states()["GA"].shape
    assert shapely.union_all([one, other]).symmetric_difference(georgia).area < 1e-6
    held = dict(Site.objects.values_list("number", "location"))
    detail = plan_detail_of(plan, at=clock.now())
    inside = 0
    for number, seat in zip(detail.layout.instance.numbers, detail.layout.seat, strict=True):
        where = shapely.Point(held[number].x, held[number].y)
        shape = shapes[detail.layout.seats[int(seat)].code]
        if georgia.contains(where):
            inside += 1
            assert shape.distance(where) < 1e-6
    assert inside > 5


def test_boundaries_are_cut_by_those_of_today(plan, portfolio, signed_in):
    box = shapely.box(-84.5, 32.5, -83.2, 33.5)
    set_boundary(territory=portfolio.territories[0], geometry=to_geos(box), by=BY, at=clock.now())
    answer = signed_in(portfolio.director).get(address(plan, "geojson"))
    shapes = [
        shapely.geometry.shape(each["geometry"])
        for each in json.loads(answer.content)["features"]
        if each["geometry"]
    ]
    assert shapely.union_all(shapes).symmetric_difference(box).area < 1e-6


def test_other_kinds_and_people_without_export_are_refused(plan, portfolio, signed_in):
    assert signed_in(portfolio.director).get(address(plan, "pdf")).status_code == 415
    Scenario.objects.update(is_shared=True)
    manager = make_user()
    make_grant(manager, Role.CONFIGURATION_MANAGER, territory=portfolio.focus)
    assert signed_in(manager).get(address(plan, "xlsx")).status_code == 403
