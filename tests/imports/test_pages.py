import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import make_grant, make_user
from tests.imports.made_up import checked, committed, csv_file
from tests.imports.reading.files import workbook
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.common import clock
from townsite.imports.models import Import, ImportFile
from townsite.imports.reading import limits
from townsite.imports.tasks import check, commit, undo
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress
from townsite.sites.models import Site

ROWS = ("0417,PIER HOTEL,opne,Norfolk,VA,23510", "0418,Dock Garage,open,Norfolk,VA,23510")
FILE = csv_file(*ROWS, header="Number,Name,Status,City,State,ZIP")


@pytest.fixture
def portal(signed_in, admin: User) -> Client:
    return signed_in(admin)


def send(portal: Client, content: bytes, name: str = "sites.csv"):
    return portal.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})


def work(admin: User) -> None:
    """Runs what waits, as the worker would."""
    for job in Job.objects.filter(state="queued", kind__startswith="imports."):
        task = {"imports.check": check, "imports.commit": commit, "imports.undo": undo}[job.kind]
        task(Progress(by=admin, at=clock.now()), **job.arguments)
        Job.objects.filter(pk=job.pk).update(state="succeeded", finished_at=clock.now())


def test_the_first_page_teaches_the_next_step(portal: Client) -> None:
    page = portal.get("/imports/").content.decode()
    assert "No imports yet" in page
    assert "/imports/new/" in page


def test_from_a_file_to_sites_and_back(portal: Client, admin: User) -> None:
    answer = send(portal, FILE)
    base = re.match(r"(/imports/[0-9a-f-]+/)columns/", answer.url).group(1)
    columns = portal.get(f"{base}columns/").content.decode()
    assert "2 rows, 6 columns, CSV, UTF-8" in columns
    chosen = {
        f"column_{n}": key
        for n, key in enumerate(["number", "name", "status", "city", "state", "zip"])
    }
    answer = portal.post(
        f"{base}columns/",
        {**chosen, "match_key": "number", "blank": "keep", "external_system": "x"},
    )
    assert answer.url == f"{base}progress/"
    assert "every 1s" in portal.get(f"{base}progress/").content.decode()
    work(admin)
    polled = portal.get(f"{base}progress/", headers={"HX-Request": "true"})
    assert polled.headers["HX-Redirect"] == f"{base}review/"
    review = portal.get(f"{base}review/").content.decode()
    assert "Unknown word" in review
    assert "“opne” is no status" in review
    portal.post(
        f"{base}alike/",
        {
            "do": "accept",
            "code": "unknown_choice",
            "field": "status",
            "mending": '{"status": "active"}',
        },
    )
    portal.post(f"{base}commit/")
    work(admin)
    result = portal.get(f"{base}result/").content.decode()
    assert "The import is written." in result
    assert Site.objects.filter(status="active").count() == 2
    assert portal.post(f"{base}undo/", {"reason": " "}).status_code == 422
    portal.post(f"{base}undo/", {"reason": "wrong file"})
    work(admin)
    assert not Site.objects.exists()
    assert "was undone" in portal.get(f"{base}result/").content.decode()


def test_a_guess_from_an_empty_column_is_not_called_sure(portal: Client) -> None:
    answer = send(portal, b"Name,Latitude,Tier\nPier,36.8,\nDock,36.9,\n")
    page = portal.get(answer.url).content.decode()
    hints = re.findall(r'class="form-hint">Guess: ([^<]+)<', page)
    assert hints == ["sure", "sure", "by its name only; the first rows are empty"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"name\n", "no rows below it"),
        (b"\x7fELF" + bytes(200), "not a table"),
        (",".join(f"c{n}" for n in range(3_000)).encode() + b"\n1\n", "3,000 columns"),
        (workbook([["name"], ["x"]], formula="=1+1"), "holds a formula"),
    ],
)
def test_a_wrong_file_leaves_nothing_behind(portal: Client, content: bytes, says: str) -> None:
    answer = send(portal, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Import.objects.exists()
    assert not ImportFile.objects.exists()


def test_too_large_a_file_is_refused_while_it_arrives(
    portal: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townsite.web.imports.upload_limit.MAX_BYTES", 200_000)
    monkeypatch.setattr(limits, "MAX_BYTES", 200_000)
    answer = send(portal, b"name\n" + b"x" * 400_000)
    assert answer.status_code == 422
    assert "the limit is 0.2 MB" in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_at_all_is_answered(portal: Client) -> None:
    answer = portal.post("/imports/new/", {})
    assert answer.status_code == 422
    assert "No file arrived" in answer.content.decode()


def test_a_map_that_leads_nowhere_comes_back_as_typed(portal: Client) -> None:
    base = send(portal, FILE).url.removesuffix("columns/")
    answer = portal.post(
        f"{base}columns/", {"column_0": "name", "column_1": "name", "match_key": "none"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Name is taken by 2 columns: Number, Name" in page
    assert page.count('value="name" selected') == 2


def test_a_cell_is_edited_in_place(portal: Client, admin: User) -> None:
    found = checked(FILE, admin)
    editor = portal.get(f"/imports/{found.pk}/rows/2/status/", headers={"HX-Request": "true"})
    assert "<select" in editor.content.decode()
    answer = portal.post(
        f"/imports/{found.pk}/rows/2/status/", {"text": "active"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert 'id="import-row-2"' in page
    assert 'hx-swap-oob="true"' in page
    assert found.rows.get(row_number=2).action == "create"


def test_the_grid_is_paged_and_filtered_by_its_address(portal: Client, admin: User) -> None:
    rows = [f"{500 + n},Pier {n},open,Norfolk,VA,23510" for n in range(60)]
    found = checked(csv_file(*rows, header="Number,Name,Status,City,State,ZIP"), admin)
    first = portal.get(f"/imports/{found.pk}/review/").content.decode()
    assert 'id="import-row-26"' in first
    assert 'id="import-row-27"' not in first
    assert "after=26" in first
    second = portal.get(f"/imports/{found.pk}/review/?after=26").content.decode()
    assert 'id="import-row-27"' in second
    assert (
        "No rows like this"
        in portal.get(f"/imports/{found.pk}/review/?action=error").content.decode()
    )
    for odd in (
        "?after=x",
        "?after=99999999999999",
        "?action=nonsense",
        "?code=%27&field=%27",
        "?severity=x",
    ):
        assert portal.get(f"/imports/{found.pk}/review/{odd}").status_code == 200


def test_rows_left_behind_download_without_formulas(portal: Client, admin: User) -> None:
    found = committed(
        csv_file("=1+2,Norfolk,VA", "Dock,Norfolk,VA", header="Name,City,State"), admin
    )
    answer = portal.get(f"/imports/{found.pk}/errors.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sites-errors.csv"'
    assert answer.content.decode().splitlines()[1].startswith("'=1+2,Norfolk,VA,2,")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_imports_without_a_problem(portal: Client, admin: User, form: str) -> None:
    content = portal.get(f"/imports/template.{form}").content
    found = checked(content, admin)
    assert found.rows.get().action == "create"


def test_unknown_imports_rows_and_fields_are_not_found(portal: Client, admin: User) -> None:
    found = checked(FILE, admin)
    nobody = "00000000-0000-7000-8000-000000000000"
    for path in (
        f"{nobody}/",
        f"{nobody}/review/",
        f"{found.pk}/rows/99/",
        f"{found.pk}/rows/2/nonsense/",
        "template.exe",
    ):
        assert portal.get(f"/imports/{path}").status_code == 404


def test_only_the_author_and_holders_of_everything_see_it(signed_in, admin: User) -> None:
    found = checked(FILE, admin)
    other = make_user()
    make_grant(other, Role.ACCOUNT_MANAGER)
    Import.objects.filter(pk=found.pk).update(author=other)
    assert signed_in(other).get(f"/imports/{found.pk}/review/").status_code == 200
    from tests.factories import make_territory

    stranger = make_user()
    make_grant(stranger, Role.ACCOUNT_MANAGER, territory=make_territory())
    assert signed_in(stranger).get(f"/imports/{found.pk}/review/").status_code == 404
    assert signed_in(role=Role.CUSTOMER).get("/imports/").status_code == 403


def test_another_sheet_can_be_read_instead(portal: Client) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, site in (("One", "Pier"), ("Two", "Dock")):
            book.add_worksheet(name).write_column(0, 0, ["Name", site])
    base = send(portal, target.getvalue(), "book.xlsx").url.removesuffix("columns/")
    assert "Pier" in portal.get(f"{base}columns/").content.decode()
    answer = portal.post(f"{base}sheet/", {"sheet": "Two"})
    assert "Dock" in portal.get(answer.url).content.decode()
    assert Import.objects.count() == 1
