"""What looks wrong in the events of late: pure questions, thresholds by policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from townsite.policies.queries import policies_at
from townsite.policies.resolution import PolicySnapshot


@dataclass(frozen=True)
class Anomaly:
    """`kind` and `subject` name it: the same is told once between `since` and now."""

    kind: str
    subject: str
    label: str
    detail: str
    since: datetime


_BY_ACCOUNT = """
SELECT target_id, max(target_label), count(*) FROM audit_event
WHERE type = 'user.sign_in_failed' AND at > %s AND target_id <> ''
GROUP BY target_id HAVING count(*) >= %s ORDER BY count(*) DESC
"""
_BY_ADDRESS = """
SELECT host(address), count(*), count(DISTINCT target_id) FROM audit_event
WHERE type = 'user.sign_in_failed' AND at > %s AND address IS NOT NULL
GROUP BY address HAVING count(*) >= %s ORDER BY count(*) DESC
"""
_EXPORTS = """
SELECT * FROM (
    SELECT actor_id::text, max(actor_label), count(*) AS exports,
        coalesce(sum((changes->'rows'->>1)::bigint), 0) AS rows
    FROM audit_event WHERE type = 'export.made' AND at > %s AND actor_id IS NOT NULL GROUP BY 1
) taken WHERE exports >= %s OR rows >= %s ORDER BY rows DESC
"""
# A network is an IPv4 /24 or an IPv6 /48, as providers give them out. Somebody's first sign-in
# ever is no news; neither is a browser that nothing is known of.
_STRANGE = """
WITH signed AS (
    SELECT id, at, actor_id, actor_label, host(address) AS address,
        network(set_masklen(address, CASE family(address) WHEN 4 THEN 24 ELSE 48 END)) AS net,
        changes->'browser'->>1 AS browser
    FROM audit_event WHERE type = 'user.signed_in' AND at > %(known)s AND actor_id IS NOT NULL
)
SELECT n.id::text, n.actor_label, n.address, n.browser, n.strange_net, n.strange_browser FROM (
    SELECT new.*,
        new.net IS NOT NULL AND bool_and(old.net IS DISTINCT FROM new.net) AS strange_net,
        new.browser IS NOT NULL AND bool_and(old.browser IS DISTINCT FROM new.browser)
            AS strange_browser
    FROM signed new JOIN signed old ON old.actor_id = new.actor_id AND old.id < new.id
    WHERE new.at > %(since)s
    GROUP BY new.id, new.at, new.actor_id, new.actor_label, new.address, new.net, new.browser
) n WHERE strange_net OR strange_browser ORDER BY n.id
"""


def anomalies(*, at: datetime) -> Iterator[Anomaly]:
    """What the thresholds in force at `at` make worth a look. Call it within everything's scope."""
    told = policies_at(at)
    windows = told.numbers("alert.window_minutes")
    signing = at - timedelta(minutes=windows["sign_ins"])
    yield from _failures(told, signing)
    yield from _exports(told, at - timedelta(minutes=windows["exports"]))
    yield from _strangers(told, at=at, since=signing)


def _failures(told: PolicySnapshot, since: datetime) -> Iterator[Anomaly]:
    limits = told.numbers("alert.failed_sign_ins")
    for account, email, count in _rows(_BY_ACCOUNT, [since, limits["account"]]):
        detail = f"{count} failed sign-ins of {email} since {_moment(since)}."
        yield Anomaly("failed_account", account, f"Failed sign-ins of {email}", detail, since)
    for address, count, accounts in _rows(_BY_ADDRESS, [since, limits["address"]]):
        detail = (
            f"{count} failed sign-ins of {accounts} accounts from {address} since {_moment(since)}."
        )
        yield Anomaly("failed_address", address, f"Failed sign-ins from {address}", detail, since)


def _exports(told: PolicySnapshot, since: datetime) -> Iterator[Anomaly]:
    limits = [told.number("alert.exports"), told.number("alert.exported_rows")]
    for person, name, count, rows in _rows(_EXPORTS, [since, *limits]):
        detail = f"{name} took {rows:,} rows in {count:,} exports since {_moment(since)}."
        yield Anomaly("mass_export", person, f"Many exports by {name}", detail, since)


def _strangers(told: PolicySnapshot, *, at: datetime, since: datetime) -> Iterator[Anomaly]:
    known = at - timedelta(days=told.number("alert.known_days"))
    for event, name, address, browser, is_net, is_browser in _rows(
        _STRANGE, {"known": known, "since": since}
    ):
        news = [f"the network of {address}"] if is_net else []
        news += [f"the browser “{browser}”"] if is_browser else []
        detail = f"{name} signed in by {' and '.join(news)}, not seen since {known:%b} {known.day}."
        yield Anomaly("new_device", event, f"New device or network of {name}", detail, known)


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _moment(at: datetime) -> str:
    return f"{at:%H:%M} UTC on {at:%b} {at.day}"
