"""Whatever can be downloaded leaves an event of who took it, or says here why it need not."""

from tests.conftest import ROOT

RECORDING = ("record_export(", "export_sites(", "export_trail(")
ALLOWED = {
    "townsite/web/sites/documents.py",  # one document of a site, looked at on its page
}


def test_every_download_of_rows_is_recorded():
    files = {
        str(file.relative_to(ROOT)): file.read_text()
        for part in ("web", "api")
        for file in (ROOT / "townsite" / part).rglob("*.py")
    }
    giving = {name for name, text in files.items() if "attachment" in text}
    assert len(giving) > 5
    silent = {name for name in giving if not any(each in files[name] for each in RECORDING)}
    assert silent - ALLOWED == set()
