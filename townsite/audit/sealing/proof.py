"""Whether one event still is as it was sealed."""

from dataclasses import dataclass

from django.db import connection

from townsite.audit.models import Event, Seal
from townsite.audit.sealing.canonical import CANONICAL, digests_in

_DIGEST = f"SELECT sha256(convert_to({CANONICAL}, 'UTF8')) FROM audit_event e WHERE e.id = %s"


@dataclass(frozen=True)
class Proof:
    """The hash of an event now, and the seal that holds it; no seal when it is too new."""

    digest: str
    seal: Seal | None
    holds: bool


def proof_of(event: Event) -> Proof:
    """Compares the event with its seal; two statements. The chain itself is checked each night."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST, [event.pk])
        digest = bytes(cursor.fetchone()[0])
    seal = Seal.objects.filter(after_id__lt=event.pk, upto_id__gte=event.pk).first()
    sealed = digests_in(bytes(seal.entries)).get(event.pk) if seal else None
    return Proof(digest.hex(), seal, sealed == digest)
