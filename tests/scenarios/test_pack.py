import io

import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from tests.factories import make_grant, make_user
from tests.scenarios.conftest import searched
from townsite.access.choices import Role
from townsite.scenarios.models import Scenario


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


def test_the_geopackage_holds_sites_and_centers(plan, portfolio, signed_in, tmp_path):
    file = tmp_path / "plan.gpkg"
    file.write_bytes(signed_in(portfolio.director).get(address(plan, "gpkg")).content)
    assert sorted(pyogrio.list_layers(file)[:, 0]) == ["centers", "sites"]
    assert pyogrio.read_info(file, layer="sites")["features"] == len(portfolio.sites)
    assert pyogrio.read_info(file, layer="centers")["features"] == 2


def test_other_kinds_and_people_without_export_are_refused(plan, portfolio, signed_in):
    assert signed_in(portfolio.director).get(address(plan, "pdf")).status_code == 415
    Scenario.objects.update(is_shared=True)
    manager = make_user()
    make_grant(manager, Role.CONFIGURATION_MANAGER, territory=portfolio.focus)
    assert signed_in(manager).get(address(plan, "xlsx")).status_code == 403
