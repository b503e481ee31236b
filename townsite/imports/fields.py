"""The registry of what a column can become: key, label, the names people give it, its cleaner."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from townsite.imports.cleaning import vocabularies as words
from townsite.imports.cleaning.dates import clean_date
from townsite.imports.cleaning.emails import clean_email, clean_emails
from townsite.imports.cleaning.identifiers import clean_external_id, clean_gl_string, clean_number
from townsite.imports.cleaning.names import clean_name, clean_place_name, clean_street
from townsite.imports.cleaning.notes import Cleaner
from townsite.imports.cleaning.numbers import clean_cents, clean_count, clean_degrees
from townsite.imports.cleaning.options import Vocabulary, clean_country, clean_yes_no
from townsite.imports.cleaning.phones import clean_phone
from townsite.imports.cleaning.states import clean_state
from townsite.imports.cleaning.text import clean_text
from townsite.imports.cleaning.zips import clean_zip

MOST_SPACES, MOST_ROOMS = 10_000, 5_000  # domain section 2


@dataclass(frozen=True, slots=True)
class Field:
    """A target of a column. `kind` says what its content looks like, for guessing."""

    key: str
    label: str
    kind: str
    clean: Cleaner
    aliases: tuple[str, ...]
    group: str
    vocabulary: Vocabulary | None = None


def _choice(key: str, label: str, vocabulary: Vocabulary, aliases: str, group: str) -> Field:
    return Field(key, label, key, vocabulary.clean, _split(aliases), group, vocabulary)


def _field(key: str, label: str, kind: str, clean: Cleaner, aliases: str, group: str) -> Field:  # noqa: PLR0917 - a table reads by place
    return Field(key, label, kind, clean, _split(aliases), group)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in aliases.split(",") if alias.strip())


def _text(longest: int) -> Cleaner:
    return partial(clean_text, longest=longest)


IDENTITY, PLACE, KIND = "Identity", "Address and place", "Type and status"
CAPACITY, MONEY, PEOPLE = "Capacity", "Contract and finance", "People and territory"

_ALL = (
    _field("number", "Site number", "number", clean_number,
           "site number,sitenumber,site no,site #,site num,cost center,number", IDENTITY),
    _field("external_id", "External id", "external_id", clean_external_id,
           "external id,customer site id,customersiteid,guid,uuid,site key,facility id,"
           "provider number,provider id,ccm id,record id,source id,object id,objectid,id,key",
           IDENTITY),
    _field("name", "Name", "name", clean_name,
           "site name,sitename,name,facility name,hospital name,property name,hotel name,"
           "building name,location name,account name,property,facility,title", IDENTITY),
    _field("customer", "Customer", "text", _text(150),
           "customer,customer name,client,client name,parent company,company", IDENTITY),
    _choice("facility_type", "Facility type", words.FACILITY_TYPE,
            "facility type,site type,sitetype,property type,location type,hospital type,type,"
            "building type", KIND),
    _choice("status", "Status", words.STATUS,
            "status,site status,operational status,state of operation", KIND),
    _choice("business_segment", "Business segment", words.BUSINESS_SEGMENT,
            "business segment,segment,vertical,market segment", KIND),
    _choice("service_class", "Service class", words.SERVICE_CLASS,
            "service class,service type,service", KIND),
    _choice("tier", "Tier", words.TIER, "tier,performance tier,service tier", KIND),
    _choice("commercial_class", "Commercial class", words.COMMERCIAL_CLASS,
            "commercial class,class,site class", KIND),
    _field("address", "Address in one string", "address", clean_text,
           "address,full address,site address,location address,mailing address,street address",
           PLACE),
    _field("street1", "Street", "street", clean_street,
           "street,street 1,street1,address,address 1,address1,address line 1,street address,"
           "addr,addr 1", PLACE),
    _field("street2", "Suite or unit", "suite", _text(100),
           "suite,unit,address 2,address2,address line 2,street 2,street2,addr 2,floor", PLACE),
    _field("city", "City", "city", clean_place_name,
           "city,town,municipality,place name,placename,locality,city name", PLACE),
    _field("state", "State", "state", clean_state,
           "state,st,state code,state name,statename,province,region code", PLACE),
    _field("zip", "ZIP code", "zip", clean_zip,
           "zip,zip code,zipcode,postal code,postcode,zip 5,postal", PLACE),
    _field("country", "Country", "country", clean_country,
           "country,country code,country name,nation", PLACE),
    _field("latitude", "Latitude", "latitude", partial(clean_degrees, most=90),
           "latitude,lat,y,lat dd,y coord,gps latitude", PLACE),
    _field("longitude", "Longitude", "longitude", partial(clean_degrees, most=180),
           "longitude,lon,lng,long,x,lon dd,x coord,gps longitude", PLACE),
    _field("parking_spaces", "Parking spaces", "count", partial(clean_count, most=MOST_SPACES),
           "parking spaces,spaces,total available parking,totalavailableparking,stalls,"
           "parking capacity,number of spaces,total spaces,parking", CAPACITY),
    _field("room_count", "Rooms", "count", partial(clean_count, most=MOST_ROOMS),
           "rooms,room count,number of rooms,total rooms available,totalroomsavailable,keys,"
           "guest rooms,total rooms", CAPACITY),
    _choice("parking_mode", "Parking mode", words.PARKING_MODE,
            "parking mode,parking type,parking", CAPACITY),
    _field("is_24_7", "Open 24/7", "yes_no", clean_yes_no,
           "open 24 7,is 24 7,24 7,open 24 hours,24 hours", CAPACITY),
    _field("gl_string", "GL string", "gl_string", clean_gl_string,
           "gl string,glstring,gl,gl code,gl account", MONEY),
    _field("vendor_code", "Vendor code", "text", _text(20),
           "vendor code,vendor id,vendorid,vendor", MONEY),
    _field("legal_entity", "Legal entity", "text", _text(10),
           "legal entity,entity,legal entity id,company code", MONEY),
    _field("p_and_l_category", "P&L category", "text", _text(30),
           "p l category,p and l category,pl category,pnl category", MONEY),
    _field("cog_segment", "COG segment", "text", _text(20), "cog segment,cog", MONEY),
    _field("invoice_recipient", "Invoice recipient", "text", _text(150),
           "invoice recipient,invoicerecipient,bill to,invoice to", MONEY),
    _field("start_date", "Start date", "date", clean_date,
           "start date,startdate,open date,opened,contract start,effective date,date opened",
           MONEY),
    _field("close_date", "Close date", "date", clean_date,
           "close date,closedate,closed,end date,contract end,date closed,termination date", MONEY),
    _field("annual_revenue", "Annual revenue", "money", clean_cents,
           "annual revenue,annual value,contract value,annual contract value,yearly revenue",
           MONEY),
    _field("district", "District", "district", clean_text,
           "district,territory,territory code,district name,territory name,district code", PEOPLE),
    _field("contact_name", "Contact name", "text", _text(200),
           "contact,contact name,primary contact,contact person", PEOPLE),
    _field("contact_email", "Contact e-mail", "email", clean_email,
           "email,e mail,contact email,contact e mail,email address,primary email", PEOPLE),
    _field("contact_phone", "Contact phone", "phone", clean_phone,
           "phone,phone number,phonenumber,telephone,tel,contact phone,main phone", PEOPLE),
    _choice("contact_role", "Contact role", words.CONTACT_ROLE, "contact role,role", PEOPLE),
    _field("billing_emails", "Billing e-mails", "emails", clean_emails,
           "billing emails,billing email,billingcontactemail,billing contact email,invoice email,"
           "ap email,billing contacts", PEOPLE),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {field.key: field for field in _ALL}


def grouped_fields() -> list[tuple[str, list[Field]]]:
    """The fields under their group's title, in the order of the registry."""
    groups: dict[str, list[Field]] = {}
    for field in _ALL:
        groups.setdefault(field.group, []).append(field)
    return list(groups.items())
