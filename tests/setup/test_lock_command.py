from pathlib import Path

from setup_steps.commands.lock import compile_words, groups

ROOT = Path(__file__).resolve().parents[2]


def test_core_comes_first_and_binds_the_others() -> None:
    names = groups(ROOT / "requirements")
    assert names[0] == "core"
    assert {"setup", "dev", "uv"} <= set(names)
    assert "-c" in compile_words("dev", upgrade=False)
    assert "-c" not in compile_words("core", upgrade=False)
    assert "--upgrade" in compile_words("core", upgrade=True)


def test_every_locked_file_has_hashes_and_names_no_registry() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text()
        assert "--hash=sha256:" in text, file
        assert "://" not in text, file
