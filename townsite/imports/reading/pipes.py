"""Pipe tables: Markdown's, with a line of dashes under the header, and plain ones."""

import re
from collections.abc import Iterator
from itertools import pairwise

from townsite.imports.errors import FileRefused
from townsite.imports.reading.table import Row, Table, counted, named_header

RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
FIRST_LINES = 200


def looks_like_pipes(text: str) -> bool:
    """Whether a line of dashes and bars stands under a line with bars near the top."""
    lines = text[:100_000].splitlines()[:FIRST_LINES]
    return any("|" in above and _is_rule(below) for above, below in pairwise(lines))


def pipe_table(text: str, encoding: str) -> Table:
    """A Markdown pipe table; words around it are passed over.

    Raises FileRefused when no line with column names is found.
    """
    lines = text.splitlines()
    rule_at = next((n for n, line in enumerate(lines) if n and _is_rule(line)), 0)
    if not rule_at:
        raise FileRefused("No line with column names between bars (|) was found.")
    header = named_header(_cells(lines[rule_at - 1]))

    def rows() -> Iterator[Row]:
        # The header counts as row 1, so that numbers agree with the table and not the file.
        for number, line in enumerate(lines[rule_at + 1 :], start=2):
            if "|" not in line:
                continue
            yield Row(number, _cells(line))

    return Table(
        kind="pipe", header=header, rows=lambda: counted(rows()), encoding=encoding, delimiter="|"
    )


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in UNESCAPED_BAR.split(inner))


def _is_rule(line: str) -> bool:
    return "|" in line and RULE.match(line) is not None
