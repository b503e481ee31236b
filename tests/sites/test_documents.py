from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import BY, make_site
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, Problem, TooLarge, Unsupported
from townsite.sites.actions import add_document, remove_document
from townsite.sites.file_types import LARGEST_BYTES
from townsite.sites.models import Document, Site

pytestmark = pytest.mark.django_db
NOW = clock.now()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def office_file() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<document/>")
    return packed.getvalue()


def plain_archive() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "hello")
    return packed.getvalue()


def add(
    site: Site, content: bytes = PDF, title: str = "Fire certificate", **more: object
) -> Document:
    given = {"document_type": "certificate", "title": title, **more}
    return add_document(site=site, file=ContentFile(content, name="x.exe"), by=BY, at=NOW, **given)


def stored_files() -> list[str]:
    try:
        return default_storage.listdir(f"documents/{NOW:%Y/%m}")[1]
    except FileNotFoundError:
        return []


def test_a_document_is_kept_under_a_random_name(db: None) -> None:
    document = add(make_site(), expires_on=date(2027, 1, 31))
    assert (document.version, document.is_current) == (1, True)
    assert (document.content_type, document.size_bytes) == ("application/pdf", len(PDF))
    assert "certificate" not in document.file.name.lower()
    assert document.file.name.endswith(".pdf")
    with default_storage.open(document.file.name) as kept:
        assert kept.read() == PDF
    assert Event.objects.latest("id").changes == {
        "document": [None, "Fire certificate (version 1)"]
    }


def test_a_new_version_supersedes_the_former(db: None) -> None:
    site = make_site()
    add(site)
    second = add(site, PDF + b"more")
    assert second.version == 2
    assert list(Document.objects.filter(is_current=True)) == [second]


def test_an_office_file_and_text_are_kept(db: None) -> None:
    site = make_site()
    assert add(site, office_file(), "Plan").content_type.endswith("wordprocessingml.document")
    assert add(site, "Gate code – ask the desk".encode(), "Note").content_type == "text/plain"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03" + b"\x00" * 200,
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x00\x01\x02\x03",
        plain_archive(),
        b"\xff\xfe\xfa",
    ],
    ids=["program", "page", "drawing", "unknown", "archive", "no text"],
)
def test_other_content_is_refused_whatever_its_name(db: None, content: bytes) -> None:
    with pytest.raises(Unsupported, match="Documents can be PDF"):
        add(make_site(), content)
    assert not Document.objects.exists()
    assert stored_files() == []


def test_a_file_over_25_mb_is_refused(db: None) -> None:
    with pytest.raises(TooLarge, match="at most 25 MB"):
        add(make_site(), PDF + b"0" * LARGEST_BYTES)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "title", "kind"),
    [(b"", "Empty", "certificate"), (PDF, "  ", "certificate"), (PDF, "Plan", "secret"),
     (PDF, "x" * 151, "certificate")],
)  # fmt: skip
def test_missing_facts_are_refused(db: None, content: bytes, title: str, kind: str) -> None:
    with pytest.raises(Problem):
        add(make_site(), content, title, document_type=kind)
    assert not Document.objects.exists()


def test_removal_brings_the_former_version_back(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    site = make_site()
    first = add(site)
    second = add(site)
    with pytest.raises(Invalid):
        remove_document(document=second, by=BY, at=NOW, reason="")
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=second, by=BY, at=NOW, reason="wrong file")
    assert list(Document.objects.filter(is_current=True)) == [first]
    assert len(stored_files()) == 1
    event = Event.objects.latest("id")
    assert (event.type, event.reason) == ("document.removed", "wrong file")


def test_an_expired_document_lowers_health(db: None) -> None:
    site = make_site()
    add(site, expires_on=date(2020, 1, 1))
    site.refresh_from_db()
    from townsite.sites.quality import assess

    assert "A document has expired" in assess(site.pk, at=NOW).attention
