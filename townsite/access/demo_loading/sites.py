"""Customers, sites and what holds of sites by period."""

from datetime import datetime

from django.contrib.gis.geos import Point

from demo.lifecycle import Life
from demo.portfolio import Portfolio
from demo.records import Site as DemoSite
from demo.records import Spell
from townsite.access.demo_loading.ledger import BATCH, Ledger
from townsite.common.periods import between, since
from townsite.policies.queries import policies_at
from townsite.sites.models import Classification, Customer, ExternalId, Site
from townsite.sites.scoring import Standards, complexity_card, facts_of, revenue_verdict
from townsite.territories.models import Assignment

# Columns that the recipe's site and the model's have in common.
SAME = (
    "number", "name", "facility_type", "business_segment", "street1", "city", "state", "zip",
    "time_zone", "is_24_7", "operating_hours", "parking_spaces", "room_count", "parking_mode",
    "annual_revenue_cents", "service_class", "tier", "commercial_class", "status",
    "geocode_source", "geocode_quality", "gl_string", "vendor_code", "legal_entity",
    "p_and_l_category", "cog_segment", "invoice_recipient", "start_date", "close_date",
)  # fmt: skip
WAREHOUSE = "warehouse"


def load_customers(portfolio: Portfolio, ledger: Ledger) -> None:
    """Writes the customers that have sites or mailboxes."""
    at = portfolio.timeline.go_live
    for each in portfolio.customers:
        row = Customer(name=each.name, code=each.code, created_at=at, updated_at=at)
        ledger.customers[each.code] = ledger.targets["customer", each.code] = row
    Customer.objects.bulk_create(ledger.customers.values())


def load_sites(portfolio: Portfolio, ledger: Ledger, *, at: datetime) -> None:
    """Writes the sites as they are today, scored, and then whom they were merged into."""
    standards = Standards(policies_at(at))
    assigned = {spell.number for spell in portfolio.spells if spell.what == "territory"}
    last = {event.number: event.at for event in portfolio.happenings if event.kind == "site"}
    for life in portfolio.lives:
        number = life.site.number
        row = _site(life, ledger, is_assigned=number in assigned, updated_at=last[number])
        _score(row, standards)
        ledger.sites[number] = ledger.targets["site", number] = row
    _link_merged(portfolio, ledger)
    # Survivors first, because a merged site's row refers to them.
    for is_merged in (False, True):
        rows = [row for row in ledger.sites.values() if bool(row.merged_into_id) == is_merged]
        Site.objects.bulk_create(rows, batch_size=BATCH)
    ExternalId.objects.bulk_create(
        ExternalId(site=row, system=WAREHOUSE, key=f"MNF-{row.number}")
        for row in ledger.sites.values()
        if row.status not in ("draft", "pending")
    )


def load_spells(portfolio: Portfolio, ledger: Ledger) -> None:
    """Writes dated classifications and assignments."""
    facets = [each for each in portfolio.spells if each.what != "territory"]
    stays = [each for each in portfolio.spells if each.what == "territory"]
    Classification.objects.bulk_create(
        (
            Classification(
                site=ledger.sites[each.number],
                facet=each.what,
                value=each.value,
                valid_during=_period(each),
                reason=each.reason,
            )
            for each in facets
        ),
        batch_size=BATCH,
    )
    Assignment.objects.bulk_create(
        (
            Assignment(
                site=ledger.sites[each.number],
                territory=ledger.territories[each.value],
                valid_during=_period(each),
                reason=each.reason,
            )
            for each in stays
        ),
        batch_size=BATCH,
    )


def _site(life: Life, ledger: Ledger, *, is_assigned: bool, updated_at: datetime) -> Site:
    record = life.site
    territory = ledger.territories[record.territory]
    return Site(
        **{name: getattr(record, name) for name in SAME},
        customer=ledger.customers[record.customer.code],
        location=Point(record.longitude, record.latitude, srid=4326),
        territory_id=territory.pk if is_assigned else None,
        territory_path=territory.path if is_assigned else None,
        search_extra=_extra_words(record, ledger) if is_assigned else record.customer.name,
        created_at=life.created_at,
        updated_at=updated_at,
    )


def _extra_words(record: DemoSite, ledger: Ledger) -> str:
    """Customer and territories from the top down, the words people look for a site by."""
    path = ledger.territories[record.territory].path.split(".")
    names = [f"{code} {ledger.territories[code].name}" for code in path]
    return " ".join([record.customer.name, *names])


def _score(row: Site, standards: Standards) -> None:
    facts = facts_of(row)
    row.complexity = complexity_card(facts, standards).score
    row.revenue_class = revenue_verdict(facts, standards).value


def _link_merged(portfolio: Portfolio, ledger: Ledger) -> None:
    for record in portfolio.sites:
        if record.merged_into:
            ledger.sites[record.number].merged_into = ledger.sites[record.merged_into]


def _period(spell: Spell) -> object:
    return between(spell.since, spell.until) if spell.until else since(spell.since)
