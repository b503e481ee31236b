"""`docs/features.md` tells the truth: each row names an address or command and a test that exist."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([AB]-\d+|R-\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs/features.md").read_text()
    return [tuple(part.strip() for part in match) for match in ROW.findall(text)]


def stands(where: str) -> bool:
    """Whether an address resolves, a command of `bin/townsite` exists, or a file does."""
    if where.startswith("/"):
        address = re.sub(r"<[^>]+>", "1", where.partition("?")[0])
        try:
            resolve(address)
        except Resolver404:
            return False
        return True
    words = shlex.split(where)
    if words[0] == "bin/townsite":
        return words[1].replace("-", "_") in get_commands()
    return (ROOT / words[0]).exists()


def test_there_are_rows():
    assert len(rows()) > 30


@pytest.mark.parametrize(
    "row", rows() if (ROOT / "docs/features.md").exists() else [], ids=lambda row: row[0]
)
def test_every_row_names_what_exists(row):
    _, _, places, tests = row
    assert [p for p in re.findall(r"`([^`]+)`", places) if not stands(p)] == []
    named = re.findall(r"`([^`]+)`", tests)
    assert named
    assert [t for t in named if not (ROOT / t).exists()] == []


def test_no_requirement_stands_twice():
    ids = [row[0] for row in rows()]
    assert sorted(ids) == sorted(set(ids))
