"""Near-duplicates as they creep into portfolios: some merged already, some waiting to be found."""

from dataclasses import replace
from random import Random

from demo.lifecycle import Life
from demo.timeline import Timeline

MERGED_SHARE, OPEN_SHARE = 0.007, 0.004
METERS = 1 / 111_200  # degrees of latitude
_LONG_FORMS = {" St": " Street", " Ave": " Avenue", " Blvd": " Boulevard", " Rd": " Road"}


def duplicate_some(lives: list[Life], timeline: Timeline, rng: Random) -> None:
    """Turns a few sites into second records of other ones, in place."""
    hosts = [
        life
        for life in lives
        if life.is_migrated
        and life.site.status == "active"
        and life.site.facility_type != "airport"
    ]
    chosen = rng.sample(hosts, int(len(lives) * (MERGED_SHARE + OPEN_SHARE)) * 2)
    merged = int(len(lives) * MERGED_SHARE)
    for index, (life, model) in enumerate(zip(chosen[::2], chosen[1::2], strict=True)):
        _become_copy(life, model, rng)
        life.suspended_at = life.reactivated_at = None
        if index < merged:
            life.site.status, life.site.merged_into = "merged", model.site.number
            life.ended_at = timeline.days_ago(20 + rng.random() * 500, rng)


def _become_copy(life: Life, model: Life, rng: Random) -> None:
    original = model.site
    life.site = replace(
        original,
        number=life.site.number,
        name=_other_name(original.name, original.city, rng),
        street1=_long_form(original.street1),
        longitude=round(original.longitude + METERS * (20 + 60 * rng.random()), 6),
        latitude=round(original.latitude + METERS * (10 + 40 * rng.random()), 6),
        geocode_source="given",
        geocode_quality="exact",
        gl_string="",
        vendor_code="",
        start_date=life.site.start_date,
    )


def _other_name(name: str, city: str, rng: Random) -> str:
    """The name as somebody else would have typed it."""
    ways = [name.replace("Suites", "Suite"), name.replace("&", "and"), name.upper()]
    if name.endswith(f" {city}"):
        ways.append(f"{name.removesuffix(city).strip(' ,')} - {city}")
    ways.append(f"{name.removeprefix('The ')} Garage")
    different = [way for way in ways if way != name]
    return different[int(rng.random() * len(different))][:100]


def _long_form(street: str) -> str:
    for short, long in _LONG_FORMS.items():
        if street.endswith(short):
            return street.removesuffix(short) + long
    return street
