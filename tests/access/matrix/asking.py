"""Asking one address as one person, and what the call left behind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction
from django.test import Client

from tests.access.matrix.ask import Ask

JSON = "application/json"
ABSENT = {"number": "999999", "code": "NOWHERE", "uuid": "01900000-0000-7000-8000-00000000dead"}
NUMBERS = {"site", "other", "change_set", "request", "scenario", "event", "device"}
CODES = {"territory", "hierarchy"}
# Differs with every answer: keys of rows and requests, tokens of forms, nonces.
VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r'|X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|<time[^>]*>[^<]*</time>'
)
# The session notes when it was used; failed attempts are counted for the lockout.
NOT_COUNTED = ("accounts_session", "common_cache")
# What this transaction wrote, by table, taken back or not: cheap enough to ask after every call.
WRITTEN = """
SELECT c.relname FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relname = ANY (%s)
  AND pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
      + pg_stat_get_xact_tuples_deleted(c.oid) > coalesce((%s::jsonb ->> c.relname)::int, 0)
"""
SO_FAR = """
SELECT coalesce(jsonb_object_agg(c.relname, n), '{}')::text FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
           + pg_stat_get_xact_tuples_deleted(oid) AS n
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) c WHERE n > 0
"""


@dataclass(frozen=True)
class Answer:
    """What came back; `changed`: the tables that hold other rows than before."""

    status: int
    told: str
    location: str
    changed: tuple[str, ...]

    @property
    def is_to_sign_in(self) -> bool:
        return self.status == 302 and "/accounts/" in self.location


def asked(client: Client, ask: Ask, keys: Mapping[str, str]) -> Answer:
    """The answer; whatever the call wrote is taken back."""
    client.cookies.pop("messages", None)  # of the call before, which was taken back
    before = _one(SO_FAR)
    with transaction.atomic():
        response = _sent(client, ask, keys)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        touched = [name for (name,) in _all(WRITTEN, [list(NOT_COUNTED), before])]
        after = {name: _content(name) for name in touched}
        transaction.set_rollback(True)
    changed = tuple(name for name in touched if after[name] != _content(name))
    told = body.decode(errors="replace")
    return Answer(response.status_code, told, response.headers.get("Location", ""), changed)


def _content(table: str) -> Any:
    """Count and fingerprint of a table's rows."""
    return _all(
        f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{table}\" t",
        [],
    )


def _sent(client: Client, ask: Ask, keys: Mapping[str, str]) -> Any:
    address = "/" + filled(ask.address, keys)
    if ask.query:
        address += "?" + filled(ask.query, keys)
    sent = {name: filled(each, keys) for name, each in ask.sent.items()}
    if ask.json:
        return client.generic(
            ask.method, address, orjson.dumps(sent).decode(), JSON, headers={"If-Match": "*"}
        )
    return client.post(address, sent) if ask.method == "POST" else client.get(address)


def filled(text: Any, keys: Mapping[str, str]) -> Any:
    """The text with the keys of objects for their kinds in braces; lists are filled each."""
    if isinstance(text, list):
        return [filled(each, keys) for each in text]
    if not isinstance(text, str):
        return text
    return re.sub(r"\{(\w+)\}", lambda match: keys[match[1]], text)


def absent(kind: str) -> str:
    """A key of the right form that nothing has."""
    if kind in NUMBERS:
        return ABSENT["number"]
    return ABSENT["code"] if kind in CODES else ABSENT["uuid"]


def plain(answer: Answer, *keys: str) -> tuple[int, str]:
    """What an answer says, without the keys that were asked for and what differs every time."""
    told = VARYING.sub("…", answer.told + answer.location)
    for key in sorted(keys, key=len, reverse=True):
        told = re.sub(rf"(?<![\w.]){re.escape(key)}(?![\w.])", "…", told)
    return answer.status, told


def _one(statement: str) -> str:
    return str(_all(statement, [])[0][0])


def _all(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())
