import pytest

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.changes.models import ChangeSet
from townsite.directory.models import SavedView
from townsite.sites.models import Site

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(scope="module")
def two(standing):
    make_site(name="Harborline Suites", facility_type="hotel", number="0417")
    make_site(name="Old Depot", number="0500")


def test_the_page_shows_the_table_and_htmx_gets_its_part(two, signed_in):
    client = signed_in()
    page = client.get("/sites/", {"q": "harborlnie", "panel": "1"})
    text = page.content.decode()
    assert "Harborline Suites" in text
    assert "Old Depot" not in text
    assert "<strong>harborline</strong>" in text
    part = client.get("/sites/", {"q": "depot", "q_empty": ""}, **HTMX)
    assert part.content.decode().lstrip().startswith('<div id="directory"')
    assert part["HX-Push-Url"] == "/sites/?q=depot"
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize(
    "query",
    ["q=typ:hotel", "q=" + "x" * 5000, "sort=nothing", "cursor=zzz", "cursor=%FF", "columns=a,b",
     "area=1,2", "bbox=x", "near=0,0,-1", "q=%22", "page=2&panel=1&q=territory:NONE9", "density=x",
     "view=x", "q=-", "q=" + "a:b " * 300],
)  # fmt: skip
def test_any_address_gives_a_page(two, signed_in, query):
    assert signed_in().get(f"/sites/?{query}").status_code == 200


def test_a_mistake_is_explained_and_its_mending_linked(two, signed_in):
    text = signed_in().get("/sites/", {"q": "typ:hotel"}).content.decode()
    assert "There is no filter “typ:”" in text
    assert "/sites/?q=type%3Ahotel" in text


def test_a_manager_sees_their_own_only(two, signed_in):
    territory = make_territory()
    make_site(name="Tidewater Inn", territory=territory)
    client = signed_in(role=Role.ACCOUNT_MANAGER, territory=territory)
    text = client.get("/sites/", {"panel": "1"}).content.decode()
    assert "Tidewater Inn" in text
    assert "Old Depot" not in text
    assert "1 of 1 site" in text
    assert "Old Depot" not in client.get("/sites/suggest/", {"q": "depot"}).content.decode()
    assert client.get("/sites/quick/0500/").status_code == 404


def test_ticked_sites_are_edited_after_a_preview(two, signed_in):
    client = signed_in()
    chosen = {"act": "edit", "selected": ["0417", "0500"]}
    assert "2 sites" in client.post("/sites/bulk/", chosen).content.decode()
    change = {**chosen, "parking_mode": "self", "reason": "yearly review"}
    preview = client.post("/sites/bulk/preview/", change).content.decode()
    assert "Change 2 sites" in preview
    assert "It takes effect at once" in preview
    assert not Site.objects.filter(parking_mode="self").exists()
    done = client.post("/sites/bulk/apply/", {**change, "expected": "2"})
    row = ChangeSet.objects.get()
    assert done["Location"] == f"/change-sets/{row.number}/"
    assert row.state == "effective"
    assert set(Site.objects.values_list("parking_mode", flat=True)) == {"self"}


def test_what_needs_an_approval_is_submitted_and_says_so(two, signed_in):
    client = signed_in()
    change = {"act": "edit", "selected": ["0417", "0500"], "tier": "1", "reason": "yearly review"}
    preview = client.post("/sites/bulk/preview/", change).content.decode()
    assert "the Territory administrator of everything has to approve it" in preview
    assert "Submit the change of 2 sites" in preview
    page = client.post("/sites/bulk/apply/", {**change, "expected": "2"}, follow=True)
    assert "it waits for approval" in page.content.decode()
    assert ChangeSet.objects.get().state == "submitted"
    assert set(Site.objects.values_list("tier", flat=True)) == {""}


def test_an_edit_that_meets_other_sites_than_shown_is_refused_and_kept(two, signed_in):
    change = {
        "act": "edit", "all_matching": "1", "selection": "q=depot", "tier": "1", "reason": "why", "expected": "2",
    }  # fmt: skip
    answer = signed_in().post("/sites/bulk/apply/", change)
    assert answer.status_code == 422
    assert "now it would be 1" in answer.content.decode()
    assert set(Site.objects.values_list("tier", flat=True)) == {""}


def test_all_sites_stay_all_sites_through_the_steps(two, signed_in):
    client = signed_in()
    change = {
        "act": "edit",
        "all_matching": "1",
        "selection": "",
        "parking_mode": "self",
        "reason": "why",
    }
    assert "Change 2 sites" in client.post("/sites/bulk/preview/", change).content.decode()
    client.post("/sites/bulk/apply/", {**change, "expected": "2"})
    assert set(Site.objects.values_list("parking_mode", flat=True)) == {"self"}


def test_a_bulk_edit_needs_something_ticked_a_value_and_a_permission(two, signed_in):
    assert signed_in().post("/sites/bulk/", {"act": "edit"}).status_code == 422
    nothing = {"act": "edit", "selected": "0417", "reason": "why"}
    assert signed_in().post("/sites/bulk/preview/", nothing).status_code == 422
    assert signed_in().post("/sites/bulk/", {"act": "sell", "selected": "0417"}).status_code == 422
    reader = signed_in(role=Role.QUALITY)
    assert reader.post("/sites/bulk/", {"act": "edit", "selected": "0417"}).status_code == 403


def test_an_account_manager_may_not_classify_in_bulk(two, signed_in):
    change = {"act": "edit", "selected": "0417", "tier": "1", "reason": "why"}
    client = signed_in(role=Role.ACCOUNT_MANAGER)
    assert client.post("/sites/bulk/preview/", change).status_code == 403


def test_a_file_holds_the_view_and_is_recorded(two, signed_in):
    answer = signed_in().get("/sites/export/csv/", {"q": "type:hotel", "columns": "number,name"})
    assert b"".join(answer.streaming_content) == b"Number,Site\r\n0417,Harborline Suites\r\n"
    assert Event.objects.filter(type="export.made").count() == 1


def test_exports_need_their_permission_and_a_known_kind(two, signed_in):
    assert signed_in().get("/sites/export/pdf/").status_code == 415
    assert signed_in(role=Role.FIELD_OPERATIVE).get("/sites/export/csv/").status_code == 403


def test_a_saved_default_view_opens_the_directory(two, signed_in):
    client = signed_in()
    form = {"name": "Hotels", "visibility": "private", "is_default": "on"}
    saved = client.post("/sites/views/new/?q=type:hotel&columns=number,name", form)
    view = SavedView.objects.get()
    assert saved["Location"] == f"/sites/?{view.address}"
    text = client.get("/sites/").content.decode()
    assert '<h1 class="page-title">Hotels</h1>' in text
    assert "Old Depot" not in text
    assert client.post("/sites/views/new/?q=x", form).status_code == 422
    assert client.post(f"/sites/views/{view.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()
