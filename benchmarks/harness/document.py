"""docs/benchmarks.md: a section for each benchmark, renewed by whichever run measures it."""

import re
from pathlib import Path

INTRODUCTION = """# Benchmarks

Made by `bin/bench`, which renews the sections of what it measured; edit nothing here. A ratio
compares two things measured in the same run on the same machine, so it holds on other machines too;
plain times do not.
"""
_SECTION = re.compile(r"^## (.+)\n\n((?:.|\n)*?)(?=^## |\Z)", re.MULTILINE)


def renew(document: Path, sections: dict[str, str]) -> None:
    """Writes these sections (title to text) over those of the same title; the others stay."""
    former = dict(_SECTION.findall(document.read_text())) if document.exists() else {}
    all_sections = {title: text.strip() for title, text in {**former, **sections}.items()}
    parts = [f"## {title}\n\n{text}\n" for title, text in sorted(all_sections.items())]
    document.write_text("\n".join([INTRODUCTION, *parts]))
