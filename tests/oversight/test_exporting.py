"""A signed export shows by itself that nobody changed it."""

import zipfile

import pytest
from django.core.management import CommandError, call_command

from tests.factories import BY, make_site
from townsite.audit.models import Event
from townsite.audit.sealing.actions import seal_events
from townsite.audit.search import EventSearch
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.oversight.exporting.checking import check_export
from townsite.oversight.exporting.writing import EVENTS, export_trail

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def file(tmp_path):
    """Three events, two of them sealed, and the file of all."""
    make_site(name="Hilltop “Inn”")
    make_site()
    seal_events(at=clock.now())
    make_site()
    path = tmp_path / "audit.zip"
    export_trail(path=path, search=EventSearch(kind="site"), by=BY, at=clock.now())
    return path


def changed(path, name, old, new):
    """The file with one of its members changed."""
    with zipfile.ZipFile(path) as file:
        members = {each: file.read(each) for each in file.namelist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    with zipfile.ZipFile(path, "w") as file:
        for each, content in members.items():
            file.writestr(each, content)
    return path


def test_an_untouched_file_holds(file):
    told = check_export(file)
    assert (told.problems, told.confirmed, told.unsealed) == ([], 2, 1)
    assert (told.manifest.events, told.manifest.question) == (3, "kind: site")
    assert told.manifest.seal == 1


def test_it_is_recorded_who_took_what(file):
    event = Event.objects.get(type="export.made")
    assert event.changes["rows"] == [None, 3]
    assert event.changes["question"] == [None, "kind: site"]
    assert event.target_label == "3 audit events as signed JSON lines"


def test_a_changed_line_is_found(file):
    told = check_export(changed(file, EVENTS, b"Hilltop", b"Valley!"))
    assert "events.jsonl was changed" in told.problems[0]


def test_a_changed_manifest_is_found(file):
    told = check_export(changed(file, "manifest.json", b'"events": 3', b'"events": 2'))
    assert "not signed by this installation" in told.problems[0]


def test_the_key_of_another_installation_can_be_given(file, settings):
    public_key = bytes.fromhex(check_export(file).manifest.public_key)
    settings.SECRET_KEY = "another installation"
    assert check_export(file).problems
    assert check_export(file, public_key=public_key).problems == []
    assert check_export(file, public_key=bytes(32)).problems


def test_too_many_are_refused_with_the_way_out(tmp_path):
    make_site()
    make_site()
    with pytest.raises(Invalid, match="More than 1 events fit"):
        export_trail(path=tmp_path / "x", search=EventSearch(), by=BY, at=clock.now(), at_most=1)
    assert not Event.objects.filter(type="export.made").exists()


def test_the_commands_write_and_check(file, tmp_path, capsys):
    call_command("export_audit", tmp_path / "all.zip", type="site.")
    call_command("verify_export", tmp_path / "all.zip")
    assert "3 events, type: site., taken by system: export_audit" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("verify_export", changed(file, EVENTS, b"Hilltop", b"Valley!"))
    (tmp_path / "other.zip").write_text("no ZIP")
    with pytest.raises(CommandError, match="no signed export"):
        call_command("verify_export", tmp_path / "other.zip")
