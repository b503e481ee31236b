from pathlib import Path

from setup_steps.stamps import Stamps, files_below, fingerprint


def test_fingerprint_changes_with_content_name_and_words(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    first = fingerprint([one, two], "3.11")
    assert fingerprint([two, one], "3.11") == first
    assert fingerprint([one, two], "3.12") != first
    two.write_text("c")
    changed = fingerprint([one, two], "3.11")
    assert changed != first
    two.unlink()
    assert fingerprint([one, two], "3.11") not in {first, changed}


def test_packages_and_caches_are_no_sources(tmp_path: Path) -> None:
    for name in ("src/app.ts", "node_modules/x/index.js", "src/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert files_below(tmp_path) == [tmp_path / "src/app.ts"]


def test_stamp_matches_only_its_own_inputs(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "steps")
    assert not stamps.matches("npm", "1")
    stamps.put("npm", "1")
    assert stamps.matches("npm", "1")
    assert not stamps.matches("npm", "2")
    stamps.forget("npm")
    assert not stamps.matches("npm", "1")
