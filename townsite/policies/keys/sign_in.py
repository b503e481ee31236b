"""How people sign in, and for how long (domain section 5, security numbers)."""

from townsite.policies.choices import Severity
from townsite.policies.key import NETWORK_ONLY, Key
from townsite.policies.value_types import Ladder, Number, OneOf

KEYS = (
    Key(
        "sign_in.password_days",
        "A password holds for",
        Ladder(("privileged", "everybody"), Number(1, 3_650, whole=True)),
        {"privileged": 60, "everybody": 90},
        "days",
        "After this time a new password is asked for at sign-in; privileged are the roles that "
        "administer accounts, policies or master data.",
        "Domain 5, security numbers; A-114",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "sign_in.password_history",
        "Former passwords that stay barred",
        Number(0, 24, whole=True),
        12,
        "passwords",
        "A new password is none of the last so many.",
        "Domain 5, security numbers; A-114",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "sign_in.idle_minutes",
        "A session ends unused after",
        Number(5, 480, whole=True),
        30,
        "min",
        "Whoever asks for no page in this time signs in again; counts that a page fetches by itself "
        "do not keep it open.",
        "Domain 5, security numbers; A-114",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "sign_in.longest_hours",
        "A session ends at the latest after",
        Number(1, 8),
        8,
        "h",
        "So long after signing in one signs in again, however busy.",
        "Domain 5, security numbers; A-114",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "sign_in.second_factor",
        "Who needs a second factor",
        OneOf(("nobody", "administrators", "contact_data", "everybody")),
        "contact_data",
        "",
        "Administrators: the roles that administer accounts, policies or master data. Contact data: "
        "these, and every role that sees contacts of customers. Who needs one and has none sets it "
        "up before anything else; holds from the next sign-in.",
        "Domain 5, security numbers; R-23",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
)
