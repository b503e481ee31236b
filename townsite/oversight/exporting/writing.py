"""Making a signed export: events as JSON lines, a manifest, its signature, in one ZIP file."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from townsite.audit.exports import record_export
from townsite.audit.models import Seal
from townsite.audit.sealing.canonical import CANONICAL
from townsite.audit.search import EventSearch
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.common.signing_keys import public_keys, sign

FORMAT = "townsite audit export 1"
PURPOSE = "audit export"
EVENTS, MANIFEST, SIGNATURE = "events.jsonl", "manifest.json", "manifest.sig"
LINES_A_READ = 2_000


@dataclass(frozen=True)
class Manifest:
    """What the signature covers. `seal` and `link` are where the chain stood, 0 and "" without."""

    format: str
    made_at: str
    made_by: str
    question: str
    events: int
    sha256: str
    seal: int
    link: str
    public_key: str

    def content(self) -> bytes:
        """The bytes that are signed."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


@transaction.atomic
def export_trail(
    *, path: Path, search: EventSearch, by: Actor, at: datetime, at_most: int | None = None
) -> Manifest:
    """Writes the events in scope that fit, oldest first, and records that they were taken.

    Each line is the text whose SHA-256 the event's seal holds. Raises Invalid when there are more
    than `at_most`; the file is then not complete and to be thrown away.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        count, digest = _write_lines(file, search, at_most)
        last = Seal.objects.order_by("-number").only("number", "link").first()
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            made_by=by.actor_label,
            question=search.in_words(),
            events=count,
            sha256=digest,
            seal=last.number if last else 0,
            link=bytes(last.link).hex() if last else "",
            public_key=next(public_keys(purpose=PURPOSE)).hex(),
        )
        file.writestr(MANIFEST, manifest.content())
        signature = sign(manifest.content(), purpose=PURPOSE)
        file.writestr(SIGNATURE, base64.b64encode(signature) + b"\n")
    question = search.in_words()
    record_export(
        "audit events", rows=count, form="signed JSON lines", question=question, by=by, at=at
    )
    return manifest


def _write_lines(
    file: zipfile.ZipFile, search: EventSearch, at_most: int | None
) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    with file.open(EVENTS, "w", force_zip64=True) as out:
        for lines in _lines(search):
            count += len(lines)
            if at_most is not None and count > at_most:
                raise Invalid(
                    f"More than {at_most:,} events fit. Narrow the days, or run"
                    " bin/townsite export-audit, which has no limit."
                )
            content = "".join(f"{line}\n" for line in lines).encode()
            digest.update(content)
            out.write(content)
    return count, digest.hexdigest()


def _lines(search: EventSearch) -> Iterator[list[str]]:
    """Canonical texts in the order of ids; read in portions, so that memory stays small."""
    wanted, values = search.events().order_by().values("id").query.sql_with_params()
    sql = f"SELECT {CANONICAL} FROM audit_event e WHERE e.id IN ({wanted}) ORDER BY e.id"
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(LINES_A_READ):
            yield [row[0] for row in rows]
