"""Making, rotating and revoking a person's access tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from townsite.access.models import TokenPlace
from townsite.access.tokens.scopes import WIDE_AREAS
from townsite.accounts.choices import TokenScope
from townsite.accounts.models import AccessToken, User
from townsite.accounts.networks import networks_of
from townsite.accounts.secrets import Secret, new_secret
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.policies.queries import policies_at
from townsite.policies.resolution import PolicySnapshot
from townsite.sites.models import Site
from townsite.territories.models import Territory


@dataclass(frozen=True)
class Wanted:
    """What a new token is to be. No places means: as far as its person reaches."""

    name: str
    scopes: Sequence[str]
    days: int
    networks: str = ""
    territories: Sequence[Territory] = ()
    sites: Sequence[Site] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.territories or self.sites)


@transaction.atomic
def create_token(
    *, user: User, wanted: Wanted, by: Actor, at: datetime
) -> tuple[AccessToken, Secret]:
    """The new token with its secret, which is told here and never again.

    Raises Invalid for scopes that do not exist or do not go with places, a life beyond the policy
    `token.longest_days`, or a text that is no network.
    """
    policies = policies_at(at, keys=["token.longest_days", "token.requests_per_minute"])
    _check(wanted, policies)
    secret = new_secret()
    token = AccessToken.objects.create(
        user=user,
        name=wanted.name.strip(),
        prefix=secret.prefix,
        digest=secret.digest,
        scopes=sorted(set(wanted.scopes)),
        networks=networks_of(wanted.networks),
        is_narrowed=wanted.is_narrowed,
        requests_per_minute=int(policies.number("token.requests_per_minute")),
        created_at=at,
        expires_at=at + timedelta(days=wanted.days),
    )
    TokenPlace.objects.bulk_create(
        [TokenPlace(token=token, territory=each) for each in wanted.territories]
        + [TokenPlace(token=token, site=each) for each in wanted.sites]
    )
    record_event(EventType.TOKEN_CREATED, target=token, by=by, at=at, changes=_told(token, wanted))
    return token, secret


@transaction.atomic
def rotate_token(
    *, token: AccessToken, with_overlap: bool, by: Actor, at: datetime
) -> tuple[AccessToken, Secret]:
    """The token with a new secret; the one before opens on for the policy's overlap, or no more.

    Raises Conflict when the token is over.
    """
    locked = _living(token, at)
    secret = new_secret()
    hours = policies_at(at, keys=["token.overlap_hours"]).number("token.overlap_hours")
    overlaps = with_overlap and hours > 0
    locked.former_digest = locked.digest if overlaps else ""
    locked.former_until = at + timedelta(hours=hours) if overlaps else None
    locked.prefix, locked.digest = secret.prefix, secret.digest
    locked.save(update_fields=["former_digest", "former_until", "prefix", "digest"])
    record_event(EventType.TOKEN_ROTATED, target=locked, by=by, at=at)
    return locked, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, by: Actor, at: datetime, reason: str = "") -> AccessToken:
    """The token, which opens nothing from now on. Raises Conflict when it is over already."""
    locked = _living(token, at)
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    record_event(EventType.TOKEN_REVOKED, target=locked, by=by, at=at, reason=reason)
    return locked


def _living(token: AccessToken, at: datetime) -> AccessToken:
    locked = AccessToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None or locked.expires_at <= at:
        raise Conflict(f"{locked} is over. Make a new token.")
    return locked


def _check(wanted: Wanted, policies: PolicySnapshot) -> None:
    longest = int(policies.number("token.longest_days"))
    fields: dict[str, list[str]] = {}
    if not wanted.name.strip():
        fields["name"] = ["Name the program that will use the token."]
    unknown = [each for each in wanted.scopes if each not in TokenScope.values]
    if unknown or not wanted.scopes:
        fields["scopes"] = [
            f"Unknown: {', '.join(unknown)}." if unknown else "Choose one at least."
        ]
    wide = {TokenScope(each).area for each in wanted.scopes if each not in unknown} & WIDE_AREAS
    if wide and wanted.is_narrowed:
        told = " or ".join(sorted(wide))
        fields["scopes"] = [f"For single places it cannot have {told}: they tell of others too."]
    if not 1 <= wanted.days <= longest:
        fields["days"] = [f"A token lives 1 to {longest} days."]
    if fields:
        raise Invalid("The token was not made.", fields=fields)


def _told(token: AccessToken, wanted: Wanted) -> dict[str, list[object]]:
    places = [str(each) for each in (*wanted.territories, *wanted.sites)]
    told = {
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
        "networks": token.networks,
        "places": places,
    }
    return {name: [None, value] for name, value in told.items() if value}
