"""The vocabularies of site fields. Keys are `townsite.sites.choices` values (a test compares)."""

from townsite.imports.cleaning.options import Vocabulary

STATUS = Vocabulary(
    "status",
    {
        "draft": "new,planned,proposed,prospect",
        "pending": "onboarding,in progress,awaiting approval,pipeline",
        "active": "open,opened,operating,operational,live,current,in operation,in service,a",
        "suspended": "paused,on hold,temporarily closed",
        "inactive": "closed,terminated,lost,former,decommissioned,disposed,excess,retired,disabled,"
        "shut,out of service,permanently closed,vacant,i",
    },
)
FACILITY_TYPE = Vocabulary(
    "facility type",
    {
        "hotel": "hotels,motel,inn,resort,lodging,hospitality,extended stay,hotel motel",
        "medical": "hospital,hospitals,medical center,medical centre,clinic,health care,healthcare,"
        "acute care hospitals,critical access hospitals,critical access,general acute care,"
        "psychiatric,childrens,children,rehabilitation,long term care,military,chronic disease,"
        "special,women,acute care department of defense,rehabilitation hospital,long term,"
        "acute care veterans administration,medical office,ambulatory surgical center,"
        "religious non medical health care institution,nursing home,surgical hospital,"
        "acute care,short term,rural emergency hospital,religious non medical",
        "airport": "airports,large airport,medium airport,small airport,heliport,airfield,terminal",
        "corporate": "office,offices,office building,headquarters,hq,corporate office,"
        "federal office building,federal structure,business,commercial office",
        "mixed_use": "mixed,mixed use property,mixed use development,multi use",
        "retail": "mall,shopping,shopping center,store,restaurant,enclosed mall,strip mall",
        "residential": "apartment,apartments,condo,condominium,multifamily,housing",
        "event": "arena,stadium,convention center,venue,theater,theatre,performing arts,museum",
        "other": "parking,garage,lot,parking garage,parking lot,university,college,surface",
    },
)
PARKING_MODE = Vocabulary(
    "parking mode",
    {
        "self": "self park,self parking,self service,unattended",
        "valet": "valet only,valet parking,attended",
        "mixed": "both,self and valet,valet and self,hybrid",
    },
)
BUSINESS_SEGMENT = Vocabulary(
    "business segment",
    {
        "hospitality": "hotel,hotels,lodging",
        "healthcare": "health care,medical,hospital,hc",
        "commercial": "office,retail,corporate,mixed use",
        "residential": "apartment,apartments,multifamily",
        "remote": "t park,tpark,technology",
    },
)
SERVICE_CLASS = Vocabulary(
    "service class",
    {
        "self_parking": "self park,self",
        "valet": "valet parking",
        "shuttle": "shuttle service,transport,transportation",
        "hospitality": "bell,bell service,guest services",
        "full_service": "full,turnkey",
    },
)
TIER = Vocabulary(
    "tier",
    {
        "1": "tier 1,t1,one,i,1 0",
        "2": "tier 2,t2,two,ii,2 0",
        "3": "tier 3,t3,three,iii,3 0",
        "custom": "other,special",
    },
)
COMMERCIAL_CLASS = Vocabulary(
    "commercial class",
    {
        "premium": "a,class a,gold",
        "standard": "b,class b,silver,normal",
        "basic": "c,class c,bronze,economy",
        "specialty": "special,speciality",
    },
)
CONTACT_ROLE = Vocabulary(
    "contact role",
    {
        "primary": "main,owner,general manager,gm,principal",
        "billing": "ap,accounts payable,finance,invoice",
        "operations": "ops,operation,manager,site manager",
        "emergency": "security,safety,after hours",
        "other": "misc,general",
    },
)
