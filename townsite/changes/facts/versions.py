"""Whether bulk versions are written: subject "import:0190…", value what they come to, or None."""

from collections.abc import Collection, Mapping
from datetime import datetime

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.versions import source_of


class BulkVersionsWritten(FactKind):
    name = "versions"
    label = "bulk"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        return {subject: _written(subject) for subject in subjects}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        for subject, value in values.items():
            source, key = source_of(subject)
            if value is None:
                source.take_back(key, act)
            else:
                source.write(key, act)

    def obstacles(self, subject: str) -> list[str]:
        source, key = source_of(subject)
        return source.obstacles(key)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        return [_line(subject, pair) for subject, pair in diff.items()]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        source, key = source_of(subject)
        return source.places(key)


def _written(subject: str) -> Value:
    source, key = source_of(subject)
    return source.written(key)


def _line(subject: str, pair: Pair) -> str:
    source, key = source_of(subject)
    return source.sentence(key, pair.after or pair.before)
