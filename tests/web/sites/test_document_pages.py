from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.sites.models import Document, Site

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PDF = b"%PDF-1.7\n%%EOF\n"


def upload(client: Client, site: Site, content: bytes = PDF, **more: str) -> int:
    file = SimpleUploadedFile("../../evil.html", content, content_type="text/html")
    given = {"type": "certificate", "title": "Fire certificate", **more}
    return client.post(f"/sites/{site.number}/documents/", {**given, "file": file}).status_code


def test_a_document_goes_up_and_comes_down_safely(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    assert upload(client, site, expires_on="2020-01-31") == 302
    document = Document.objects.get()
    page = client.get(f"/sites/{site.number}/documents/").content.decode()
    assert "Fire certificate" in page
    assert "Expired" in page
    answer = client.get(f"/sites/{site.number}/documents/{document.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="fire-certificate-v1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script>", b"MZ\x00\x00"])
def test_a_file_that_is_none_of_ours_is_refused(
    db: None, signed_in: SignIn, content: bytes
) -> None:
    site = make_site()
    assert upload(signed_in(), site, content) == 422
    assert not Document.objects.exists()


def test_an_upload_without_file_or_title_is_refused(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    answer = client.post(f"/sites/{site.number}/documents/", {"type": "certificate", "title": "x"})
    assert answer.status_code == 422
    assert upload(client, site, title="") == 422
    assert not Document.objects.exists()


def test_foreign_documents_are_not_found(db: None, signed_in: SignIn) -> None:
    mine, theirs = make_territory(), make_territory()
    site, foreign = make_site(territory=mine), make_site(territory=theirs)
    admin = signed_in()
    upload(admin, foreign)
    document = Document.objects.get()
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=mine)
    for number in (site.number, foreign.number):
        address = f"/sites/{number}/documents/{document.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(f"{address}remove/", {"reason": "x"}).status_code == 404
    assert Document.objects.exists()


def test_a_lost_file_says_so(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    upload(client, site)
    document = Document.objects.get()
    document.file.storage.delete(document.file.name)
    answer = client.get(f"/sites/{site.number}/documents/{document.pk}/")
    assert answer.status_code == 404
    assert "backup" in answer.content.decode()


def test_removal_asks_why(db: None, signed_in: SignIn) -> None:
    site = make_site()
    client = signed_in()
    upload(client, site)
    address = f"/sites/{site.number}/documents/{Document.objects.get().pk}/remove/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Document.objects.exists()
    assert client.post(address, {"reason": "wrong file"}).status_code == 302
    assert not Document.objects.exists()


def test_a_reader_uploads_nothing(db: None, signed_in: SignIn) -> None:
    territory = make_territory()
    site = make_site(territory=territory)
    client = signed_in(role=Role.QUALITY, territory=territory)
    assert upload(client, site) == 403
    assert not Document.objects.exists()
