"""Papers kept at sites, with versions and expiry dates."""

from datetime import date, datetime, timedelta
from random import Random

from demo.lifecycle import Life
from demo.records import Document
from demo.timeline import Timeline

TITLES = {
    "contract": "Management agreement",
    "insurance": "Certificate of insurance",
    "certificate": "Fire and life safety certificate",
    "floor_plan": "Garage floor plan",
}
SHARES = {"contract": 0.7, "insurance": 0.6, "certificate": 0.16, "floor_plan": 0.12}
MEDICAL_CERTIFICATES = 0.93
RENEWED_SHARE = 0.4  # of insurances that are in their second version
EXPIRED_SHARE = 0.06


def documents_of(life: Life, timeline: Timeline, rng: Random) -> list[Document]:
    """The documents of one site; none before it is active."""
    site = life.site
    if site.status in ("draft", "pending", "merged"):
        return []
    found: list[Document] = []
    for kind, share in SHARES.items():
        likely = (
            MEDICAL_CERTIFICATES
            if (kind, site.facility_type) == ("certificate", "medical")
            else share
        )
        if rng.random() < likely:
            found.extend(_versions(life, kind, timeline, rng))
    return found


def _versions(life: Life, kind: str, timeline: Timeline, rng: Random) -> list[Document]:
    begun = life.activated_at or life.created_at
    uploaded = timeline.between(begun, min(begun + timedelta(days=90), timeline.end), rng)
    renewable = kind == "insurance" and (timeline.end - uploaded).days > 400  # noqa: PLR2004 - a year and notice
    expires_on = _expiry(kind, timeline, rng)
    if not (renewable and rng.random() < RENEWED_SHARE):
        return [_document(life, kind, uploaded, expires_on)]
    renewed = timeline.between(uploaded + timedelta(days=300), timeline.end, rng)
    former = _document(life, kind, uploaded, (renewed + timedelta(days=20)).date())
    former.is_current = False
    present = _document(life, kind, renewed, expires_on)
    present.version = 2
    return [former, present]


def _expiry(kind: str, timeline: Timeline, rng: Random) -> date | None:
    if kind == "floor_plan":
        return None
    if rng.random() < EXPIRED_SHARE:
        return timeline.today - timedelta(days=1 + int(rng.random() * 60))
    years = 4 if kind == "contract" else 1
    return timeline.today + timedelta(days=10 + int(rng.random() * 365 * years))


def _document(life: Life, kind: str, at: datetime, expires_on: date | None) -> Document:
    return Document(
        number=life.site.number,
        type=kind,
        title=TITLES[kind],
        version=1,
        is_current=True,
        uploaded_at=at,
        uploaded_by="Document Control",
        expires_on=expires_on,
    )
