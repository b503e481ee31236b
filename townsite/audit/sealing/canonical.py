"""The one text of an event that is hashed, and the hash of a seal.

The statements stand here and not in functions of the database, whose owner could replace them.
"""

import hashlib
import struct
from datetime import date

from townsite.audit.models import DaySeal

ENTRY_BYTES = 40  # an id of 8 bytes and SHA-256
NO_LINK = bytes(32)  # before the first seal
# jsonb writes its keys in a fixed order and without choice; times are written in UTC by hand,
# because jsonb would write them in the time zone of the session.
CANONICAL = """jsonb_build_object(
    'id', e.id, 'type', e.type,
    'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'target_kind', e.target_kind, 'target_id', e.target_id, 'target_label', e.target_label,
    'site_id', e.site_id, 'territory_id', e.territory_id,
    'actor_id', e.actor_id, 'actor_label', e.actor_label,
    'on_behalf_of_id', e.on_behalf_of_id, 'on_behalf_of_label', e.on_behalf_of_label,
    'reason', e.reason, 'changes', e.changes, 'request_id', e.request_id, 'job_id', e.job_id,
    'address', host(e.address))::text"""
ENTRIES = f"""coalesce(string_agg(
    int8send(e.id) || sha256(convert_to({CANONICAL}, 'UTF8')), ''::bytea ORDER BY e.id), ''::bytea)"""


def seal_link(
    *, number: int, day: date, after_id: int, upto_id: int, entries_hash: bytes, before: bytes
) -> bytes:
    """SHA-256 over the seal's place, the hash of its entries and the link before."""
    place = struct.pack(">qqqq", number, day.toordinal(), after_id, upto_id)
    return hashlib.sha256(b"townsite seal 1" + before + place + entries_hash).digest()


def day_link(row: DaySeal) -> bytes:
    """SHA-256 over the day's seals, its last link and the link of the day before."""
    place = struct.pack(">qqqq", row.day.toordinal(), row.first_number, row.last_number, row.events)
    return hashlib.sha256(b"townsite day 1" + bytes(row.before) + place + bytes(row.head)).digest()


def digests_in(entries: bytes) -> dict[int, bytes]:
    """The hash of each event by its id."""
    return {
        int.from_bytes(entries[at : at + 8], "big", signed=True): entries[at + 8 : at + ENTRY_BYTES]
        for at in range(0, len(entries), ENTRY_BYTES)
    }
